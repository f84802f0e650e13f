"""A visitor compares two treatments: the tables hold every row of the articles."""

from __future__ import annotations

import pytest

import knowledge
from knowledge.wording import count_words
from tests.knowledge.conftest import Copy

STEM_CELL_ROWS = [
    "what", "size", "living", "self-replication", "differentiation", "mechanism", "rejection", "tumor", "storage",
    "shelf-stability", "standardization", "fda", "trials", "cost",
]  # fmt: skip
PRP_ROWS = [
    "source", "live-cells", "growth-factors", "cytokines", "nucleic-acids", "inflammation", "scaffold", "mechanism",
]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "rows"), [(("stem_cells", "exosomes"), STEM_CELL_ROWS), (("prp", "exosomes"), PRP_ROWS)]
)
def test_each_row_of_the_table_is_there(base: knowledge.Knowledge, pair: tuple[str, str], rows: list[str]) -> None:
    table = base.comparison(*pair)
    assert table is not None
    assert [row.id.rsplit(".", 1)[1] for row in table.rows] == rows


def test_the_order_of_the_two_does_not_matter(base: knowledge.Knowledge) -> None:
    assert base.comparison("exosomes", "stem_cells") is base.comparison("stem_cells", "exosomes")


@pytest.mark.parametrize("pair", [("stem_cells", "prp"), ("prp", "prp"), ("prp", "vitamins")])
def test_what_no_article_compares_has_no_table(base: knowledge.Knowledge, pair: tuple[str, str]) -> None:
    assert base.comparison(*pair) is None


def test_each_row_is_also_a_fact_and_its_cells_are_short(base: knowledge.Knowledge) -> None:
    for table in base.comparisons:
        for row in table.rows:
            assert base.facts[row.id] is row.fact
            assert row.fact.kind == "row"
            assert row.fact.treatments == table.treatments
            assert set(row.cells) == set(table.treatments)
            assert all(count_words(cell) <= 12 for cell in row.cells.values())


def test_a_row_without_text_is_worded_from_its_cells(copy: Copy) -> None:
    copy.change("comparisons.yml", "      text: PRP has a scaffold effect; exosomes have none.\n", "")
    text = copy.load().facts["table.exosomes-prp.scaffold"].text
    assert text == "Scaffold effect: PRP: present; Exosome therapy: absent."
