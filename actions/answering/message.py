"""The messages of a reply, in the shape that the gateway and the widget know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge import Fact, Knowledge

BotMessage = dict[str, Any]


def message(kind: str, text: str, *, buttons: Iterable[Mapping[str, str]] = (), lang: str = "") -> BotMessage:
    """A message without facts."""
    made: BotMessage = {"kind": kind, "text": text, "buttons": list(buttons), "topics": [], "facts": [], "sources": []}
    return made | ({"lang": lang} if lang and lang != "en" else {})


def fact_message(kind: str, text: str, facts: Sequence[Fact], knowledge: Knowledge) -> BotMessage:
    """A message that holds facts, with their topics and sources."""
    made = message(kind, text)
    made["topics"] = list(dict.fromkeys(fact.topic for fact in facts))
    made["facts"] = [fact.id for fact in facts]
    made["sources"] = _sources(facts, knowledge)
    return made


def _sources(facts: Sequence[Fact], knowledge: Knowledge) -> list[dict[str, str]]:
    seen = dict.fromkeys((fact.source.article, fact.source.section) for fact in facts)
    return [
        {"article": article, "section": section, "title": knowledge.sources[article].title} for article, section in seen
    ]


def button(title: str, intent: str, **entities: Any) -> dict[str, str]:
    """A button that sends an intent; its payload stays on the server."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}


def with_disclaimer(messages: Sequence[BotMessage], knowledge: Knowledge) -> list[BotMessage]:
    """The same messages with one disclaimer right after the last one that holds facts, if any does."""
    holding = [n for n, m in enumerate(messages) if m["facts"]]
    if not holding:
        return list(messages)
    cut = holding[-1] + 1
    return [*messages[:cut], message("disclaimer", knowledge.texts.get("disclaimer")), *messages[cut:]]
