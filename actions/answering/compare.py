"""Two or three treatments side by side, from the tables of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.answering.select import Wish
from actions.answering.wording import within_sentence
from knowledge import Fact, Knowledge, Row

ROWS = 5
"""At most this many rows in one reply; more on request."""
VAGUE = frozenset({"compare", "choose", "what_is", "uses"})


@dataclass(frozen=True)
class Line:
    """One row to show: its label, a cell for each treatment, and the facts it stands on."""

    label: str
    cells: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    aspects: frozenset[str]


def lines(treatments: Sequence[str], knowledge: Knowledge) -> list[Line]:
    """Every row that says something of all `treatments`, in the tables' order."""
    if len(treatments) == 2 and (table := knowledge.comparison(treatments[0], treatments[1])):
        return [_line(row, treatments) for row in table.rows]
    return _across(treatments, knowledge)


def _line(row: Row, treatments: Sequence[str]) -> Line:
    cells = tuple((t, row.cells[t]) for t in treatments)
    return Line(row.label, cells, (row.fact,), frozenset({row.aspect, *row.also_aspects}))


def _across(treatments: Sequence[str], knowledge: Knowledge) -> list[Line]:
    """Rows of different tables on the same aspect, where together they speak of all treatments."""
    found: list[Line] = []
    rows = [row for table in knowledge.comparisons for row in table.rows]
    for aspect in dict.fromkeys(row.aspect for row in rows):
        same = [row for row in rows if row.aspect == aspect]
        cells = {t: row for t in treatments for row in reversed(same) if t in row.cells}
        if len(cells) == len(treatments):
            used = tuple({row.fact.id: row.fact for row in cells.values()}.values())
            shown = tuple((t, row.cells[t]) for t, row in cells.items())
            found.append(Line(next(iter(cells.values())).label, shown, used, frozenset({aspect})))
    return found


def wanted(wish: Wish, all_lines: Sequence[Line], seen: Sequence[str]) -> list[Line]:
    """The rows to show now: those of the aspects that were named, else the first ones that were not shown yet."""
    named = {aspect for aspect in (*wish.part.aspects, wish.aspect) if aspect not in VAGUE}
    special = [line for line in all_lines if line.aspects & named]
    if special:
        return special[:ROWS]
    return [line for line in all_lines if not all(fact.id in seen for fact in line.facts)][:ROWS]


def text(shown: Sequence[Line], knowledge: Knowledge) -> str:
    """The rows as lines of text."""
    return "\n".join(f"• {line.label}: " + "; ".join(_cell(t, c, knowledge) for t, c in line.cells) for line in shown)


def _cell(treatment: str, cell: str, knowledge: Knowledge) -> str:
    return f"{within_sentence(knowledge.treatments[treatment].short_name)} – {cell}"
