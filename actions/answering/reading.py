"""The brain's parse of a message as typed values, complete also for a button, which carries no `reading`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

ASK = "ask_"
BUTTON_ENTITIES = ("fact", "detail", "channel", "position")


@dataclass(frozen=True)
class Part:
    """One wish of a message. `ranking` holds (fact id, score), best first; not `known` when not understood.

    `leans`: what it means was read together with the question before it.
    """

    text: str
    intent: str
    confidence: float = 1.0
    aspects: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    question_form: str = "statement"
    ranking: tuple[tuple[str, float], ...] = ()
    known: bool = True
    leans: bool = False

    @property
    def aspect(self) -> str:
        """The aspect asked for, or "" when the wish is not a question."""
        return self.intent.removeprefix(ASK) if self.intent.startswith(ASK) else ""

    def score(self, fact_id: str) -> float:
        """The ranker's score of a fact, 0.0 when it is not among the best."""
        return dict(self.ranking).get(fact_id, 0.0)

    @property
    def lead(self) -> float:
        """How far the best fact is ahead of the next one."""
        return self.ranking[0][1] - self.ranking[1][1] if len(self.ranking) > 1 else 0.0

    def pointless(self) -> Part:
        """The same part as if it had named no aspect."""
        return replace(self, aspects=())


@dataclass(frozen=True)
class Reading:
    """A whole message. `chosen` holds what a button carries (`fact`, `detail`, `channel`), `left` the questions that
    were not understood beside others that were."""

    text: str
    intent: str
    parts: tuple[Part, ...]
    language: str = "en"
    question_form: str = "statement"
    premise: str | None = None
    advice: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def read(parse: Mapping[str, Any]) -> Reading:
    """The typed reading of parse data. Never raises: what is missing is empty."""
    intent = str((parse.get("intent") or {}).get("name") or "nlu_fallback")
    raw = parse.get("reading") or {}
    parts = tuple(_part(part) for part in raw.get("parts") or ()) or (_part_of_button(parse, intent),)
    return Reading(
        text=str(raw.get("text") or parse.get("text") or ""),
        intent=intent,
        parts=parts,
        language=str(raw.get("language") or "en"),
        question_form=str(raw.get("question_form") or parts[0].question_form),
        premise=raw.get("premise") or None,
        advice=raw.get("advice") or None,
        chosen={name: value for name in BUTTON_ENTITIES if (value := _first(parse, name))},
        left=_texts(raw.get("left")),
    )


def _part(raw: Mapping[str, Any]) -> Part:
    return Part(
        text=str(raw.get("text") or ""),
        intent=str(raw.get("intent") or "nlu_fallback"),
        confidence=float(raw.get("confidence") or 0.0),
        aspects=_texts(raw.get("aspects")),
        treatments=_texts(raw.get("treatments")),
        conditions=_texts(raw.get("conditions")),
        question_form=str(raw.get("question_form") or "statement"),
        ranking=tuple((str(fact["id"]), float(fact["score"])) for fact in raw.get("facts") or ()),
        known=bool(raw.get("known", True)),
        leans=bool(raw.get("leans", False)),
    )


def _part_of_button(parse: Mapping[str, Any], intent: str) -> Part:
    return Part(
        text="",
        intent=intent,
        aspects=tuple(_values(parse, "aspect")),
        treatments=tuple(_values(parse, "treatment")),
        conditions=tuple(_values(parse, "condition")),
    )


def _first(parse: Mapping[str, Any], name: str) -> str:
    return next(iter(_values(parse, name)), "")


def _values(parse: Mapping[str, Any], name: str) -> list[str]:
    """The values of an entity; a button may carry one or a list."""
    found: list[str] = []
    for entity in parse.get("entities") or ():
        if entity.get("entity") == name:
            value = entity.get("value")
            found += [str(v) for v in value] if isinstance(value, list) else [str(value)]
    return list(dict.fromkeys(found))


def _texts(raw: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in raw or ())
