"""A visitor's text put right, with its named things and its clauses: spaCy with a ruler made from the aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRuler
from spacy.tokens import Doc, Span

from brain.aliases import HINT
from brain.beside import BesideNames
from brain.lexicon import Lexicon
from brain.tidy import tidy

JOINTS = frozenset({"and", "also", "plus", "&", "+", ",", ";", "?", "but", "then"})
"""Tokens at which a sentence may turn to another wish; whether it does is decided after classifying both sides."""
NAMES = frozenset({"treatment", "condition"})
BETWEEN_NAMES = frozenset({"and", "or", "the", "my", "a", "also", "&", ",", "for", "with"})
AFTER_NAMES = frozenset(
    {"treatment", "treatments", "therapy", "therapies", "injection", "injections", "shot", "shots", ")"}
)
OPENERS = frozenset(
    tuple(opening.split())
    for opening in (
        "how much|how long|how do|how does|how are|how is|how it|how many|how safe|what is|what are|what does|what do|"
        "what about|what time|what could|what can|whats the|what gets|where do|where are|where is|where does|when can|"
        "why is|why are|is it|are they|does it|do they|do i|can i|i can|do you|can it|will it|is there|are there|"
        "are you|can you|can they|will they|which one|which is|any side|any risk|any risks"
    ).split("|")
)
QUESTION_WORDS = frozenset("what how why when where which who whose".split())
ASKING_VERBS = frozenset("is are was were do does did can could will would should has have 's s".split())
QUANTITIES = frozenset({"much", "many", "long", "often", "soon"})
OPENING_VERBS = ASKING_VERBS - {"has", "have", "'s", "s"}
GOING_ON = frozenset(
    "or versus vs than like as because if that when while know tell me explain understand see sure idea wonder "
    "wondering ask asking about the a is are".split()
)
"""After these words a question goes on ("are they cells or are they something else", "do you know what is in it")."""
PREPOSITIONS = frozenset("of in on to for with from at by".split())
""" "... for how long"; but "where do they come from are they alive"."""
ON_CONDITION = frozenset({("if", "so"), ("if", "not"), ("if", "yes"), ("if", "no")})
""" "Is the first talk free if so book me in"."""
LEAD_INS = frozenset(
    "first firstly second secondly third thirdly last lastly finally one two three quick question questions number no "
    "# next another and also thing more my the ok okay so".split()
)
ORDINALS = frozenset("first firstly second secondly third thirdly lastly finally one two three".split())
LONGEST_LEAD_IN = 6
MOST_CLAUSES = 12
NUMBERS = (
    re.compile(r"(?<!\S)\(?(?P<number>[1-9a-e])[.)](?=\s)", re.IGNORECASE),
    re.compile(r"(?<!\S)(?P<number>[1-9])(?=\s)"),
)
""" "1)", "a.", or a bare number, before the points of a list."""
WORDY = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Named:
    """A treatment, condition or aspect found in a text; `start` and `end` are places in that text."""

    entity: str
    value: str
    text: str
    start: int
    end: int

    def as_entity(self) -> dict[str, Any]:
        """In the shape of Rasa's entities."""
        return {
            "entity": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "extractor": "DomainVocabulary",
        }


@dataclass(frozen=True)
class Clause:
    """A stretch of the text that may be a wish of its own. `opens_sentence` is false after a comma or an "and"."""

    text: str
    start: int
    end: int
    opens_sentence: bool


@dataclass(frozen=True)
class DomainText:
    """A text as it is read: tidied and spelt right, its named things and its clauses (at least one)."""

    text: str
    named: tuple[Named, ...]
    clauses: tuple[Clause, ...]

    def values(self, entity: str, start: int = 0, end: int | None = None) -> list[str]:
        """Ids of one kind of thing within a stretch, in order, without doubles."""
        end = len(self.text) if end is None else end
        found = (n.value for n in self.named if n.entity == entity and start <= n.start and n.end <= end)
        return list(dict.fromkeys(found))


class DomainReader:
    """Reads texts. Holds one spaCy pipeline, built from patterns that the model file carries.

    `names` gives each treatment's plain name; other spellings of it are replaced by that name, so that whatever
    compares texts afterwards sees one word for one thing. `spelt_out` gives what stands for single spellings instead,
    and `beside` the names for words that mean a treatment where another one's name is joined to them.
    """

    def __init__(
        self,
        patterns: Sequence[Mapping[str, str]],
        lexicon: Lexicon,
        names: Mapping[str, str],
        spelt_out: Mapping[str, str],
        beside: Mapping[str, str],
    ) -> None:
        self._nlp, self._ruler = blank_pipeline(patterns)
        self._lexicon = lexicon
        self._names = dict(names)
        self._spelt_out = dict(spelt_out)
        self._beside = BesideNames(beside, self._names.values())

    def read(self, text: str) -> DomainText:
        """The text put right, what it names, where it may be divided. Places are places in the text returned."""
        doc = self._plain_doc(text)
        named = [Named(e.label_, e.ent_id_, e.text, e.start_char, e.end_char) for e in doc.ents]
        clauses = tuple(_clauses(doc)) or (Clause(doc.text, 0, len(doc.text), True),)
        return DomainText(doc.text, tuple(_hints_taken(named)), clauses)

    def plain(self, text: str) -> str:
        """The text put right, with each treatment by its plain name; what training examples are made of."""
        return self._plainly_named(self._ruler(self._nlp.make_doc(self._repair(tidy(text)))))

    def _plain_doc(self, text: str) -> Doc:
        """The same, taken apart; a second time only where a name was replaced."""
        doc = self._ruler(self._nlp(self._repair(tidy(text))))
        plain = self._plainly_named(doc)
        return doc if plain == doc.text else self._ruler(self._nlp(plain))

    def _repair(self, text: str) -> str:
        return WORDY.sub(lambda match: self._repaired(match.group()), text)

    def _repaired(self, word: str) -> str:
        repaired = self._lexicon.repaired(word.lower())
        return word if repaired == word.lower() else repaired

    def _plainly_named(self, doc: Doc) -> str:
        text = doc.text
        for named in reversed(doc.ents):
            if named.label_ == "treatment":
                text = text[: named.start_char] + self._plain_name(named) + text[named.end_char :]
        return self._beside.put(text)

    def _plain_name(self, named: Span) -> str:
        said = named.text.lower()
        if said in self._spelt_out:
            return self._spelt_out[said]
        name = self._names.get(named.ent_id_, "")
        return name if name and name.rstrip("s") not in said else named.text


