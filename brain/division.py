"""Which clauses of a message want something of their own: boosted trees over plain signs.

They (brain/division.json) are learned from messages in knowledge/several_wishes.yml by `make tune-wishes`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from brain.domain_text import Clause, DomainText
from brain.hybrid import ModelError, Prediction
from brain.question_form import question_form
from brain.trees import Trees

PATH = Path(__file__).with_name("division.json")
STATEMENT = "statement"
WORDING = "wording"
"""The sign that is what a clause's sentence vector alone tells."""
UNPOINTED = frozenset({"what_is", "compare"})
"""Aspects whose names ("what is", "or") stand in questions of every kind."""
CHAT = frozenset({"greet", "goodbye", "thanks", "how_are_you", "compliment", "affirm", "deny", "joke"})
"""Politeness around a wish; not a wish of its own when there is another."""
VAGUE = frozenset(
    "out_of_scope other_language nlu_fallback inform follow_pick follow_more follow_why follow_up repeat skip go_back "
    "already_told why_needed".split()
)
"""Labels that parts of sentences get which mean nothing by themselves."""
KINDS = dict.fromkeys(CHAT, "chat") | dict.fromkeys(VAGUE, "vague") | {"book": "request", "handoff": "request"}
TAG = re.compile(
    r"^\W*(?:(?:(?:is )?(?:that|this|it)(?: is|'s)? |thats )?(?:right|correct|true|so|the case)"
    r"|(?:is|are|does|do|was|has|have|can|will|would)n'?t (?:it|that|they)|or (?:not|no|what)|yes or no"
    r"|(?:true|real|right|fact|myth|legit|good|hype) or"
    r" (?:false|fake|wrong|fiction|myth|hype|fact|bad|not|real|scam))\W*$",
    re.IGNORECASE,
)
""" "... not alive. Correct?", "... approved, isn't it?": asks about the sentence before it."""
INDIRECT = re.compile(
    r"^\W*(?:please |pls |just |can you |could you )*(?:tell|give|show|explain|describe)\b"
    r"|\b(?:know|understand|wonder\w*|curious|interested|learn|hear|ask|tell me|explain|clarify|find out|unclear"
    r"|unsure|not sure|no idea|confused)\b(?: \w+){0,3} (?:how|what|why|which|who|where|when|whether|if|difference)\b",
    re.IGNORECASE,
)
""" "I would like to understand how they make it": asks, although it is a statement."""
POINTER = re.compile(r"\b(?:it|its|they|them|their|that|this|those|these|he|she|one|ones|there|same)\b", re.IGNORECASE)
STORY = re.compile(r"\b(?:i|i've|ive|i'm|im|my|we|our|me)\b", re.IGNORECASE)
ENTITIES = ("treatment", "condition", "aspect")
LENGTHS = ((1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"), (15, "9-15"))
JOINTS = {
    "and": re.compile(r"(?:^|\s)(?:and|&)(?:$|\s)"),
    "also": re.compile(r"(?:^|\s)(?:also|plus|\+|then)(?:$|\s)"),
    "but": re.compile(r"(?:^|\s)but(?:$|\s)"),
    "comma": re.compile(r"[,;]"),
    "question mark": re.compile(r"\?"),
    "full stop": re.compile(r"[.!\n:]"),
    "nothing": re.compile(r"^$"),
}
"""What stands between a clause and the one before it."""
OPENINGS = {
    "joining": re.compile(r"(?:and|also|plus|another|next|second|lastly|finally|oh)\b"),
    "reason": re.compile(r"(?:if|when|unless|because|cause|cuz|bc|since|so|as|although|though|while|even)\b"),
    "or": re.compile(r"(?:or|not|rather|instead|nor)\b"),
    "example": re.compile(r"(?:like|such|for instance|for example|especially|particularly|including|e\.g)\b"),
    "which": re.compile(r"(?:which|that|who|where|whose)\b"),
    "preposition": re.compile(r"(?:for|with|in|on|at|by|from|to|of|about|after|before|between|than)\b"),
    "person": re.compile(r"(?:i|i'm|im|ive|i've|my|we|our|me|he|she|her|his|they|you)\b"),
    "asking": re.compile(
        r"(?:whats?|what's|hows?|is|are|do|does|did|can|could|will|would|should|why|has|have|any|wheres|where's|whos?"
        r"|who's|am|may)\b"
    ),
    "please": re.compile(
        r"(?:please|pls|tell|explain|give|let me|kindly|id like|i'd like|i want|i need|i wanna|looking)\b"
    ),
}


@dataclass(frozen=True)
class Part:
    """A clause with what it seems to want by itself, and its sentence vector. `marked`: a "?" follows it."""

    clause: Clause
    prediction: Prediction
    vector: np.ndarray
    marked: bool

    @property
    def asks(self) -> bool:
        """Whether it is worded as a question or a request."""
        return asks(self.clause.text, self.marked)


def asks(text: str, marked: bool) -> bool:
    """Whether a stretch is worded as a question or a request."""
    return marked or question_form(text) != STATEMENT or bool(INDIRECT.search(text))


class Division:
    """`names` are the signs that the trees ask for, by their columns. `wording` weighs a sentence vector, and last a 1:
    what the words by themselves tell."""

    def __init__(self, names: Sequence[str], trees: Trees, wording: np.ndarray) -> None:
        self._names, self._trees, self._wording = tuple(names), trees, wording

    @classmethod
    def read(cls, path: Path = PATH) -> Division:
        """What a file holds. Raises ModelError when it does not hold it."""
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{path.name} cannot be read ({error}): restore it from the repository, or run `make tune-wishes`."
            ) from error

    @classmethod
    def of(cls, content: dict[str, Any]) -> Division:
        """What was learned, as the file holds it. Raises KeyError, TypeError or ValueError when it is no such thing."""
        return cls(content["names"], Trees(content["trees"]), np.array(content["wording"], dtype=np.float32))

    def chances(self, text: DomainText, parts: Sequence[Part]) -> list[float]:
        """For each clause, from 0 to 1, how likely it holds a wish of its own."""
        return self.chances_of([signs(text, parts, n) for n in range(len(parts))], np.stack([p.vector for p in parts]))

    def chances_of(self, found: Sequence[dict[str, float]], vectors: np.ndarray) -> list[float]:
        """The same, by the signs and the sentence vectors of the clauses."""
        worded = wording(vectors, self._wording)
        rows = [{**each, WORDING: float(score)} for each, score in zip(found, worded, strict=True)]
        table = np.array([[row.get(name, 0.0) for name in self._names] for row in rows], dtype=np.float32)
        chances: list[float] = (1 / (1 + np.exp(-self._trees.score(table)))).tolist()
        return chances


def wording(vectors: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """How much each clause is worded as a wish of its own: the log of the odds, from its sentence vector alone."""
    return np.asarray(vectors @ weights[:-1] + weights[-1])


@lru_cache(maxsize=1)
def learned() -> Division:
    """What comes with the product. Raises ModelError without it."""
    return Division.read()


def signs(text: DomainText, parts: Sequence[Part], place: int) -> dict[str, float]:
    """What tells whether a clause holds a wish of its own, by name; absent ones are 0."""
    found = dict(_of_itself(text, parts[place]))
    found |= {f"{name} joint": 1.0 for name in _joints(text, parts, place)}
    found |= dict(_among(parts, place))
    if place:
        found |= dict(_after(text, parts, place))
    if place + 1 < len(parts):
        found |= dict(_before_next(parts[place], parts[place + 1]))
    return {name: float(value) for name, value in found.items() if value}


def _of_itself(text: DomainText, part: Part) -> Iterator[tuple[str, float]]:
    clause, prediction = part.clause, part.prediction
    kind, sure, words = _kind(prediction.label), prediction.confidence, len(clause.text.split())
    yield from (("sure", sure), ("near", prediction.nearest), (kind, 1), (f"sure {kind}", sure))
    yield from (("asks", part.asks), ("marked", part.marked), ("sure and asks", part.asks * sure))
    yield from (("question form", question_form(clause.text) != STATEMENT), ("tag", bool(TAG.match(clause.text))))
    yield from ((f"{_length(words)} words", 1), ("opens", clause.opens_sentence))
    yield from (("opens and asks", clause.opens_sentence and part.asks), ("points", bool(POINTER.search(clause.text))))
    yield ("told story", not part.asks and bool(STORY.search(clause.text)))
    yield ("only names", only_names(text, clause.start, clause.end))
    yield from ((f"names {entity}", bool(_named(text, entity, clause))) for entity in ENTITIES)
    yield from ((f"opening {name}", bool(opening.match(clause.text.lower()))) for name, opening in OPENINGS.items())


def _among(parts: Sequence[Part], place: int) -> Iterator[tuple[str, float]]:
    """The clause's place, and what the others are."""
    part, others = parts[place], [*parts[:place], *parts[place + 1 :]]
    best = max((_sure(other) for other in others), default=0.0)
    earlier, later = any(o.asks for o in parts[:place]), any(o.asks for o in parts[place + 1 :])
    nobody = not part.asks and not earlier and not later
    yield from (("best other", best), ("lead", part.prediction.confidence - best))
    yield from (("first", place == 0), ("last", place == len(parts) - 1))
    yield from (("of two", len(parts) == 2), ("of three", len(parts) == 3), ("of many", len(parts) > 3))
    yield from (("earlier asks", earlier), ("later asks", later), ("nobody asks", nobody))
    yield from (("asks again", part.asks and earlier), ("others ask", not part.asks and (earlier or later)))
    yield ("short where nobody asks", nobody and len(part.clause.text.split()) < 5)


def _after(text: DomainText, parts: Sequence[Part], place: int) -> Iterator[tuple[str, float]]:
    """The clause beside those before it."""
    part, before = parts[place], parts[place - 1]
    same = any(other.prediction.label == part.prediction.label for other in parts[:place])
    like = max(float(part.vector @ other.vector) for other in parts[:place])
    new = {entity: _is_new(text, entity, part.clause) for entity in ENTITIES}
    yield from ((f"new {entity}", value) for entity, value in new.items())
    yield from (("same kind", same), ("same kind and asks", same and part.asks), ("same kind, like", same * like))
    yield from (
        ("same kind, new treatment", same and new["treatment"]),
        ("like", like),
        ("like and asks", like * part.asks),
    )
    yield from (("like the one before", float(part.vector @ before.vector)), ("sure before", _sure(before)))
    yield from (("asks before", before.asks), ("chat before", _kind(before.prediction.label) == "chat"))
    yield ("may be of the kind before", part.prediction.probability(before.prediction.label))
    yield ("before may be of its kind", before.prediction.probability(part.prediction.label))


def _before_next(part: Part, following: Part) -> Iterator[tuple[str, float]]:
    yield from (("same kind next", part.prediction.label == following.prediction.label), ("next asks", following.asks))
    yield from (("like the next", float(part.vector @ following.vector)), ("sure next", _sure(following)))
    yield ("next points", bool(POINTER.search(following.clause.text)))
    yield ("next opens", following.clause.opens_sentence)


def _joints(text: DomainText, parts: Sequence[Part], place: int) -> list[str]:
    if not place:
        return []
    between = text.text[parts[place - 1].clause.end : parts[place].clause.start].lower().strip(" ")
    return [name for name, joint in JOINTS.items() if joint.search(between)]


def _kind(label: str) -> str:
    if label in KINDS:
        return KINDS[label]
    return "question" if label.startswith("ask_") else "advice" if label.startswith("advice_") else "else"


def _sure(part: Part) -> float:
    return 0.0 if part.prediction.label in CHAT else part.prediction.confidence


def _length(words: int) -> str:
    return next((name for most, name in LENGTHS if words <= most), "many")


def _named(text: DomainText, entity: str, clause: Clause) -> set[str]:
    return set(text.values(entity, clause.start, clause.end)) - UNPOINTED


def _is_new(text: DomainText, entity: str, clause: Clause) -> bool:
    """Whether it names another thing of a kind than those named before it (for aspects: than any named before)."""
    before = set(text.values(entity, 0, clause.start))
    return bool(_named(text, entity, clause) - before) and (entity == "aspect" or bool(before))


EMPTY_WORDS = frozenset(
    "a an the of for against to in on with about and or both plus vs versus my your please also therapy therapies "
    "treatment treatments injection injections living live by s".split()
)


def only_names(text: DomainText, start: int, end: int) -> bool:
    """Whether a stretch holds nothing but treatments, conditions and small words."""
    rest = text.text[start:end]
    for named in text.named:
        if named.entity != "aspect" and start <= named.start and named.end <= end:
            rest = rest.replace(named.text, " ")
    words = "".join(c if c.isalnum() else " " for c in rest.lower()).split()
    return all(word in EMPTY_WORDS for word in words)


def bare_points(text: DomainText, said: Sequence[Clause]) -> set[int]:
    """The places of clauses that are points of a list ("exosome price, safety, fda?"); none where there is but one."""
    found = {n: aspects for n, clause in enumerate(said) if (aspects := _bare_aspects(text, clause))}
    return set(found) if len(set().union(*found.values())) > 1 else set()


def _bare_aspects(text: DomainText, clause: Clause) -> set[str]:
    """What a clause names that names aspects and nothing else but treatments."""
    rest = text.text[clause.start : clause.end]
    for named in text.named:
        if clause.start <= named.start and named.end <= clause.end and named.entity != "condition":
            rest = rest.replace(named.text, " ")
    if not all(word in EMPTY_WORDS for word in re.findall(r"[a-z']+", rest.lower())):
        return set()
    return set(text.values("aspect", clause.start, clause.end)) - UNPOINTED
