"""What one wish means and how sure that is: the model's word, corrected by what the text plainly shows."""

from __future__ import annotations

import math

from brain.division import only_names
from brain.domain_text import DomainText
from brain.hybrid import Prediction
from brain.ranking import RankedFact
from brain.requests import requested
from brain.subjects import is_elliptic
from brain.wish import Wish

SURE_ADVICE = 0.5
"""Confidence from which the model alone may take a wish for personal medical advice; the patterns find most of it."""
SURE_ADVICE_OF = {"advice_minor": 0.8, "advice_dose": 0.8}
"""Ages, relatives and "how many" are mostly mere background."""
ASKING_SHARE = 0.6
"""What "some question of ours, whichever" counts beside "this very question", when the subject is plainly ours."""
NAMED_BONUS = 0.5
"""Share of the way to certainty that an aspect's own name in the text adds to the same aspect's confidence."""
LIKE_A_QUESTION = 0.7
VERY_LIKE_A_QUESTION = 0.8
"""Cosines with a fact's own example question from which the fact's aspect may outweigh a doubtful label."""
SURE_ABOUT_CONDITION = 0.7
"""Below this, a question that names a treatment and a condition is about that condition, whatever it resembles."""
DOUBTFUL_ASPECT = 0.85
DOUBTFUL_CHAT = 0.6
WHAT_IS, LIKELY = "ask_what_is", 0.02
POINTS = frozenset({"uses", "cost", "source", "contents", "storage", "combination", "evidence", "safety", "regulation"})
"""Aspects whose names say more than "what are" at the beginning."""
BESIDE_A_VISIT = frozenset(
    {"ask_clinic_hours", "ask_clinic_contact", "ask_clinic_practice", "ask_consultation", "goodbye", "out_of_scope"}
)
SURE_OF_IT, REQUESTED = 0.8, 0.8
"""Labels that "can I come in Saturday" is taken for, how sure one of them must be to be meant after all, and how sure
the request is otherwise."""
CAPABILITIES = "capabilities"
FOLLOW_UP = "follow_up"
OUT_OF_SCOPE, OTHER_TREATMENT = "out_of_scope", "other_treatment"
SHORT = 8
PHONE_DIGITS = 7


def understood(text: DomainText, wish: Wish, facts: list[RankedFact], known: float) -> tuple[str, float]:
    """The label and its confidence, 0 to 1; `known` is the confidence that counts as understood."""
    shown = _plainly_shown(text, wish)
    if shown:
        return shown
    label, confidence = _believable(wish.prediction)
    if request := _requested(wish, label, confidence, known):
        return request, REQUESTED
    if named := _named_condition(text, wish, label, confidence):
        return named, max(confidence, known)
    if label == OUT_OF_SCOPE and OTHER_TREATMENT in text.values("aspect", wish.start, wish.end):
        return f"ask_{OTHER_TREATMENT}", max(confidence, known)
    if label == WHAT_IS and (point := _point_named(text, wish)):
        return f"ask_{point}", max(confidence * DOUBTFUL_ASPECT, known)
    if label.removeprefix("ask_") in text.values("aspect", wish.start, wish.end):
        return label, confidence + NAMED_BONUS * (1 - confidence)
    if label.startswith("ask_") and confidence < SURE_ABOUT_CONDITION and _names_both(text, wish):
        return "ask_condition", max(confidence, known)
    if facts and _outweighed(label, confidence, facts):
        return f"ask_{facts[0].aspects[0]}", max(confidence, facts[0].nearest * DOUBTFUL_ASPECT)
    if confidence < known:
        return _rescued(text, wish, facts, known) or (label, confidence)
    return label, confidence


def _plainly_shown(text: DomainText, wish: Wish) -> tuple[str, float] | None:
    """What needs no model: a bare number, "and exosomes?", "PRP for hair loss"."""
    if not any(c.isalpha() for c in wish.text) and sum(c.isdigit() for c in wish.text) < PHONE_DIGITS:
        return wish.prediction.label, 0.0
    if not wish.leans and is_elliptic(text, wish.start, wish.end):
        return FOLLOW_UP, 0.8
    treatments, conditions = (text.values(entity, wish.start, wish.end) for entity in ("treatment", "condition"))
    if len(treatments) == 1 and conditions and only_names(text, wish.start, wish.end):
        return "ask_condition", 0.9
    return None


