"""Checks across files: every name that an entry uses must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.build import clinic as build_clinic
from knowledge.problems import Problem
from knowledge.texts import placeholders_in

Named = tuple[str, str, dict[str, Any]]  # file, fact id, entry


def check_references(raw: dict[str, Any]) -> list[Problem]:
    """Problems of files that each fit their schema: twins, unknown names, impossible dates, wrong placeholders."""
    problems = [*_twins(raw), *_clinic(raw["clinic"])]
    known = _Known(raw)
    for file, fact_id, entry in _facts(raw):
        problems += known.check(file, fact_id, entry)
    problems += [*known.wordings(raw["wordings"]), *known.follow_ups(raw["follow_ups"])]
    problems += _several_wishes(raw["several_wishes"])
    problems += _tables(raw["comparisons"])
    problems += _near_and_kin(raw)
    problems += _reviews(raw)
    if not problems:
        problems += _placeholders(raw)
    return problems


def _facts(raw: dict[str, Any]) -> Iterator[Named]:
    for file, entries in raw["facts"].items():
        for entry in entries:
            yield file, entry["id"], entry
    for table in raw["comparisons"]:
        for row in table["rows"]:
            fact_id = f"table.{table['id']}.{row['id']}"
            yield "comparisons.yml", fact_id, {"treatments": [], "source": table["source"], **row}


class _Known:
    """The names that facts may use."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.facts = {fact_id for _, fact_id, _ in _facts(raw)}
        self.aspects = {entry["id"] for entry in raw["entities"]["aspects"]}
        self.conditions = {entry["id"] for entry in raw["conditions"]}
        self.sections = {entry["id"]: set(entry["sections"]) for entry in raw["sources"]}

    def check(self, file: str, fact_id: str, entry: dict[str, Any]) -> Iterator[Problem]:
        def unknown(kind: str, names: Iterable[str], known: set[str], home: str) -> Iterator[Problem]:
            for name in names:
                if name not in known:
                    yield Problem(file, f'fact "{fact_id}"', f'unknown {kind} "{name}"; add it to {home} or correct it')

        yield from unknown("aspect", [entry["aspect"], *entry.get("also_aspects", ())], self.aspects, "entities.yml")
        yield from unknown("condition", entry.get("conditions", ()), self.conditions, "conditions.yml")
        yield from unknown("companion", entry.get("shown_with", ()), self.facts, "a file in facts/")
        source = entry["source"]
        yield from unknown("source", [source["article"]], set(self.sections), "sources.yml")
        sections = self.sections.get(source["article"], {source["section"]})
        yield from unknown("section", [source["section"]], sections, f'"{source["article"]}" in sources.yml')
        for value in entry.get("values", ()):
            if value["low"] > value["high"]:
                yield Problem(file, f'fact "{fact_id}"', f"value `{value['name']}`: low is above high; swap them")

    def wordings(self, files: dict[str, dict[str, list[str]]]) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for file, content in files.items():
            for fact_id in content:
                if fact_id not in self.facts:
                    yield Problem(file, f'"{fact_id}"', "is no fact; correct the id or remove the entry")
                if fact_id in seen:
                    yield Problem(file, f'"{fact_id}"', f"has wordings in {seen[fact_id]} already; put them together")
                seen.setdefault(fact_id, file)

    def follow_ups(self, entries: list[dict[str, Any]]) -> Iterator[Problem]:
        for entry in entries:
            for kind, names, home in (("fact", self.facts, "facts/"), ("aspect", self.aspects, "entities.yml")):
                if kind in entry and entry[kind] not in names:
                    said = f'"{entry["says"]}"'
                    yield Problem(
                        "follow_ups.yml", said, f'unknown {kind} "{entry[kind]}"; add it to {home} or correct it'
                    )


def _several_wishes(entries: list[dict[str, Any]]) -> Iterator[Problem]:
    for entry in entries:
        for wish in entry["wishes"]:
            if wish not in entry["text"]:
                yield Problem(
                    "several_wishes.yml", f'"{entry["text"]}"', f'does not hold "{wish}"; copy the wish from the text'
                )


def _twins(raw: dict[str, Any]) -> Iterator[Problem]:
    yield from _same("sources.yml", (entry["id"] for entry in raw["sources"]))
    yield from _same("conditions.yml", (entry["id"] for entry in raw["conditions"]))
    yield from _same("entities.yml", (entry["id"] for entry in raw["entities"]["treatments"]))
    yield from _same("entities.yml", (entry["id"] for entry in raw["entities"]["aspects"]))
    first_file: dict[str, str] = {}
    for file, fact_id, _ in _facts(raw):
        if fact_id in first_file:
            yield Problem(file, f'fact "{fact_id}"', f"the id is taken in {first_file[fact_id]}; give it another one")
        first_file.setdefault(fact_id, file)
    yield from _same_alias(raw)


