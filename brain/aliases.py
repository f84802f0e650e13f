"""The names of treatments, conditions and aspects as spaCy patterns, made from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge import Knowledge

HINT = "hint"
"""What may mean a treatment where none is named."""
NO_PLURAL = ("s", "x", "y", "z", "ing", "ed")


@dataclass(frozen=True)
class Alias:
    """One spelling of a thing: `entity` is treatment, condition, aspect or hint, `value` its id."""

    entity: str
    value: str
    phrase: str


def aliases(knowledge: Knowledge) -> list[Alias]:
    """Every spelling, without doubles, in a fixed order. Where two things share one, the first named keeps it."""
    taken: dict[str, Alias] = {}
    for alias in _named(knowledge):
        for phrase in _spellings(alias):
            taken.setdefault(phrase, Alias(alias.entity, alias.value, phrase))
    return list(taken.values())


def _named(knowledge: Knowledge) -> Iterator[Alias]:
    for treatment in knowledge.treatments.values():
        for name in (treatment.name, treatment.short_name, *treatment.aliases):
            yield Alias("treatment", treatment.id, name)
    for condition in knowledge.conditions.values():
        for name in (condition.name, *condition.aliases):
            yield Alias("condition", condition.id, name)
    for aspect in knowledge.aspects.values():
        for name in aspect.aliases:
            yield Alias("aspect", aspect.id, name)
    for treatment in knowledge.treatments.values():
        for name in treatment.hints:
            yield Alias(HINT, treatment.id, name)


def _spellings(alias: Alias) -> Iterator[str]:
    """The phrase in lower case, with and without hyphens, and its plural where adding an s makes one."""
    plain = " ".join(alias.phrase.lower().replace("\u2019", "'").split())
    hyphened = [plain.replace(" ", "-")] if alias.entity == "treatment" else []
    for spelling in dict.fromkeys((plain, plain.replace("-", " "), *hyphened)):
        yield spelling
        if spelling[-1].isalpha() and not spelling.endswith(NO_PLURAL):
            yield f"{spelling}s"


def glued(found: Iterable[Alias]) -> dict[str, str]:
    """Names of several words written as one word, such as "stemcell"; aspects are too common for that."""
    things = (a.phrase for a in found if a.entity in ("treatment", "condition"))
    names = [phrase for phrase in things if " " in phrase and len(phrase) > 6]
    return {name.replace(" ", ""): name for name in names if all(word.isalpha() for word in name.split())}


def ruler_patterns(found: Iterable[Alias]) -> list[dict[str, str]]:
    """Patterns for spaCy's entity ruler, matched without regard to case."""
    return [{"label": a.entity, "pattern": a.phrase, "id": a.value} for a in found]
