"""Reads the questions and what is expected of each. A fault in a file names the file, the entry and the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "questions"
FACT_SETS = HERE / "facts.yml"


class QuestionsError(Exception):
    """The question files cannot be used as they are. The message lists every fault found."""


@dataclass(frozen=True)
class Expectation:
    """What one wish of a visitor needs.

    `behaviour`: the accepted kinds of reply. `facts`: alternatives, each a tuple of fact sets that must all be
    served. `intents`: accepted intents, where the kind of reply alone says too little. `about`: the aspect the articles
    are silent on. `relation`: how the facts must relate to the turn before (more, second, repeat).
    """

    behaviour: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...] = ()
    intents: tuple[str, ...] = ()
    about: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Question:
    """One entry: the visitor's turns (the last one is judged), and one expectation per wish in that turn."""

    id: str
    topic: str
    form: str
    turns: tuple[str, ...]
    wishes: tuple[Expectation, ...]
    split: str

    @property
    def text(self) -> str:
        """The message that is judged."""
        return self.turns[-1]


def load(folder: Path = FOLDER) -> tuple[Question, ...]:
    """All questions, in file order. Raises QuestionsError when a file breaks the schema or an id stands twice."""
    faults: list[str] = []
    found: list[Question] = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        broken = list(schema_faults(content, path.name))
        faults.extend(broken)
        if not broken:
            found.extend(_questions(content))
    faults.extend(_repeated_ids(found))
    if faults:
        raise QuestionsError("\n".join(faults))
    return tuple(found)


def load_fact_sets(path: Path = FACT_SETS) -> dict[str, tuple[str, ...]]:
    """The named sets: each holds the ids (or patterns such as `exosomes.*`) of facts that answer the same question."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: tuple(ids) for name, ids in content.items()}


def schema_faults(content: Any, name: str) -> Iterator[str]:
    """The places of a question file that break the schema, as sentences."""
    schema = json.loads((HERE / "questions.schema.json").read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(content):
        where = "/".join(str(step) for step in error.absolute_path)
        yield f"{name}: {where or 'file'}: {error.message}"


def _questions(content: Mapping[str, Any]) -> Iterator[Question]:
    for entry in content["questions"]:
        wishes = entry.get("parts") or [entry["expect"]]
        turns = entry.get("turns") or [entry["text"]]
        yield Question(
            entry["id"],
            content["topic"],
            content["form"],
            tuple(turns),
            tuple(map(_expectation, wishes)),
            entry["split"],
        )


def _expectation(entry: Mapping[str, Any]) -> Expectation:
    return Expectation(
        behaviour=tuple(entry["behaviour"]),
        facts=tuple(tuple(alternative) for alternative in entry.get("facts", ())),
        intents=tuple(entry.get("intents", ())),
        about=entry.get("about", ""),
        relation=entry.get("relation", ""),
    )


def _repeated_ids(found: list[Question]) -> Iterator[str]:
    seen: set[str] = set()
    for question in found:
        if question.id in seen:
            yield f"{question.id}: the id stands twice; give the later entry a new number"
        seen.add(question.id)
