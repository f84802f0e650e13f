"""Which of a message's wishes are answered: not politeness, not mere background, nothing twice."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answering import conditions, questions
from actions.answering.context import Context
from actions.answering.reading import Part, Reading
from actions.answering.resolve import resolve
from knowledge import Knowledge

CHAT = frozenset(
    {"greet", "goodbye", "thanks", "how_are_you", "compliment", "joke", "affirm", "deny", "inform", "skip"}
)
DIFFERENCE = re.compile(r"\b(?:differ\w*|diff|better|best)\b", re.IGNORECASE)
""" "stem cells vs exosomes, whats the difference": asks, although it is worded as a statement."""
NAMES_A_TREATMENT = re.compile(r"\b(?:stem cells?|exosomes?|prp)\b", re.IGNORECASE)


def worth_answering(reading: Reading, knowledge: Knowledge) -> list[Part]:
    """The parts that want something; politeness around them is passed over, and so is what was not understood."""
    if len(reading.parts) == 1:
        return list(reading.parts)
    wanted = _sure_first(_wanted(reading, knowledge), knowledge)
    return _comparison_once(wanted) or [part for part in reading.parts if part.known][:1] or list(reading.parts[:1])


def left_over(reading: Reading, knowledge: Knowledge) -> list[str]:
    """Questions of the message that are not answered beside those that are, for no fact comes near them."""
    wanted = _wanted(reading, knowledge) if len(reading.parts) > 1 else []
    sure = _sure_first(wanted, knowledge)
    return [*reading.left, *(p.text for p in wanted if p not in sure and p.question_form != "statement")]


def _wanted(reading: Reading, knowledge: Knowledge) -> list[Part]:
    known = [part for part in reading.parts if part.known]
    wanted = [part for part in known if part.intent not in CHAT and part.intent not in ("out_of_scope", "nlu_fallback")]
    return _outside_first(_each_condition_once(wanted, knowledge))


def _sure_first(parts: list[Part], knowledge: Knowledge) -> list[Part]:
    """Without what no fact comes near, beside what is understood: mostly half of a question that was taken apart."""
    return [part for part in parts if part.conditions or not questions.unsure(part, knowledge)] or parts


def _outside_first(parts: list[Part]) -> list[Part]:
    """What hangs on something that the articles leave out is not asked by itself ("they offer it in Peru, is it legal
    there?", "minoxidil against PRP, what's stronger?")."""
    of = frozenset().union(*(questions.OUTSIDE.get(part.aspect, frozenset()) for part in parts))
    return [part for part in parts if part.aspect not in of or NAMES_A_TREATMENT.search(part.text)]


def _comparison_once(parts: list[Part]) -> list[Part]:
    """A point and a comparison beside it ("growth factors, PRP compared with exosomes") are one wish."""
    if len(parts) != 2 or {part.aspect == "compare" for part in parts} != {True, False}:
        return parts
    point, comparison = sorted(parts, key=lambda part: part.aspect == "compare")
    if (
        all(part.question_form != "statement" for part in parts)
        or DIFFERENCE.search(comparison.text)
        or point.intent == "book"
        or len(comparison.treatments) < 2
        or not set(point.treatments) <= set(comparison.treatments)
    ):
        return parts
    aspects = tuple(dict.fromkeys((*point.aspects, "compare")))
    return [replace(point, aspects=aspects, treatments=comparison.treatments)]


def _is_background(told: Part, asked: Part) -> bool:
    """Whether a part only tells what the next one is about; another treatment makes it a question of its own."""
    another = bool(told.treatments) and told.treatments != asked.treatments
    return told.question_form == "statement" and told.aspect in conditions.ASPECTS and not another


def _each_condition_once(parts: list[Part], knowledge: Knowledge) -> list[Part]:
    """Background and question about one condition ("my knees are bad, does it work?") are one wish: the last."""
    kept: list[Part] = []
    for part in parts:
        about = bool(part.aspect) and conditions.applies(resolve(part, Context(), knowledge), knowledge)
        background = bool(kept) and _is_background(kept[-1], part)
        if about and background and kept[-1].conditions == part.conditions:
            kept.pop()
        kept.append(part)
    return kept
