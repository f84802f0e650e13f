"""A visitor's text put right, with its named things and its clauses: spaCy with a ruler made from the aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from brain.lexicon import Lexicon
from brain.tidy import tidy

JOINTS = frozenset({"and", "also", "plus", "&", ",", ";", "?", "but", "then"})
"""Tokens at which a sentence may turn to another wish; whether it does is decided after classifying both sides."""
MOST_CLAUSES = 12
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
    compares texts afterwards sees one word for one thing.
    """

    def __init__(self, patterns: Sequence[Mapping[str, str]], lexicon: Lexicon, names: Mapping[str, str]) -> None:
        self._nlp = blank_pipeline(patterns)
        self._lexicon = lexicon
        self._names = dict(names)

    def read(self, text: str) -> DomainText:
        """The text put right, what it names, and where it may be divided. All places are places in the text returned."""
        doc = self._nlp(self._repair(tidy(text)))
        plain = self._plainly_named(doc)
        if plain != doc.text:
            doc = self._nlp(plain)
        named = tuple(Named(e.label_, e.ent_id_, e.text, e.start_char, e.end_char) for e in doc.ents)
        return DomainText(plain, named, tuple(_clauses(doc)) or (Clause(plain, 0, len(plain), True),))

    def _repair(self, text: str) -> str:
        return WORDY.sub(lambda match: self._repaired(match.group()), text)

    def _repaired(self, word: str) -> str:
        repaired = self._lexicon.repaired(word.lower())
        return word if repaired == word.lower() else repaired

    def _plainly_named(self, doc: Doc) -> str:
        text = doc.text
        for named in reversed(doc.ents):
            name = self._names.get(named.ent_id_, "") if named.label_ == "treatment" else ""
            if name and name.rstrip("s") not in named.text.lower():
                text = text[: named.start_char] + name + text[named.end_char :]
        return text


def blank_pipeline(patterns: Sequence[Mapping[str, str]]) -> Language:
    """English tokens, sentence ends and the entity ruler."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([dict(pattern) for pattern in patterns])  # type: ignore[attr-defined]
    return nlp


def _clauses(doc: Doc) -> Iterator[Clause]:
    """Stretches between possible joints. A very long text keeps its last ones: the question tends to stand there."""
    found = [clause for sentence in doc.sents for line in _lines(sentence) for clause in _cut(line)]
    yield from found[-MOST_CLAUSES:]


def _lines(sentence: Span) -> Iterator[Span]:
    start = 0
    for place, token in enumerate(sentence):
        if "\n" in token.text:
            yield sentence[start:place]
            start = place + 1
    yield sentence[start:]


def _cut(line: Span) -> Iterator[Clause]:
    start, opens = 0, True
    for place, token in enumerate(line):
        if token.lower_ in JOINTS and not _inside_name(token):
            yield from _clause(line[start:place], opens)
            opens = opens and start == place
            start = place + 1
    yield from _clause(line[start:], opens)


def _inside_name(token: Any) -> bool:
    """A joint within a named thing ("wear and tear") does not divide."""
    return bool(token.ent_iob_ == "I")


def _clause(span: Span, opens: bool) -> Iterator[Clause]:
    if any(token.is_alpha or token.is_digit for token in span):
        text = span.text.strip()
        start = span.start_char + span.text.index(text)
        yield Clause(text, start, start + len(text), opens)