def _same(file: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Problem(file, f'"{name}"', "the id is used twice; rename or remove one entry")
        seen.add(name)


def _same_alias(raw: dict[str, Any]) -> Iterator[Problem]:
    """An alias must lead to one condition and to one treatment only."""
    for file, entries in (("conditions.yml", raw["conditions"]), ("entities.yml", raw["entities"]["treatments"])):
        owner: dict[str, str] = {}
        for entry in entries:
            for alias in {alias.casefold() for alias in entry["aliases"]}:
                if alias in owner:
                    yield Problem(file, f'"{entry["id"]}"', f'the alias "{alias}" belongs to "{owner[alias]}" already')
                owner[alias] = entry["id"]


def _tables(tables: list[dict[str, Any]]) -> Iterator[Problem]:
    for table in tables:
        for row in table["rows"]:
            if set(row["cells"]) != set(table["treatments"]):
                wanted = " and ".join(table["treatments"])
                yield Problem("comparisons.yml", f'"{table["id"]}" "{row["id"]}"', f"give a cell for {wanted}")


def _near_and_kin(raw: dict[str, Any]) -> Iterator[Problem]:
    groups = {entry["id"]: entry["group"] for entry in raw["entities"]["aspects"]}
    for entry in raw["entities"]["aspects"]:
        for name in entry.get("near", ()):
            if groups.get(name, "not_covered") == "not_covered":
                yield Problem("entities.yml", f'"{entry["id"]}"', f'`near` names "{name}", which has no answers')
    covered = {entry["id"] for entry in raw["conditions"] if entry["covered"]}
    for entry in raw["conditions"]:
        if entry.get("kin") and entry["kin"] not in covered:
            yield Problem("conditions.yml", f'"{entry["id"]}"', f'`kin` is "{entry["kin"]}", not a covered condition')


def _reviews(raw: dict[str, Any]) -> Iterator[Problem]:
    held = [(file, f'fact "{fact_id}"', entry.get("review")) for file, fact_id, entry in _facts(raw)]
    held += [("comparisons.yml", f'"{table["id"]}"', table["review"]) for table in raw["comparisons"]]
    held += [("policies/texts.yml", f'"{key}"', entry.get("review")) for key, entry in raw["texts"]["texts"].items()]
    held.append(("policies/texts.yml", "", raw["texts"]["review"]))
    for file, entry_name, review in held:
        for day in (review["date"], review["until"]) if review else ():
            if day and not _is_date(day):
                yield Problem(file, entry_name, f"{day} is not a day of the calendar; write it as 2026-11-20")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _clinic(clinic: dict[str, Any]) -> Iterator[Problem]:
    try:
        ZoneInfo(clinic["timezone"])
    except (ZoneInfoNotFoundError, ValueError):
        yield Problem("clinic.yml", "`timezone`", f'"{clinic["timezone"]}" is unknown; write it as America/Chicago')
    window = clinic["calling_window"]
    if not "08:00" <= window["start"] < window["end"] <= "21:00":
        yield Problem("clinic.yml", "`calling_window`", "must start before it ends, and lie within 08:00-21:00")
    for day in clinic["opening_hours"]:
        if day["opens"] >= day["closes"]:
            yield Problem("clinic.yml", "`opening_hours`", f"day {day['weekday']} closes before it opens; swap them")


def _placeholders(raw: dict[str, Any]) -> Iterator[Problem]:
    """Facts may name clinic placeholders only; texts may name any, but their braces must match."""
    known = set(build_clinic(raw["clinic"]).placeholders())
    for file, fact_id, entry in _facts(raw):
        for text in (entry.get("text", ""), *entry.get("openings", {}).values()):
            yield from _braces(file, f'fact "{fact_id}"', text, known)
    for text_id, entry in raw["texts"]["texts"].items():
        for lang, text in entry.items():
            if lang not in ("version", "review"):
                yield from _braces("policies/texts.yml", f'"{text_id}" ({lang})', text, None)


def _braces(file: str, entry: str, text: str, known: set[str] | None) -> Iterator[Problem]:
    try:
        names = placeholders_in(text)
    except ValueError as error:
        yield Problem(file, entry, f"has a brace that is not closed or opened ({error}); write {{{{ for a plain brace")
        return
    for name in sorted(names - known) if known is not None else ():
        yield Problem(file, entry, f"names {{{name}}}, which is unknown; use one of {', '.join(sorted(known or ()))}")
