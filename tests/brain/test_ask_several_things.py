"""A visitor asks several things in one message, in any of the ways people join them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import knowledge
from brain.division import Division, learned
from brain.domain_vocabulary import reader_of, vocabulary
from brain.hybrid import ModelError
from brain.naming import named_first, named_inside
from brain.tuning import division as tuning
from brain.wishes import Wish, said_clauses
from tests.brain.conftest import Pipeline


@pytest.fixture(scope="module")
def reader():
    from rasa.shared.nlu.training_data.training_data import TrainingData

    return reader_of(vocabulary(TrainingData(), knowledge.load()))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("1) what is prp 2) is it safe", ["what is prp", "is it safe"]),
        ("(a) prp price (b) exosome price", ["prp price", "exosomes price"]),
        ("1. is prp safe\n2. how much", ["is prp safe", "how much"]),
        ("1 is prp safe 2 how much is it", ["is prp safe", "how much is it"]),
        ("i had 2 shots of prp 3 years ago", ["i had 2 shots of prp 3 years ago"]),
        ("exosomes are approved, aren't they?", ["exosomes are approved"]),
        ("are exosomes alive or are they not", ["are exosomes alive or are they not"]),
    ],
)
def test_points_of_a_list_are_told_apart(reader, text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in said_clauses(reader.read(text))] == clauses


@pytest.mark.parametrize(
    ("text", "inside", "first"),
    [
        ("do stem cells form a scaffold like prp does", ["stem_cells"], ["stem_cells"]),
        ("when is prp taken over exosomes", ["prp", "exosomes"], ["prp"]),
        ("is prp or exosomes better", ["prp", "exosomes"], ["prp", "exosomes"]),
    ],
)
def test_what_something_is_likened_to_is_not_asked_about(
    reader, text: str, inside: list[str], first: list[str]
) -> None:
    read = reader.read(text)
    wish = Wish(read.text, 0, len(read.text), None, None)  # type: ignore[arg-type]
    assert named_inside("treatment", read, wish) == inside
    assert named_first("treatment", read, wish) == first


def test_the_same_question_about_another_treatment_is_a_wish_of_its_own(pipeline: Pipeline) -> None:
    parts = pipeline.parse("how much is prp, and what about exosomes?")["reading"]["parts"]
    assert [(part["intent"], part["treatments"]) for part in parts] == [
        ("ask_cost", ["prp"]),
        ("ask_cost", ["exosomes"]),
    ]


def test_what_points_back_is_read_with_the_clause_before(pipeline: Pipeline) -> None:
    parts = pipeline.parse("are exosomes safe and how much are they")["reading"]["parts"]
    assert [part["intent"] for part in parts] == ["ask_safety", "ask_cost"]
    assert all(part["treatments"] == ["exosomes"] for part in parts)


def test_weights_come_with_the_product_and_a_damaged_file_is_a_failed_start(tmp_path: Path) -> None:
    assert 0 <= learned().chance({"asks": 1.0}) <= 1
    (damaged := tmp_path / "division.json").write_text('{"weights": {}}', encoding="utf-8")
    with pytest.raises(ModelError, match="make tune-wishes"):
        Division.read(damaged)
    with pytest.raises(ModelError, match=r"none\.json"):
        Division.read(tmp_path / "none.json")


def test_weights_are_learned_from_messages_and_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    two = tuning.Divided([{"asks": 1.0}, {"asks": 1.0}], [True, True])
    one = tuning.Divided([{"story": 1.0}, {"asks": 1.0}], [False, True])
    monkeypatch.setattr(tuning, "_messages", lambda: iter([two, one, None] * 8))
    assert tuning.main(tmp_path / "division.json") == 0
    content = json.loads((tmp_path / "division.json").read_text(encoding="utf-8"))
    assert content["weights"]["asks"] > 0 > content["weights"]["story"]
    assert "100.0% of 8 messages with several" in capsys.readouterr().out


def test_a_stretch_that_holds_a_wish_is_found_again(reader) -> None:
    class Sure:
        def classify(self, texts):
            import numpy as np

            from brain.hybrid import Prediction

            return [(Prediction((("ask_cost", 0.9),), 0.9), np.ones(384) / 384**0.5) for _ in texts]

        def leaning(self, text, vector, named):
            return 0.0

    text = "My knee hurts. How much is prp, and is it safe?"
    divided = tuning._divided(text, ["How much is prp", "is it safe"], reader, Sure())
    assert divided is not None
    assert divided.holds == [False, True, True]
    assert tuning._divided(text, ["words that are not there"], reader, Sure()) is None
    assert tuning._divided("How much is prp", ["How much is prp"], reader, Sure()) is None


def test_what_leans_back_is_about_what_was_named_before_it(pipeline: Pipeline) -> None:
    parts = pipeline.parse("how much is prp? is it safe? what are the risks of stem cells?")["reading"]["parts"]
    safe = next(part for part in parts if part["text"] == "is it safe")
    assert safe["treatments"] == ["prp"]
