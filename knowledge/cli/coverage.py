"""`coverage`: what has no fact, what is due, and which facts no evaluation question reaches."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import knowledge
from knowledge.cli import CommandError
from knowledge.files import HERE, read_yaml
from knowledge.model import Knowledge
from knowledge.problems import KnowledgeError, Problem
from knowledge.serving import reason_to_withhold

QUESTIONS = HERE.parent / "tests" / "eval"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the evaluation questions are."""
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of the evaluation questions")


def run(options: argparse.Namespace) -> int:
    """Prints the report. Returns 1 when a covered kind of question has no fact. Raises CommandError."""
    base = knowledge.load(options.root, wordings=True)
    empty = aspects_without_fact(base)
    print("\n".join(_matrix(base)))
    _section("Covered kinds of question without a fact", empty)
    _section("Conditions of the articles without a fact", conditions_without_fact(base))
    _section("Facts not served", [f"{fact.id}: {reason}" for fact, reason in base.withheld.values()])
    _section("Facts past their review date", past_review(base, date.today()))
    _section("Facts that no evaluation question asks for", unreached(base, options.questions))
    return 1 if empty else 0


def aspects_without_fact(base: Knowledge) -> list[str]:
    """Kinds of question that should have an answer and have none."""
    answered = {aspect for fact in base.facts.values() for aspect in (fact.aspect, *fact.also_aspects)}
    return [aspect.id for aspect in base.aspects.values() if aspect.covered and aspect.id not in answered]


def conditions_without_fact(base: Knowledge) -> list[str]:
    """Conditions marked as covered that no fact names."""
    named = {condition for fact in base.facts.values() for condition in fact.conditions}
    return [condition.id for condition in base.conditions.values() if condition.covered and condition.id not in named]


def past_review(base: Knowledge, today: date) -> list[str]:
    """Facts withheld for their own review data."""
    return [fact.id for fact, _ in base.withheld.values() if reason_to_withhold(fact, today)]


def unreached(base: Knowledge, folder: Path) -> list[str]:
    """Facts that no evaluation question asks for; a whole topic such as `exosomes.*` asks for none in particular."""
    patterns = {pattern for pattern in asked_patterns(folder) if pattern != "*" and not pattern.endswith(".*")}
    return [fact_id for fact_id in base.facts if not any(fnmatchcase(fact_id, pattern) for pattern in patterns)]


def asked_patterns(folder: Path) -> set[str]:
    """The fact ids and patterns that the evaluation questions ask for. Raises CommandError without question files."""
    files = sorted((folder / "questions").glob("*.yml"))
    if not files:
        raise CommandError(f"{folder} holds no questions/*.yml; name the folder with --questions")
    sets_file = folder / "facts.yml"
    sets: dict[str, list[str]] = _yaml(sets_file) if sets_file.is_file() else {}
    names = {name for file in files for question in _yaml(file)["questions"] for name in _named(question)}
    return {pattern for name in names for pattern in sets.get(name, [name])}


def _named(question: dict[str, Any]) -> Iterator[str]:
    for expectation in (question.get("expect", {}), *question.get("parts", ())):
        for alternative in expectation.get("facts", ()):
            yield from alternative


def _yaml(path: Path) -> Any:
    problems: list[Problem] = []
    content = read_yaml(path, str(path), problems)
    if problems:
        raise KnowledgeError(problems)
    return content


def _matrix(base: Knowledge) -> Iterator[str]:
    """How many facts answer each kind of question for each treatment; `gap` facts are counted apart, as +1."""
    columns = list(base.treatments)
    yield f"{'':20}" + "".join(f"{name:>12}" for name in columns)
    for aspect in base.aspects.values():
        if aspect.group == "article":
            cells = (f"{_count(base, aspect.id, treatment):>12}" for treatment in columns)
            yield f"{aspect.id:20}" + "".join(cells)


def _count(base: Knowledge, aspect: str, treatment: str) -> str:
    facts = [
        fact
        for fact in base.facts.values()
        if treatment in fact.treatments and aspect in (fact.aspect, *fact.also_aspects)
    ]
    gaps = sum(fact.gap for fact in facts)
    return (str(len(facts) - gaps) if len(facts) > gaps else "-") + (f"+{gaps} gap" if gaps else "")


def _section(title: str, lines: list[str]) -> None:
    print(f"\n{title}: {len(lines) or 'none'}")
    for line in lines:
        print(f"  {line}")
