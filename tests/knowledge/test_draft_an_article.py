"""A curator brings a new article and gets drafts to work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.article import Piece, split_article
from knowledge.cli import main
from knowledge.files import read_yaml
from knowledge.schema_check import check_schema
from tests.knowledge.conftest import Copy

Capture = pytest.CaptureFixture[str]

ARTICLE = """Cold Plasma and Exosomes: A Test Article

This opening paragraph is invented for the test and talks at some length about exosomes and their price.

What Does It Cost?

Clinics in this invented text charge $1,000 to $2,000 for exosome therapy, which is long enough to be a paragraph.

A vial holds several things, including:

Water — most of it

Sugar and a little salt

Side-by-Side Comparison

Feature

PRP

Exosomes

Colour

Yellow

Clear

Volume

10 to 60 milliliters

1 milliliter

How To Store It

  • Keep it cold
  • Keep it dark

| Item | Days |
|------|------|
| Fresh | 3 |

Frequently Asked Questions

Q: Does it smell?
A: In this invented text, it does not.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """The invented article as a file."""
    path = tmp_path / "cold-plasma.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_it_finds_sections_paragraphs_lists_tables_and_questions() -> None:
    pieces = split_article(ARTICLE)
    assert Piece("How To Store It", "item", "Keep it dark") in pieces
    assert Piece("How To Store It", "row", "Fresh | 3") in pieces
    assert Piece("Side-by-Side Comparison", "row", "Colour | Yellow | Clear") in pieces
    assert (
        Piece("Frequently Asked Questions", "question", "In this invented text, it does not.", "Does it smell?")
        in pieces
    )
    items = [piece.text for piece in pieces if piece.lead.startswith("A vial")]
    assert items == ["Water — most of it", "Sugar and a little salt"]
    assert next(piece.kind for piece in pieces if piece.section == "What Does It Cost?") == "paragraph"


def test_tight_lines_are_rows_of_a_table() -> None:
    pieces = split_article("Facts At A Glance\n\nThingOneTwo\nSizeBigSmall\nAgeOldNew\nCostHighLow\n\nThe end is here.")
    assert [piece.text for piece in pieces if piece.kind == "row"] == [
        "ThingOneTwo",
        "SizeBigSmall",
        "AgeOldNew",
        "CostHighLow",
    ]


def test_the_drafts_fit_the_schema_and_are_not_served(article: Path, copy: Copy, capsys: Capture) -> None:
    out = copy.root / "facts" / "zz_new.yml"
    assert main(["draft", str(article), "--out", str(out)]) == 0
    problems: list = []
    drafts = read_yaml(out, "drafts", problems)
    assert problems == []
    assert check_schema("facts", drafts, "drafts") == []
    sections = "".join(f'    - "{section}"\n' for section in dict.fromkeys(d["source"]["section"] for d in drafts))
    source = '- id: cold-plasma\n  kind: article\n  title: t\n  publisher: p\n  author: ""\n  date: ""\n  sections:\n'
    copy.append("sources.yml", source + sections)
    loaded = copy.load()
    assert {draft["id"] for draft in drafts} <= set(loaded.withheld)


def test_it_guesses_treatment_aspect_and_values(article: Path, capsys: Capture) -> None:
    assert main(["draft", str(article)]) == 0
    shown = capsys.readouterr().out
    cost = shown.split('section: "What Does It Cost?"')[0].split("# READ:")[-1]
    assert "treatments: [exosomes]" in cost
    assert "aspect: cost" in cost
    assert "{name: price, low: 1000, high: 2000, unit: USD}" in cost
    assert "{name: measure, low: 10, high: 60, unit: mL}" in shown


def test_the_articles_sentences_stay_comments(article: Path, capsys: Capture) -> None:
    main(["draft", str(article)])
    for line in capsys.readouterr().out.splitlines():
        assert line.startswith("#") or "invented for the test" not in line


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "holds no paragraphs"), (b"caf\xe9 au lait", "is not UTF-8 text")],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, content: bytes, said: str, capsys: Capture) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert main(["draft", str(path)]) == 1
    assert said in capsys.readouterr().err


def test_a_missing_file_and_a_folder_are_explained(tmp_path: Path, capsys: Capture) -> None:
    assert main(["draft", str(tmp_path / "none.txt")]) == 1
    assert main(["draft", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "there is no file" in said
    assert "is a folder" in said


def test_nothing_is_overwritten(article: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "drafts.yml"
    out.write_text("mine")
    assert main(["draft", str(article), "--out", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert out.read_text() == "mine"


def test_a_source_that_exists_needs_another_name(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "exosomes-vs-prp.txt"
    path.write_text(ARTICLE)
    assert main(["draft", str(path)]) == 1
    assert "--source" in capsys.readouterr().err
    assert main(["draft", str(path), "--source", "other"]) == 0
