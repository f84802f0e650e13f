"""Turns checked YAML content into the values of `knowledge.model`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from knowledge.model import (
    Aspect,
    CallingWindow,
    Center,
    ClinicProfile,
    Comparison,
    Condition,
    Fact,
    FollowUp,
    OpeningHours,
    Row,
    Source,
    SourceRef,
    Treatment,
    Value,
)
from knowledge.texts import PolicyText

Entry = Mapping[str, Any]
FOLLOW_MORE = "follow_more"


def to_date(text: str) -> date | None:
    """An ISO date, or None for an empty one. Raises ValueError for a day that does not exist."""
    return date.fromisoformat(text) if text else None


def treatment(entry: Entry) -> Treatment:
    """A treatment of entities.yml."""
    return Treatment(
        entry["id"],
        entry["name"],
        entry["short_name"],
        tuple(entry["aliases"]),
        tuple(entry.get("hints", ())),
        dict(entry.get("spelt_out", {})),
        tuple(entry.get("beside", ())),
    )


def aspect(entry: Entry) -> Aspect:
    """A kind of question of entities.yml. All but the not_covered group have answers."""
    return Aspect(
        id=entry["id"],
        label=entry["label"],
        aliases=tuple(entry["aliases"]),
        covered=entry["group"] != "not_covered",
        group=entry["group"],
        note=entry.get("note", ""),
        near=tuple(entry.get("near", ())),
        tells=entry.get("tells", ""),
    )


def condition(entry: Entry) -> Condition:
    """A condition of conditions.yml."""
    return Condition(
        id=entry["id"],
        name=entry["name"],
        aliases=tuple(entry["aliases"]),
        covered=entry["covered"],
        kin=entry.get("kin", ""),
        note=entry.get("note", ""),
    )


def source(entry: Entry) -> Source:
    """A source of sources.yml."""
    known = {name: entry[name] for name in ("id", "kind", "title", "publisher", "author", "date")}
    return Source(**known, sections=tuple(entry["sections"]), note=entry.get("note", ""), url=entry.get("url", ""))


def fact(entry: Entry, placeholders: Mapping[str, str], wordings: Sequence[str] = ()) -> Fact:
    """A fact, with the clinic's placeholders filled in. `wordings` are asked for it beside its own questions."""
    return Fact(
        id=entry["id"],
        topic=entry["topic"],
        treatments=tuple(entry["treatments"]),
        aspect=entry["aspect"],
        text=_fill(entry["text"], placeholders),
        title=entry["title"],
        evidence=entry["evidence"],
        source=SourceRef(**entry["source"]),
        questions=(*entry["questions"], *wordings),
        reviewer=entry["review"]["by"],
        reviewed_on=to_date(entry["review"]["date"]),
        review_by=to_date(entry["review"]["until"]),
        also_aspects=tuple(entry.get("also_aspects", ())),
        conditions=tuple(entry.get("conditions", ())),
        values=tuple(Value(**value) for value in entry.get("values", ())),
        attributed=entry.get("attributed", False),
        shown_with=tuple(entry.get("shown_with", ())),
        openings={form: _fill(text, placeholders) for form, text in entry.get("openings", {}).items()},
        gap=entry.get("gap", False),
        kind=entry.get("kind", "fact"),
    )


def _fill(text: str, placeholders: Mapping[str, str]) -> str:
    text = text.strip()
    return text.format_map(placeholders) if "{" in text else text


def follow_up(entry: Entry) -> FollowUp:
    """A message of follow_ups.yml with the one before it."""
    asks = FOLLOW_MORE if entry.get("more") else ""
    return FollowUp(
        before=entry["before"],
        says=entry["says"],
        fact=entry.get("fact", ""),
        intent=asks or (f"ask_{entry['aspect']}" if "aspect" in entry else ""),
        stands=bool(entry.get("stands", False)),
    )


def comparison(entry: Entry, names: Mapping[str, str], wordings: Mapping[str, Sequence[str]]) -> Comparison:
    """A table. `names` gives the treatments' names for the text of rows that have none of their own."""
    first, second = entry["treatments"]
    return Comparison(
        id=entry["id"],
        treatments=(first, second),
        title=entry["title"],
        rows=tuple(_row(entry, row, names, wordings) for row in entry["rows"]),
    )


def _row(table: Entry, row: Entry, names: Mapping[str, str], wordings: Mapping[str, Sequence[str]]) -> Row:
    cells = {treatment_id: row["cells"][treatment_id] for treatment_id in table["treatments"]}
    as_fact = {
        "evidence": "general",
        **row,
        "id": f"table.{table['id']}.{row['id']}",
        "topic": "comparison",
        "treatments": table["treatments"],
        "title": f"{row['label']} compared",
        "text": row.get("text") or _row_text(row["label"], cells, names),
        "source": table["source"],
        "review": table["review"],
        "kind": "row",
    }
    return Row(
        id=as_fact["id"],
        label=row["label"],
        aspect=row["aspect"],
        cells=cells,
        fact=fact(as_fact, {}, wordings.get(as_fact["id"], ())),
        also_aspects=tuple(row.get("also_aspects", ())),
    )


def _row_text(label: str, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    return f"{label}: " + "; ".join(f"{names[treatment_id]}: {cell}" for treatment_id, cell in cells.items()) + "."


def clinic(entry: Entry) -> ClinicProfile:
    """The clinic profile of clinic.yml."""
    window = entry["calling_window"]
    plain = {name: value for name, value in entry.items() if name not in ("opening_hours", "centers", "calling_window")}
    return ClinicProfile(
        **plain,
        opening_hours=tuple(
            OpeningHours(day["weekday"], time.fromisoformat(day["opens"]), time.fromisoformat(day["closes"]))
            for day in entry["opening_hours"]
        ),
        centers=tuple(Center(**center) for center in entry["centers"]),
        calling_window=CallingWindow(time.fromisoformat(window["start"]), time.fromisoformat(window["end"])),
    )


def policy_text(text_id: str, entry: Entry, default_review: Entry) -> PolicyText:
    """A policy text; without a review of its own it has that of its file."""
    review = entry.get("review", default_review)
    return PolicyText(
        id=text_id,
        version=entry["version"],
        wordings={lang: str(text).strip() for lang, text in entry.items() if lang not in ("version", "review")},
        reviewer=review["by"],
        reviewed_on=to_date(review["date"]),
        review_by=to_date(review["until"]),
    )
