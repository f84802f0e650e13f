"""What a clause that says little by itself is about: "and exosomes?", "and the price?", "would it help with that"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from brain.division import asks, only_names
from brain.domain_text import DomainText, Named
from brain.leaning import together
from brain.wish import Classifier, Wish

ELLIPTIC_WORDS = frozenset(
    "and or but do does did is are was can could will would what about how for with the a an then also too same so ok "
    "they them it that in of on case my to now well have has had got need this these those which one ones here "
    "specifically instead too either neither same thing job s re be would similar mine yours about as ur u "
    "question mean meant ment i no sorry oops wait actually please pls maybe perhaps not cant dont doesnt isnt arent "
    "t".split()
)
CONTAINS = re.compile(
    r"\b(?:it|they|them)\b.*\b(?:has|have|had|contain\w*)\b|\b(?:has|have|contain\w*)\b.*\b(?:it|they)\b", re.IGNORECASE
)
POINTS_BACK = re.compile(
    r"\b(?:it|they|them|these|those|their|its)\b"
    r"|\b(?:is|isn'?t|was|does|doesn'?t|do|did|can|would|will|about|of|for|with|to)\s+(?:that|this)\b|^(?:that|this)\b",
    re.IGNORECASE,
)
OF_A_COMPLAINT = re.compile(
    r"\b(?:for|with|on|against|help\w*|fix\w*|treat\w*|cure\w*|heal\w*|stop\w*|replac\w*)"
    r" (?:it|that|this|them|those)\b|\bthere\W*$",
    re.IGNORECASE,
)
""" "I leak when I laugh. Would PRP help with that?": points at a complaint, although a treatment is named."""
OF_ONE_TREATMENT = frozenset(
    "what_is contents source mechanism preparation size living inflammation safety rejection tumor storage cost "
    "evidence uses persistence regulation standardization scaffold availability".split()
)
"""Aspects that are asked of a treatment."""
SHORT = 7
"""Words up to which such a question says little without what it is asked of."""
TOLD = 6
"""Words from which on what asks nothing tells a story, and is not read again."""
AUXILIARY = re.compile(r"(?:do|does|did|is|are|can|will|would|could)\b", re.IGNORECASE)
""" "Does PRP have stem cells in it, and do exosomes?": the verb asks of the subject, whatever else was named."""
LEANS = 0.5


def in_its_place(text: DomainText, wish: Wish, earlier: Sequence[Wish], classifier: Classifier) -> Wish:
    """ "... and are they checked", "... and in what order": what leans on the clause before is read with it."""
    if len(wish.text.split()) > TOLD and not asks(wish.text, wish.marked):
        return wish
    before = earlier[-1]
    naming = next((each for each in reversed(earlier) if treatments_in(text, each)), before)
    if other := of_another(text, wish, naming):
        return replace(wish, text=other, leans=True, **_read(classifier, other))
    if named_anew := _with_its_subject(text, wish, before):
        read = _read(classifier, named_anew)
        if read["prediction"].confidence >= wish.prediction.confidence:
            return replace(wish, text=named_anew, leans=True, **read)
    named = text.values("treatment", wish.start, wish.end)
    points = POINTS_BACK.search(wish.text) if not named else _of_complaint(text, wish, before)
    if points or CONTAINS.search(wish.text) or classifier.leaning(wish.text, wish.vector, bool(named)) >= LEANS:
        return replace(wish, leans=True, **_read(classifier, together(before.text, wish.text)))
    return wish


def _with_its_subject(text: DomainText, wish: Wish, before: Wish) -> str:
    """ "Are exosomes legal? And the price?": a short question, with the treatment that it can only be about."""
    subjects = treatments_in(text, before)
    named = text.values("treatment", wish.start, wish.end) or text.values("condition", 0, wish.end)
    if named or len({subject.value for subject in subjects}) != 1 or len(wish.text.split()) > SHORT:
        return ""
    if POINTS_BACK.search(wish.text) or wish.prediction.label.removeprefix("ask_") not in OF_ONE_TREATMENT:
        return ""
    return f"{wish.text} for {subjects[0].text}"


def _of_complaint(text: DomainText, wish: Wish, before: Wish) -> bool:
    told = not text.values("treatment", before.start, before.end)
    return told and not text.values("condition", wish.start, wish.end) and bool(OF_A_COMPLAINT.search(wish.text))


def _read(classifier: Classifier, text: str) -> dict[str, Any]:
    prediction, vector = classifier.classify([text])[0]
    return {"prediction": prediction, "vector": vector}


def of_another(text: DomainText, wish: Wish, before: Wish) -> str:
    """ "Do exosomes reach the brain, and do stem cells?": the second asks what the first asks, of another treatment."""
    if not is_elliptic(text, wish.start, wish.end) and not _is_bare_name(text, wish):
        return ""
    earlier, own = treatments_in(text, before), treatments_in(text, wish)[0]
    several = len({named.value for named in earlier}) != 1 and not AUXILIARY.match(wish.text)
    if not earlier or several or own.value in {named.value for named in earlier}:
        return ""
    return before.text.replace(earlier[0].text, own.text) if earlier[0].text in before.text else ""


def _is_bare_name(text: DomainText, wish: Wish) -> bool:
    """ "Exosomes into the brain, possible? And stem cells?": one name and a question mark."""
    about = text.values("condition", wish.start, wish.end)
    named = text.values("treatment", wish.start, wish.end)
    return wish.marked and len(named) == 1 and not about and only_names(text, wish.start, wish.end)


def treatments_in(text: DomainText, wish: Wish) -> list[Named]:
    return [n for n in text.named if n.entity == "treatment" and wish.start <= n.start and n.end <= wish.end]


def is_elliptic(text: DomainText, start: int, end: int) -> bool:
    """ "And exosomes?", "do stem cells": another treatment for the question before, and nothing else."""
    inside = [n for n in text.named if start <= n.start and n.end <= end]
    if len({n.value for n in inside}) != 1 or inside[0].entity != "treatment":
        return False
    rest = text.text[start:end]
    if CONTAINS.search(rest):
        return False  # "does it have stem cells" asks about what was named before
    for named in inside:
        rest = rest.replace(named.text, " ")
    words = "".join(c if c.isalnum() else " " for c in rest.lower()).split()
    return 0 < len(words) <= 5 and all(word in ELLIPTIC_WORDS for word in words)
