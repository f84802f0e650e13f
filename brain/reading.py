"""From classified wishes to the `reading`: what is known, the main intent, and the parts with their facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from brain.division import CHAT
from brain.domain_text import DomainText
from brain.hybrid import Prediction
from brain.language import guess_language
from brain.naming import named, treatments
from brain.question_form import question_form
from brain.ranking import RankedFact
from brain.requests import HEARD, requested
from brain.second_look import are_wishes
from brain.subjects import is_elliptic
from brain.understanding import REQUESTED, understood
from brain.wish import Wish

if TYPE_CHECKING:
    from brain.wish_classifier import InContext
    from brain.wishes import Divided

RANKING_LENGTH = 10
LEANS, MAY_LEAN = 0.5, 0.25
"""How likely a message must lean on the question before to be read with it; less when it says nothing by itself."""
CLEARER = 0.7
"""How sure a question must be by itself not to be read as another one in its context."""
LIKELY_ASPECT = 0.15
SURE_BY_ITSELF = 0.55
UNSURE_BY_ITSELF = frozenset({"why_needed", "deny", "affirm", "out_of_scope", "advice_dose", "side_effect_report"})
"""What "why would I need both", "not from babies I hope" and "how much do you take" look like by themselves."""
VAGUE = frozenset({"ask_compare", "ask_what_is", "ask_combination", "ask_choose"})
"""What "what about exosomes?" always looks a little like; not an aspect that a follow-up asks for."""
INFORMATION = frozenset(
    "source contents size living scaffold standardization storage availability quality questions_to_ask mechanism "
    "preparation what_is regulation cost sources".split()
)
"""Aspects that say nothing on whether a treatment is right for somebody."""
OF_A_FINDING = frozenset({"condition", "evidence"})
GENERAL = 0.9
"""The score from which a fact shows that words of personal advice are mere background ("I'm Catholic: is an unborn
baby involved in this", "why can't every batch be alike, they can do it with aspirin")."""
HARDLY, NEAR = 0.55, 0.7
"""Confidence and score below which a question beside others is taken for a remark."""
FALLBACK = "nlu_fallback"
OTHER_LANGUAGE = "other_language"
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
        divided: Divided,
        ranked: Sequence[list[RankedFact]],
        *,
        advice: str | None,
        premise: str | None,
        in_context: InContext | None = None,
    ) -> Outcome:
        """Rasa's intent, its ranking, and the reading.

        `ranked` holds a ranking for each wish, for each finer one, and last for the message in its context, if there is
        one.
        """
        wishes = divided.every
        told = [self._part(text, wish, facts) for wish, facts in zip(wishes, ranked, strict=False)]
        told, finer = told[: len(divided.wishes)], told[len(divided.wishes) :]
        told = finer if are_wishes(finer, divided.doubtful) else told
        parts, left = _worth_telling(told), _left(told)
        if in_context and (leaning := self._leaning_part(text, in_context, ranked[-1], parts)):
            parts, wishes, left = [leaning], [replace(in_context.wish, text=text.text)], []
        parts = _with_request(text.text, parts)
        main, language = _main(parts), guess_language(text.text)
        advice = None if advice and _is_general(main, advice) else advice
        name = f"advice_{advice}" if advice else _intent(parts, main, language, asks_more=bool(left))
        reading = {
            "text": text.text,
            "language": language,
            "question_form": main["question_form"],
            "premise": premise,
            "advice": advice,
            "parts": parts,
            "left": left,
            "facts": main["facts"],
        }
        return Outcome({"name": name, "confidence": main["confidence"]}, _ranking(wishes, main), reading)

    def _leaning_part(
        self, text: DomainText, in_context: InContext, facts: list[RankedFact], parts: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        """The message as it is meant after the question before it; None when it does not lean, or gets no clearer."""
        prediction = in_context.wish.prediction
        bar = LEANS if any(part["known"] for part in parts) else MAY_LEAN
        if in_context.leaning < bar or prediction.confidence < self.known or any(map(_is_no_question, parts)):
            return None
        if any(_is_clearer(part, prediction) for part in parts):
            return None
        part = self._part(text, replace(in_context.wish, text=text.text), facts)
        aspects = _aspects(prediction.label, text.values("aspect"), prediction)
        return part | {
            "intent": prediction.label,
            "confidence": round(prediction.confidence, 4),
            "aspects": aspects,
            "known": True,
            "leans": True,
        }

    def _part(self, text: DomainText, wish: Wish, facts: list[RankedFact]) -> dict[str, Any]:
        aspects = text.values("aspect", wish.start, wish.end)
        elliptic = not wish.leans and is_elliptic(text, wish.start, wish.end)
        label, confidence = understood(text, wish, facts, self.known)
        return {
            "text": wish.text,
            "intent": label,
            "confidence": round(confidence, 4),
            "aspects": aspects if elliptic else _aspects(label, aspects, wish.prediction),
            "treatments": treatments(text, wish, facts),
            "conditions": named("condition", text, wish),
            "question_form": question_form(wish.text),
            "facts": _scored(facts),
            "known": confidence >= self.known,
        }


def _is_clearer(part: dict[str, Any], in_context: Prediction) -> bool:
    """ "Does it help with a weak bladder", after a question on tumors: surer by itself of another kind of question."""
    other = part["intent"].startswith("ask_") and part["intent"] != in_context.label
    return (
        bool(part["known"]) and other and part["confidence"] >= CLEARER and part["confidence"] > in_context.confidence
    )


def _is_no_question(part: dict[str, Any]) -> bool:
    """Thanks, a booking, a request: they mean the same whatever was said before."""
    asks = part["intent"].startswith(("ask_", "follow_")) or part["intent"] in UNSURE_BY_ITSELF
    return bool(part["known"]) and not asks and part["confidence"] >= SURE_BY_ITSELF


def _aspects(label: str, named: list[str], prediction: Prediction) -> list[str]:
    """The aspect asked for first, then others named. "So how much?" leans on before, but asks for an aspect."""
    likely = [label] if label.startswith("ask_") else []
    if label.startswith("follow_"):
        asked = (n for n, p in prediction.ranking if n.startswith("ask_") and n not in VAGUE and p >= LIKELY_ASPECT)
        likely = list(asked)[:1]
    return list(dict.fromkeys([*(name.removeprefix("ask_") for name in likely), *named]))


def _worth_telling(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what was not understood beside what was, and without a second wish that the same fact answers."""
    kept: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    known = [part for part in parts if part["known"]]
    for part in [part for part in known if not _is_doubtful(part)] or known or parts[:1]:
        best = (part["intent"], part["facts"][0]["id"] if part["facts"] else "")
        if best not in seen:
            kept.append(part)
        seen.add(best)
    return kept


def _left(parts: list[dict[str, Any]]) -> list[str]:
    """Questions beside understood ones that are not understood themselves: the visitor is told so."""
    clear = [part for part in parts if part["known"] and not _is_doubtful(part)]
    unclear = [part["text"] for part in parts if part not in clear and part["question_form"] != "statement"]
    return unclear if clear else []


def _with_request(text: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A visit or a call that is asked for beside a question is heard, however the message was divided."""
    asks = any(part["known"] and part["intent"].startswith("ask_") for part in parts)
    if not asks or any(part["intent"] in HEARD for part in parts) or not (request := requested(text)):
        return parts
    nothing = {"aspects": [], "treatments": [], "conditions": [], "facts": [], "question_form": "statement"}
    return [*parts, {"text": text, "intent": request, "confidence": REQUESTED, "known": True, **nothing}]


def _is_doubtful(part: dict[str, Any]) -> bool:
    """A question that is hardly understood and that no fact comes near: beside others, it is a mere remark."""
    best = part["facts"][0]["score"] if part["facts"] else 0.0
    return bool(part["intent"].startswith("ask_")) and part["confidence"] < HARDLY and best < NEAR


def _main(parts: list[dict[str, Any]]) -> dict[str, Any]:
    for kind in FIRST_OF_ALL:
        for part in parts:
            if part["known"] and part["intent"].startswith(kind):
                return part
    understood = [part for part in parts if part["known"]]
    wanted = [part for part in understood if part["intent"] not in CHAT]
    return (wanted or understood or parts)[0]


def _is_general(main: dict[str, Any], advice: str) -> bool:
    """Whether a general question is surely meant, although the message has words of personal advice in it."""
    aspect, best = main["intent"].removeprefix("ask_"), main["facts"][0]["score"] if main["facts"] else 0.0
    plain = aspect in INFORMATION or (advice == "labs" and aspect in OF_A_FINDING)
    return bool(main["known"]) and main["confidence"] >= SURE_BY_ITSELF and plain and best >= GENERAL


def _intent(parts: list[dict[str, Any]], main: dict[str, Any], language: str, *, asks_more: bool) -> str:
    if language != "en" and not _is_name(main):
        return OTHER_LANGUAGE
    if not main["known"]:
        return FALLBACK
    known = [part["intent"] for part in parts if part["known"]]
    asks = asks_more or any(intent.startswith("ask_") for intent in known)
    if asks and "book" in known and (main["intent"].startswith("ask_") or main["intent"] == "book"):
        return ASK_AND_BOOK
    return str(main["intent"])


def _is_name(main: dict[str, Any]) -> bool:
    """A name or two in whatever script, given while booking, is no foreign sentence."""
    return bool(main["known"] and main["intent"] == "inform" and len(main["text"].split()) < 4)


def _ranking(wishes: Sequence[Wish], main: dict[str, Any]) -> list[dict[str, Any]]:
    """Best labels of the main wish, for review; probabilities, not confidences."""
    wish = next((w for w in wishes if w.text == main["text"]), wishes[0])
    return [{"name": name, "confidence": round(p, 4)} for name, p in wish.prediction.ranking[:RANKING_LENGTH]]


def _scored(facts: list[RankedFact]) -> list[dict[str, Any]]:
    return [{"id": fact.id, "score": round(fact.score, 4)} for fact in facts]
