"""What else a message asks for beside something that is done for the visitor (a request, a person)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from actions.answering.reply import Answer, answer, left_over_said
from actions.answering.worth_answering import CHAT
from knowledge import Knowledge

NO_WISH = CHAT | {"out_of_scope", "nlu_fallback", "other_language"}


def beside(
    parse: Mapping[str, Any], context: Mapping[str, Any] | None, knowledge: Knowledge, done: Collection[str]
) -> Answer | None:
    """The answer to the wishes that are not among the intents `done`; None when there is no other wish.

    Of one that was not understood it is only said so.
    """
    reading = parse.get("reading") or {}
    others = [part for part in reading.get("parts") or () if _is_wish(part) and part["intent"] not in done]
    if not others:
        left = [str(text) for text in reading.get("left") or ()]
        return Answer([left_over_said(left, knowledge)], [], "not_covered", dict(context or {})) if left else None
    intent = {"name": others[0]["intent"], "confidence": others[0].get("confidence", 1.0)}
    return answer({**parse, "intent": intent, "reading": {**reading, "parts": others}}, context, knowledge)


def _is_wish(part: Mapping[str, Any]) -> bool:
    return bool(part.get("known", True)) and part.get("intent") not in NO_WISH
