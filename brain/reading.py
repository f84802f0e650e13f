"""From classified wishes to the `reading`: what is known, the main intent, and the parts with their facts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from brain.domain_text import DomainText
from brain.language import guess_language
from brain.question_form import question_form
from brain.ranking import RankedFact
from brain.wishes import CHAT, Wish

RANKING_LENGTH = 10
FALLBACK = "nlu_fallback"
ASK_AND_BOOK = "ask_and_book"
FIRST_OF_ALL = (
    "advice_",
    "side_effect_report",
    "stop_contact",
    "privacy_",
    "record_lookup",
    "handoff",
    "cancel",
    "complaint",
)
"""When a message holds several wishes, the first kind of these that is among them leads."""
LEADING_ADVICE = 0.6
"""Confidence from which the classifier alone may take a wish for personal medical advice among other wishes."""
ASKING_SHARE = 0.6
"""What "some question of ours, whichever" counts beside "this very question", when a treatment or condition is named."""
NAMED_BONUS = 0.5
"""Share of the way to certainty that an aspect's own name in the text adds to the same aspect's confidence."""


@dataclass(frozen=True)
class Outcome:
    """What Rasa gets to know of a message."""

    intent: dict[str, Any]
    ranking: list[dict[str, Any]]
    reading: dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """`known` is the confidence from which a wish counts as understood."""

    known: float

    def outcome(
        self,
        text: DomainText,
        whole: Wish,
        wishes: Sequence[Wish],
        ranked: Sequence[list[RankedFact]],
        *,
        advice: str | None,
        premise: str | None,
    ) -> Outcome:
        """Rasa's intent, its ranking, and the reading. `ranked` holds a ranking for each wish and one for the whole."""
        parts = [self._part(text, wish, facts) for wish, facts in zip(wishes, ranked)]
        main = _main(parts, self.known)
        name = f"advice_{advice}" if advice else _intent(parts, main)
        reading = {
            "text": text.text,
            "language": guess_language(text.text),
            "question_form": main["question_form"],
            "premise": premise,
            "advice": advice,
            "parts": parts,
            "facts": _scored(ranked[-1]),
        }
        return Outcome({"name": name, "confidence": main["confidence"]}, _ranking(wishes, main), reading)

    def _part(self, text: DomainText, wish: Wish, facts: list[RankedFact]) -> dict[str, Any]:
        aspects = text.values("aspect", wish.start, wish.end)
        label, confidence = _understood(text, wish, facts, aspects, self.known)
        return {
            "text": wish.text,
            "intent": label,
            "confidence": round(confidence, 4),
            "aspects": _aspects(label, aspects),
            "treatments": text.values("treatment", wish.start, wish.end) or text.values("treatment"),
            "conditions": text.values("condition", wish.start, wish.end) or text.values("condition"),
            "question_form": question_form(wish.text),
            "facts": _scored(facts),
            "known": confidence >= self.known,
        }


def _understood(
    text: DomainText, wish: Wish, facts: list[RankedFact], aspects: list[str], known: float
) -> tuple[str, float]:
    """The label and how sure it is. An aspect's own name helps.

    A question about a named treatment or condition that hesitates between several of our questions is still one of
    ours: it goes by the best fact.
    """
    prediction = wish.prediction
    confidence = prediction.confidence
    if prediction.label.removeprefix("ask_") in aspects:
        return prediction.label, confidence + NAMED_BONUS * (1 - confidence)
    if confidence >= known or not (text.values("treatment") or text.values("condition")):
        return prediction.label, confidence
    asking = sum(p for name, p in prediction.ranking if name.startswith("ask_"))
    rescued = math.sqrt(ASKING_SHARE * asking * max(prediction.nearest, 0.0))
    return (f"ask_{facts[0].aspect}", rescued) if rescued >= known and facts else (prediction.label, confidence)


def _aspects(label: str, named: list[str]) -> list[str]:
    """The aspect asked for first, then others that are named."""
    own = [label.removeprefix("ask_")] if label.startswith("ask_") else []
    return list(dict.fromkeys([*own, *named]))


def _main(parts: list[dict[str, Any]], known: float) -> dict[str, Any]:
    for kind in FIRST_OF_ALL:
        for part in parts:
            if part["intent"].startswith(kind) and part["confidence"] >= max(known, LEADING_ADVICE):
                return part
    understood = [part for part in parts if part["known"]]
    wanted = [part for part in understood if part["intent"] not in CHAT]
    return (wanted or understood or parts)[0]


def _intent(parts: list[dict[str, Any]], main: dict[str, Any]) -> str:
    if not main["known"]:
        return FALLBACK
    known = [part["intent"] for part in parts if part["known"]]
    asks = any(intent.startswith("ask_") for intent in known)
    if asks and "book" in known and (main["intent"].startswith("ask_") or main["intent"] == "book"):
        return ASK_AND_BOOK
    return str(main["intent"])


def _ranking(wishes: Sequence[Wish], main: dict[str, Any]) -> list[dict[str, Any]]:
    """Best labels of the main wish, for review; probabilities, not confidences."""
    wish = next((w for w in wishes if w.text == main["text"]), wishes[0])
    return [{"name": name, "confidence": round(p, 4)} for name, p in wish.prediction.ranking[:RANKING_LENGTH]]


def _scored(facts: list[RankedFact]) -> list[dict[str, Any]]:
    return [{"id": fact.id, "score": round(fact.score, 4)} for fact in facts]