def _hints_taken(named: Sequence[Named]) -> Iterator[Named]:
    """Where no treatment is named, hints stand for one ("my own blood"); elsewhere they are just words."""
    hinted = all(each.entity != "treatment" for each in named)
    for each in named:
        if each.entity != HINT:
            yield each
        elif hinted:
            yield replace(each, entity="treatment")


class Names(EntityRuler):
    """spaCy's ruler, without counting all its patterns for each text it reads."""

    def __len__(self) -> int:
        """How many labels and patterns there are at least; 0 when there is none."""
        return len(self.token_patterns) + len(self.phrase_patterns)


def blank_pipeline(patterns: Sequence[Mapping[str, str]]) -> tuple[Language, Names]:
    """English tokens and sentence ends; and the ruler."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    names = Names(nlp, phrase_matcher_attr="LOWER")
    names.add_patterns([dict(pattern) for pattern in patterns])
    return nlp, names


def _clauses(doc: Doc) -> Iterator[Clause]:
    """Stretches between possible joints. A very long text keeps its last ones: the question tends to stand there."""
    numbers = _numbers(doc.text)
    found = [clause for sentence in doc.sents for line in _lines(sentence, numbers) for clause in _cut(line)]
    yield from found[-MOST_CLAUSES:]


def _lines(sentence: Span, numbers: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The lines of a sentence, and the points of a list; the numbers of the points are left out."""
    start = 0
    for place, token in enumerate(sentence):
        if "\n" in token.text or any(first <= token.idx < last for first, last in numbers):
            yield sentence[start:place]
            start = place + 1
    yield sentence[start:]


def _numbers(text: str) -> list[tuple[int, int]]:
    """Where the points of a list are numbered: "1) ... 2) ...", "a. ... b. ...", "1 ... 2 ..."."""
    for number in NUMBERS:
        found = list(number.finditer(text))
        order = [match["number"].lower() for match in found]
        if len(found) > 1 and any("".join(order).startswith(start) for start in ("12", "ab")):
            return [match.span() for match in found]
    return []


def _cut(line: Span) -> Iterator[Clause]:
    start, opens = 0, True
    for place, token in enumerate(line):
        joint = token.lower_ in JOINTS and not _within_names(line, place)
        if joint or _runs_on(line, start, place):
            yield from _clause(line[start:place], opens)
            opens = opens and start == place
            start = place + 1 if joint else place
    yield from _clause(line[start:], opens)


def _within_names(line: Span, place: int) -> bool:
    """A joint inside a name ("wear and tear"), or between two names of a kind ("PRP and exosomes"), does not divide."""
    if line[place].ent_iob_ == "I":
        return True
    named = [token for token in line[:place] if token.lower_ not in AFTER_NAMES]
    before = named[-1].ent_type_ if named else ""
    after = next((token.ent_type_ for token in line[place + 1 :] if token.lower_ not in BETWEEN_NAMES), "")
    return before == after and before in NAMES


def _runs_on(line: Span, start: int, place: int) -> bool:
    """Where people speak or type without stops: a new question opens after a whole one."""
    if place + 1 >= len(line) or place - start < 2:
        return False
    if (line[place].lower_, line[place + 1].lower_) in ON_CONDITION:
        return True
    before = line[place - 1].lower_
    if not _opens_question(line, place) or before in GOING_ON:
        return False
    if before in PREPOSITIONS and line[place].lower_ in QUESTION_WORDS:
        return False
    return _is_whole_question([token.lower_ for token in line[start:place]])


def _opens_question(line: Span, place: int) -> bool:
    """ "how much ...", "do stem cells ..."."""
    word, following = line[place].lower_, line[place + 1]
    return (word, following.lower_) in OPENERS or (word in OPENING_VERBS and following.ent_type_ == "treatment")


def _is_whole_question(words: list[str]) -> bool:
    """Has a verb to ask with; after a question word, if there is one ("what order | do they" is not whole, "how much
    for knees | ..." is)."""
    asking = [place for place, word in enumerate(words) if word in QUESTION_WORDS]
    asked = words[asking[-1] if asking else 0 :]
    return any(word in ASKING_VERBS for word in asked[:-1]) or (len(asked) > 2 and asked[1] in QUANTITIES)


def _leading_in(span: Span) -> int:
    """How many tokens only announce what follows: "Quick question number 2: ...", "First, ..."."""
    for place, token in enumerate(span[:LONGEST_LEAD_IN]):
        if token.lower_ in (":", ",", "-") and place:
            return place + 1
        if token.lower_ not in LEAD_INS and not token.is_digit:
            break
    return 0


def _clause(span: Span, opens: bool) -> Iterator[Clause]:
    span = span[_leading_in(span) :]
    if all(token.lower_ in ORDINALS for token in span):
        return  # "One, are they tested"
    if any(token.is_alpha or token.is_digit for token in span):
        text = span.text.strip()
        start = span.start_char + span.text.index(text)
        yield Clause(text, start, start + len(text), opens)
