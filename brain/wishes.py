"""Divides a message into its wishes ("how much is it, is it safe, and can I come tuesday?").

Joints only propose a division. It is made when both sides, classified by themselves, clearly want different things;
so "growth factors and cytokines" stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from brain.domain_text import Clause, DomainText
from brain.hybrid import Prediction
from brain.leaning import together
from brain.question_form import question_form

EMPTY_WORDS = frozenset(
    "a an the of for against to in on with about and or both my your please also therapy therapies treatment "
    "treatments injection injections by s".split()
)
ELLIPTIC_WORDS = frozenset(
    "and or but do does did is are was can could will would what about how for with the a then also too same so ok "
    "they them it that in of on case my to now well have has had got need this these those which one ones here "
    "specifically instead too either neither same thing job s re be would similar mine yours about as".split()
)
INTERJECTIONS = frozenset(
    "wow ok okay oh ah hm hmm so well really great cool nice alright lol haha huh ooh omg i see right".split()
)
TAG = re.compile(
    r"^\W*(?:(?:is )?(?:that|this|it)(?: is|'s)? |thats )?(?:right|correct|true|so|the case)\W*$", re.IGNORECASE
)
""" "... not alive. Correct?", "this is right?": asks about the sentence before it."""
WHICH = re.compile(r"^\W*which(?: one)?\W*$", re.IGNORECASE)
CONTAINS = re.compile(
    r"\b(?:it|they|them)\b.*\b(?:has|have|had|contain\w*)\b|\b(?:has|have|contain\w*)\b.*\b(?:it|they)\b", re.IGNORECASE
)
POINTER = re.compile(r"\b(?:it|they|them|these|those|their|its)\b", re.IGNORECASE)
STORY = re.compile(r"\b(?:i|i've|ive|i'm|im|my|we|our|me)\b", re.IGNORECASE)
STATEMENT = "statement"
INDIRECT = re.compile(
    r"^\W*(?:please |pls |just |can you |could you )*(?:tell|give|show|explain|describe)\b"
    r"|\b(?:know|understand|wonder\w*|curious|interested|learn|hear|ask|tell me|explain|clarify|find out|unclear"
    r"|unsure|not sure|no idea|confused)\b(?: \w+){0,3} (?:how|what|why|which|who|where|when|whether|if)\b",
    re.IGNORECASE,
)
""" "I would like to understand how they make it": asks, although it is a statement."""
CLEAR = 0.75
"""Confidence from which a question beside other sentences needs no comparison with the whole."""
HANDOFF, FOLLOW_UP = "handoff", "follow_up"
CLEAR_STATEMENT = 0.65
"""Confidence from which words that ask nothing are a question all the same ("the price of PRP", not "I'm a nurse")."""
POINTING_WORDS = 9
UNPOINTED = frozenset({"what_is", "compare"})
"""Aspects whose names ("what is", "or") stand in questions of every kind."""
LONG = 160
"""Characters from which a question inside a text is read by itself in any case."""
CHAT = frozenset({"greet", "goodbye", "thanks", "how_are_you", "compliment", "affirm", "deny", "joke"})
"""Politeness around a wish; not a wish of its own when there is another."""
NEVER_ALONE = frozenset(
    "out_of_scope other_language nlu_fallback inform follow_pick follow_more follow_why follow_up repeat skip go_back "
    "already_told why_needed".split()
)
"""Labels too vague to divide a sentence for."""


@dataclass(frozen=True)
class Wish:
    """A stretch of the text with what it seems to want, and its sentence vector. `marked`: a "?" follows it."""

    text: str
    start: int
    end: int
    prediction: Prediction
    vector: np.ndarray
    marked: bool = False


class Classifier(Protocol):
    """Classifies stretches of text."""

    def classify(self, texts: Sequence[str]) -> list[tuple[Prediction, np.ndarray]]:
        """A prediction and a sentence vector for each text."""


@dataclass(frozen=True)
class Divider:
    """`joined` and `sentence` are the confidences from which a clause counts as a wish, after a joint or by itself."""

    joined: float
    sentence: float

    def divide(self, text: DomainText, classifier: Classifier) -> tuple[Wish, list[Wish]]:
        """The whole message as one wish, and the wishes in it (at least one; the whole when it cannot be divided)."""
        said = [clause for clause in text.clauses if not _is_interjection(clause)] or list(text.clauses)
        if not _may_divide(text, said):
            whole = _wish(text, *_span(text, said), classifier)
            return whole, [whole]
        found = classifier.classify(
            [_spelt_out(text, clause, before) for before, clause in zip([None, *said], said, strict=False)]
        )
        clauses = [
            Wish(c.text, c.start, c.end, *each, _is_marked(text, c.end)) for c, each in zip(said, found, strict=True)
        ]
        groups = self._grouped(text, list(zip(said, clauses, strict=True)))
        return self._chosen(text, groups, classifier)

    def _grouped(self, text: DomainText, clauses: list[tuple[Clause, Wish]]) -> list[list[Wish]]:
        """Clauses that stand open a group, unless they want the same as the one before; the others join a neighbour."""
        groups: list[list[Wish]] = []
        waiting: list[Wish] = []
        for clause, wish in clauses:
            if clause.opens_sentence:
                waiting = []
            if groups and (is_elliptic(text, clause.start, clause.end) or _only_points(text, wish, groups[-1][-1])):
                groups[-1].append(wish)
            elif not self._stands(text, clause, wish):
                if groups and not clause.opens_sentence and not waiting:
                    groups[-1].append(wish)
                else:
                    waiting.append(wish)
            elif groups and _same(text, groups[-1][0], wish):
                groups[-1].append(wish)
            else:
                groups.append([*waiting, wish])
                waiting = []
        return groups

    def _stands(self, text: DomainText, clause: Clause, wish: Wish) -> bool:
        if only_names(text, clause.start, clause.end):
            return _names_both(text, clause)
        if _is_crumb(text, clause, wish):
            return False
        if wish.prediction.label in NEVER_ALONE:
            return wish.prediction.label == FOLLOW_UP and bool(_points_named(text, clause))
        statement = not _asks(wish) and wish.prediction.label.startswith(("ask_", HANDOFF))
        bar = CLEAR_STATEMENT if statement else self.sentence if clause.opens_sentence else self.joined
        return wish.prediction.confidence >= bar

    def _chosen(self, text: DomainText, groups: list[list[Wish]], classifier: Classifier) -> tuple[Wish, list[Wish]]:
        wanted = [g for g in groups if g[-1].prediction.label not in CHAT] or groups[:1]
        asked = [g for g in wanted if not _is_story(g[-1])] or wanted
        if len(asked) < 2:
            return self._single(text, asked[0] if asked else [], len(asked) < len(wanted), classifier)
        wishes = [_joined(group, text, classifier) for group in asked]
        return _together(text, wishes), wishes

    def _single(
        self, text: DomainText, group: list[Wish], told: bool, classifier: Classifier
    ) -> tuple[Wish, list[Wish]]:
        """One wish beside a story or other sentences is read by itself if that is clearer; else the whole."""
        apart = bool(group) and (told or sum(clause.opens_sentence for clause in text.clauses) > 1)
        best = max((wish.prediction.confidence for wish in group), default=0.0)
        if apart and any(_asks(wish) for wish in group) and (best >= CLEAR or len(text.text) > LONG):
            wish = _joined(group, text, classifier)
            return wish, [wish]
        whole = _wish(text, 0, len(text.text), classifier)
        return whole, [_joined(group, text, classifier) if apart and best > whole.prediction.confidence else whole]


def _may_divide(text: DomainText, said: Sequence[Clause]) -> bool:
    """Whether there are several clauses that may want something; mere names want nothing by themselves."""
    able = [clause for clause in said if not only_names(text, clause.start, clause.end) or _names_both(text, clause)]
    return len(able) > 1


def _is_interjection(clause: Clause) -> bool:
    """ "Wow. Why so much?": the first word wants nothing, unless it is all there is."""
    return bool(TAG.match(clause.text)) or all(
        word in INTERJECTIONS for word in re.findall(r"[a-z']+", clause.text.lower())
    )


def _span(text: DomainText, said: Sequence[Clause]) -> tuple[int, int]:
    """All of the text, or what is left of it without interjections."""
    return (0, len(text.text)) if len(said) == len(text.clauses) else (said[0].start, said[-1].end)


def _points_named(text: DomainText, clause: Clause) -> set[str]:
    """The aspects named that say something: "and what about tumors" asks for one of its own."""
    return set(text.values("aspect", clause.start, clause.end)) - UNPOINTED


def _only_points(text: DomainText, wish: Wish, before: Wish) -> bool:
    """ "... on the data sheet, what are these?": asks about what was just told, and names no point of its own."""
    points = POINTER.search(wish.text) or WHICH.match(wish.text)
    if _asks(before) or len(wish.text.split()) > POINTING_WORDS or not points:
        return False
    named = {each.value for each in text.named if wish.start <= each.start and each.end <= wish.end}
    return not named - UNPOINTED


def _names_both(text: DomainText, clause: Clause) -> bool:
    return all(text.values(entity, clause.start, clause.end) for entity in ("treatment", "condition"))


def _wish(text: DomainText, start: int, end: int, classifier: Classifier) -> Wish:
    stretch = text.text[start:end]
    return Wish(stretch, start, end, *classifier.classify([stretch])[0], _is_marked(text, end))


def _is_marked(text: DomainText, end: int) -> bool:
    return text.text[end:].lstrip().startswith("?")


def _joined(group: list[Wish], text: DomainText, classifier: Classifier) -> Wish:
    return group[0] if len(group) == 1 else _wish(text, group[0].start, group[-1].end, classifier)


def _together(text: DomainText, wishes: list[Wish]) -> Wish:
    """The whole of a divided message, by the mean of its wishes: its own vector would cost as much as theirs."""
    mean = np.sum([wish.vector for wish in wishes], axis=0)
    return Wish(text.text, 0, len(text.text), wishes[0].prediction, mean / np.linalg.norm(mean))


def _same(text: DomainText, one: Wish, other: Wish) -> bool:
    """Whether two clauses want the same. Two whole questions do not, even of one kind; if one fact answers both, the
    reading joins them again."""
    if one.prediction.label != other.prediction.label:
        return False
    if _differ(text, "treatment", one, other) and _differ(text, "condition", one, other):
        return False
    return not all(_asks(wish) and len(wish.text.split()) > 2 for wish in (one, other))


def _differ(text: DomainText, entity: str, one: Wish, other: Wish) -> bool:
    named = [set(text.values(entity, wish.start, wish.end)) for wish in (one, other)]
    return all(named) and named[0] != named[1]


def _spelt_out(text: DomainText, clause: Clause, before: Clause | None) -> str:
    """ "... and are they checked": a clause that only points to what was said is read with the clause before it."""
    names = text.values("treatment", clause.start, clause.end) and not CONTAINS.search(clause.text)
    if before is None or names or not POINTER.search(clause.text):
        return clause.text
    return together(before.text, clause.text)


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


def _asks(wish: Wish) -> bool:
    return wish.marked or question_form(wish.text) != STATEMENT or bool(INDIRECT.search(wish.text))


def _is_story(wish: Wish) -> bool:
    """ "I have had bad knees for years." tells what the question that follows is about."""
    return wish.prediction.label.startswith("ask_") and not _asks(wish) and bool(STORY.search(wish.text))


def _is_crumb(text: DomainText, clause: Clause, wish: Wish) -> bool:
    """Two words after a joint ("..., number please") that neither ask nor name an aspect."""
    if clause.opens_sentence or _asks(wish) or wish.prediction.label in {"book", "handoff"}:
        return False
    return len(wish.text.split()) < 3 and not text.values("aspect", clause.start, clause.end)


def only_names(text: DomainText, start: int, end: int) -> bool:
    """Whether a stretch holds nothing but treatments, conditions and small words."""
    rest = text.text[start:end]
    for named in text.named:
        if named.entity != "aspect" and start <= named.start and named.end <= end:
            rest = rest.replace(named.text, " ")
    words = "".join(c if c.isalnum() else " " for c in rest.lower()).split()
    return all(word in EMPTY_WORDS for word in words)