def _named_condition(text: DomainText, wish: Wish, label: str, confidence: float) -> str:
    """ "Lupus. Can you help?" and "gout" ask of a condition, whatever else they look like; "" when nothing does."""
    if (label == CAPABILITIES and text.values("condition")) or _tells_of_condition(text, wish, label, confidence):
        return "ask_condition"
    return FOLLOW_UP if not label.startswith(("ask_", "follow_")) and _is_condition_alone(text, wish) else ""


def _tells_of_condition(text: DomainText, wish: Wish, label: str, confidence: float) -> bool:
    """ "Husband diagnosed with ALS in June. We will go anywhere": hardly a question, and plainly about a condition."""
    unsure = label == OUT_OF_SCOPE or (label == "ask_condition" and len(wish.text.split()) > SHORT)
    return unsure and confidence < DOUBTFUL_CHAT and bool(text.values("condition", wish.start, wish.end))


def _requested(wish: Wish, label: str, confidence: float, known: float) -> str:
    """The visit or call that a wish asks for by its plain words, where the model knows no better."""
    unsure = confidence < known or (label in BESIDE_A_VISIT and confidence < SURE_OF_IT)
    return requested(wish.text) if unsure else ""


def _is_condition_alone(text: DomainText, wish: Wish) -> bool:
    """ "Gout": nothing but the name of a condition."""
    named = text.values("condition", wish.start, wish.end)
    return bool(named) and not text.values("treatment") and only_names(text, wish.start, wish.end)


def _point_named(text: DomainText, wish: Wish) -> str:
    """ "What are PRP injections used for?" opens like "what are ...", and still asks for the uses it names."""
    named = [aspect for aspect in text.values("aspect", wish.start, wish.end) if aspect in POINTS]
    likely = [aspect for aspect in named if wish.prediction.probability(f"ask_{aspect}") >= LIKELY]
    return likely[0] if len(likely) == 1 else ""


def _names_both(text: DomainText, wish: Wish) -> bool:
    return all(text.values(entity, wish.start, wish.end) for entity in ("treatment", "condition"))


def _believable(prediction: Prediction) -> tuple[str, float]:
    """The likeliest label; advice must be likely by itself."""
    for label, probability in prediction.ranking:
        confidence = math.sqrt(probability * max(prediction.nearest, 0.0))
        if not label.startswith("advice_") or confidence >= SURE_ADVICE_OF.get(label, SURE_ADVICE):
            return label, confidence
    return prediction.label, 0.0


def _outweighed(label: str, confidence: float, facts: list[RankedFact]) -> bool:
    """Whether the best fact, very near to the text, shows that a doubtful label is beside the point.

    An aspect that no fact is about (pain, insurance ...) is never outweighed: the articles are silent there.
    """
    best, aspect = facts[0], label.removeprefix("ask_")
    if aspect in best.aspects:
        return False
    if label.startswith("ask_"):
        has_facts = any(aspect in fact.aspects for fact in facts)
        return has_facts and confidence < DOUBTFUL_ASPECT and best.nearest >= LIKE_A_QUESTION
    doubtful = confidence < DOUBTFUL_CHAT and not label.startswith(("advice_", "follow_", "privacy_"))
    return doubtful and best.nearest >= VERY_LIKE_A_QUESTION


def _rescued(text: DomainText, wish: Wish, facts: list[RankedFact], known: float) -> tuple[str, float] | None:
    """A question that hesitates between several of ours is still one of ours: it goes by the best fact.

    A short one about a condition alone ("for the knee?") leans on what was said before.
    """
    treatments, conditions = text.values("treatment"), text.values("condition")
    asking = sum(probability for name, probability in wish.prediction.ranking if name.startswith("ask_"))
    confidence = math.sqrt(ASKING_SHARE * asking * max(wish.prediction.nearest, 0.0))
    ours = bool(facts) and (treatments or conditions or facts[0].nearest >= LIKE_A_QUESTION)
    if ours and confidence >= known and not (conditions and not treatments and len(wish.text.split()) <= SHORT):
        return f"ask_{facts[0].aspects[0]}", confidence
    if conditions and not treatments and len(wish.text.split()) <= SHORT:
        return FOLLOW_UP, max(confidence, known)
    return None
