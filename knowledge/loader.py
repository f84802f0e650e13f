"""Reads a knowledge folder, checks it whole, and builds the `Knowledge`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from knowledge import build
from knowledge.files import HERE, read_yaml, version_of
from knowledge.model import Fact, Knowledge, SeveralWishes
from knowledge.problems import KnowledgeError, Problem
from knowledge.references import check_references
from knowledge.schema_check import check_schema, has_schema
from knowledge.serving import split_served
from knowledge.texts import PolicyTexts

MAIN_FILES = ("sources", "entities", "conditions", "comparisons", "clinic")
LEARNED = ("follow_ups", "several_wishes")


def load(root: Path | None = None, *, today: date | None = None, wordings: bool = False) -> Knowledge:
    """The knowledge base of a folder (default: the one this package lies in), as it may be served on `today`.

    With `wordings`, also what is only learned from: the thousands of further wordings, the follow-ups, and messages of
    several wishes. Raises KnowledgeError with every problem found. Facts that are unreviewed or past their review date
    are no problem: they are in `withheld`.
    """
    root = root or HERE
    raw = _read_checked(root, wordings=wordings)
    _raise_if(check_references(raw))
    return _build(raw, version_of(root), today or date.today())


def policy_file(name: str, root: Path | None = None) -> dict[str, Any]:
    """The content of policies/<name>.yml after its schema check. Raises KnowledgeError."""
    file = f"policies/{name}.yml"
    problems: list[Problem] = []
    content = read_yaml((root or HERE) / file, file, problems)
    if not problems and has_schema(name):
        problems = check_schema(name, content, file)
    if not problems and not isinstance(content, dict):
        problems = [Problem(file, "", "must be a mapping of names to values")]
    _raise_if(problems)
    return content


def _read_checked(root: Path, *, wordings: bool) -> dict[str, Any]:
    """All files by kind; `facts` and `wordings` are mappings of file name to content."""
    problems: list[Problem] = []
    raw: dict[str, Any] = {}
    for kind in MAIN_FILES:
        raw[kind] = _read_one(root, kind, f"{kind}.yml", problems)
    raw["texts"] = _read_one(root, "texts", "policies/texts.yml", problems)
    fact_files = [f"facts/{path.name}" for path in sorted((root / "facts").glob("*.yml"))]
    raw["facts"] = {file: _read_one(root, "facts", file, problems) for file in fact_files}
    if not fact_files:
        problems.append(Problem("facts/", "", "holds no .yml file; add one"))
    raw |= _read_learned(root, problems) if wordings else {"wordings": {}, **{kind: [] for kind in LEARNED}}
    _raise_if(problems)
    return raw


def _read_learned(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """What is only learned from; a folder without it is complete all the same."""
    files = [f"wordings/{path.name}" for path in sorted((root / "wordings").glob("*.yml"))]
    there = {kind: (root / f"{kind}.yml").is_file() for kind in LEARNED}
    return {
        "wordings": {file: _read_one(root, "wordings", file, problems) for file in files},
        **{kind: _read_one(root, kind, f"{kind}.yml", problems) if there[kind] else [] for kind in LEARNED},
    }


def _read_one(root: Path, kind: str, file: str, problems: list[Problem]) -> Any:
    before = len(problems)
    content = read_yaml(root / file, file, problems)
    if len(problems) == before:
        problems.extend(check_schema(kind, content, file))
    return content


def _raise_if(problems: list[Problem]) -> None:
    if problems:
        raise KnowledgeError(problems)


def _build(raw: dict[str, Any], version: str, today: date) -> Knowledge:
    clinic = build.clinic(raw["clinic"])
    treatments = {entry["id"]: build.treatment(entry) for entry in raw["entities"]["treatments"]}
    names = {treatment.id: treatment.name for treatment in treatments.values()}
    wordings = {fact_id: texts for content in raw["wordings"].values() for fact_id, texts in content.items()}
    comparisons = tuple(build.comparison(entry, names, wordings) for entry in raw["comparisons"])
    facts = _all_facts(raw, clinic.placeholders(), wordings)
    facts += [row.fact for table in comparisons for row in table.rows]
    served, withheld = split_served(facts, today)
    texts = raw["texts"]
    return Knowledge(
        facts=served,
        withheld=withheld,
        comparisons=comparisons,
        treatments=treatments,
        aspects={entry["id"]: build.aspect(entry) for entry in raw["entities"]["aspects"]},
        conditions={entry["id"]: build.condition(entry) for entry in raw["conditions"]},
        clinic=clinic,
        texts=PolicyTexts(
            {key: build.policy_text(key, entry, texts["review"]) for key, entry in texts["texts"].items()},
            clinic.placeholders(),
        ),
        sources={entry["id"]: build.source(entry) for entry in raw["sources"]},
        follow_ups=tuple(build.follow_up(entry) for entry in raw["follow_ups"]),
        several_wishes=tuple(SeveralWishes(e["text"], tuple(e["wishes"])) for e in raw["several_wishes"]),
        version=version,
    )


def _all_facts(raw: dict[str, Any], placeholders: dict[str, str], wordings: dict[str, list[str]]) -> list[Fact]:
    entries = [entry for file in raw["facts"].values() for entry in file]
    return [build.fact(entry, placeholders, wordings.get(entry["id"], ())) for entry in entries]
