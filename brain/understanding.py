"""What one wish means and how sure that is: the model's word, corrected by what the text plainly shows."""

from __future__ import annotations

import math
import re

from brain.domain_text import DomainText
from brain.hybrid import Prediction
from brain.ranking import RankedFact
from brain.wishes import Wish, is_elliptic

SURE_ADVICE = 0.5
"""Confidence from which the model alone may take a wish for personal medical advice; the patterns find most of it."""
ASKING_SHARE = 0.6
"""What "some question of ours, whichever" counts beside "this very question", when a treatment or condition is named."""
NAMED_BONUS = 0.5
"""Share of the way to certainty that an aspect's own name in the text adds to the same aspect's confidence."""
ELLIPTIC = ("follow_up", 0.8)
PHONE_DIGITS = 7
CHILD = re.compile(
    r"\b(?:child|children|kid|kids|son|daughter|baby|toddler|infant|teen|teenager|minor|minors|boy|girl|pediatric|"
    r"(?:[0-9]|1[0-7])[ -]?(?:year|yr|yo|y/o)|under ?(?:18|age))",
    re.IGNORECASE,
)


def understood(text: DomainText, wish: Wish, facts: list[RankedFact], known: float) -> tuple[str, float]:
    """The label and its confidence, 0 to 1; `known` is the confidence that counts as understood."""
    if _only_few_digits(wish.text):
        return wish.prediction.label, 0.0
    if is_elliptic(text, wish.start, wish.end):
        return ELLIPTIC
    label, confidence = _believable(wish.prediction, wish.text)
    if label.removeprefix("ask_") in text.values("aspect", wish.start, wish.end):
        return label, confidence + NAMED_BONUS * (1 - confidence)
    if confidence < known and facts and (text.values("treatment") or text.values("condition")):
        return _rescued(wish.prediction, facts, known) or (label, confidence)
    return label, confidence


def _believable(prediction: Prediction, text: str) -> tuple[str, float]:
    """The likeliest label. Advice must be likely by itself, and advice about a minor must speak of one."""
    for label, probability in prediction.ranking:
        confidence = math.sqrt(probability * max(prediction.nearest, 0.0))
        doubtful = label.startswith("advice_") and confidence < SURE_ADVICE
        if not doubtful and not (label == "advice_minor" and not CHILD.search(text)):
            return label, confidence
    return prediction.label, 0.0


def _rescued(prediction: Prediction, facts: list[RankedFact], known: float) -> tuple[str, float] | None:
    """A question that hesitates between several of ours is still one of ours: it goes by the best fact."""
    asking = sum(probability for name, probability in prediction.ranking if name.startswith("ask_"))
    confidence = math.sqrt(ASKING_SHARE * asking * max(prediction.nearest, 0.0))
    return (f"ask_{facts[0].aspect}", confidence) if confidence >= known else None


def _only_few_digits(text: str) -> bool:
    """A bare number that is no phone number says nothing."""
    return not any(c.isalpha() for c in text) and sum(c.isdigit() for c in text) < PHONE_DIGITS
