"""Guesses what a passage of an article is about and writes it down as a draft fact."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.article import Piece
from knowledge.model import Knowledge, Value

_MONEY = re.compile(r"\$\s?(\d[\d,]*)(?:\s?(?:-|–|to)\s?\$?\s?(\d[\d,]*))?")
_MEASURE = re.compile(r"(\d+\.?\d*)(?:\s?(?:-|–|to)\s?(\d+\.?\d*))?\s?(nanometers|nm|micrometers|milliliters|mL)\b")
_UNITS = {"nanometers": "nm", "nm": "nm", "micrometers": "um", "milliliters": "mL", "mL": "mL"}
_WIDTH = 112


@dataclass(frozen=True)
class Draft:
    """A fact to be written: guesses to be corrected, and the passage to be read."""

    id: str
    piece: Piece
    source: str
    treatments: tuple[str, ...]
    aspect: str
    values: tuple[Value, ...]
    questions: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The draft as YAML that fits the schema, unreviewed, under the passage as a comment."""
        yield from textwrap.wrap(f"{self.piece.lead} {self.piece.text}".strip(), _WIDTH, initial_indent="# READ: ",
                                 subsequent_indent="#       ")  # fmt: skip
        yield f"- id: {self.id}"
        yield f"  title: {_quoted(self.piece.section[:40])}"
        yield f"  topic: {self.treatments[0] if len(self.treatments) == 1 else 'comparison'}"
        yield f"  treatments: [{', '.join(self.treatments)}]"
        yield f"  aspect: {self.aspect}"
        yield '  text: "(write the answer in your own words)"'
        if self.values:
            yield "  values:"
            yield from (f"    - {_value(value)}" for value in self.values)
        yield "  evidence: general"
        yield f"  source: {{article: {self.source}, section: {_quoted(self.piece.section)}}}"
        yield '  review: {by: "", date: "", until: ""}'
        yield "  questions:"
        yield from (f"    - {_quoted(question)}" for question in self.questions)


def draft_of(piece: Piece, number: int, source: str, base: Knowledge) -> Draft:
    """The draft for one passage, the `number`-th of its article."""
    words = f"{piece.section} {piece.lead} {piece.text}"
    treatments = tuple(t.id for t in base.treatments.values() if _mentions(words, t.aliases))
    aspect = _likely_aspect(words, base)
    return Draft(
        id=f"draft.{_slug(piece.section)}-{number:02d}",
        piece=piece,
        source=source,
        treatments=treatments,
        aspect=aspect,
        values=tuple(_values(piece.text)),
        questions=tuple(_questions(piece, treatments, aspect, base)),
    )


def _mentions(text: str, aliases: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", text, re.IGNORECASE) for alias in aliases)


def _likely_aspect(text: str, base: Knowledge) -> str:
    """The covered aspect with most of its aliases in the text; `what_is` when none has any."""
    covered = [aspect for aspect in base.aspects.values() if aspect.group == "article" and aspect.aliases]
    hits = {aspect.id: sum(_mentions(text, (alias,)) for alias in aspect.aliases) for aspect in covered}
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] else "what_is"


def _values(text: str) -> Iterator[Value]:
    for low, high in _MONEY.findall(text):
        yield Value("price", _number(low), _number(high or low), "USD")
    for low, high, unit in _MEASURE.findall(text):
        yield Value("measure", _number(low), _number(high or low), _UNITS[unit])


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _questions(piece: Piece, treatments: tuple[str, ...], aspect: str, base: Knowledge) -> list[str]:
    """The passage's own question if it has one, plain ones where the treatment is known, and room for the editor's."""
    asked = [heading for heading in (piece.lead, piece.section) if heading.endswith("?")]
    label = base.aspects[aspect].label
    asked += [f"{base.treatments[name].short_name.lower()} {label}" for name in treatments]
    asked += [f"(question {number}: what would a visitor type?)" for number in range(len(asked) + 1, 4)]
    return list(dict.fromkeys(asked))


def _value(value: Value) -> str:
    return f"{{name: {value.name}, low: {value.low:g}, high: {value.high:g}, unit: {value.unit}}}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:30].strip("-") or "section"
