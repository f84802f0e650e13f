"""A visitor asks several things in one message, in any of the ways people join them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

import knowledge
from brain.division import Division, learned
from brain.domain_vocabulary import reader_of, vocabulary
from brain.hybrid import ModelError
from brain.naming import named_first, named_inside
from brain.reading import _left
from brain.second_look import are_wishes
from brain.subjects import of_another
from brain.trees import Trees, packed
from brain.tuning import division as tuning
from brain.wish import Wish
from brain.wishes import _belongs_before, said_clauses
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
        ("First: what is prp. Second, is it safe", ["what is prp.", "is it safe"]),
        ("Two things. One, are they tested?", ["Two things.", "are they tested"]),
        ("exosomes where do they come from are they alive", ["exosomes where do they come from", "are they alive"]),
        ("do exosomes last do stem cells", ["do exosomes last", "do stem cells"]),
        ("is the talk free if so book me in", ["is the talk free", "if so book me in"]),
        ("how much for knees how many times", ["how much for knees", "how many times"]),
        ("i wonder how long does prp last", ["i wonder how long does prp last"]),
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


def test_what_was_learned_comes_with_the_product_and_a_damaged_file_is_a_failed_start(tmp_path: Path) -> None:
    chances = learned().chances_of([{"asks": 1.0}, {"told story": 1.0}], np.zeros((2, 384), dtype=np.float32))
    assert all(0 <= chance <= 1 for chance in chances)
    (damaged := tmp_path / "division.json").write_text('{"names": []}', encoding="utf-8")
    with pytest.raises(ModelError, match="make tune-wishes"):
        Division.read(damaged)
    with pytest.raises(ModelError, match=r"none\.json"):
        Division.read(tmp_path / "none.json")


def test_trees_say_what_they_said_when_they_were_learned() -> None:
    random = np.random.RandomState(3)
    rows = random.rand(300, 5).astype(np.float32)
    model = GradientBoostingClassifier(n_estimators=20, init="zero", random_state=0).fit(rows, rows[:, 1] > rows[:, 3])
    trees = Trees(packed(model.estimators_[:, 0], 0.1, digits=7))
    assert np.allclose(trees.score(rows), model.decision_function(rows), atol=1e-4)


def test_trees_that_are_not_whole_are_refused() -> None:
    content = {"roots": [0], "feature": [0], "most": [0.0], "left": [0], "right": [0], "value": []}
    with pytest.raises(ValueError, match="differ in length"):
        Trees(content)


def test_it_is_learned_from_messages_and_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    near, far = np.ones(384, dtype=np.float32) / 384**0.5, -np.ones(384, dtype=np.float32) / 384**0.5
    two = tuning.Divided([{"asks": 1.0}, {"asks": 1.0}], np.stack([near, near]), [True, True])
    one = tuning.Divided([{"story": 1.0}, {"asks": 1.0}], np.stack([far, near]), [False, True])
    monkeypatch.setattr(tuning, "_messages", lambda: iter([two, one, None] * 100))
    assert tuning.main(tmp_path / "division.json") == 0
    chances = Division.read(tmp_path / "division.json").chances_of(one.signs, one.vectors)
    assert chances[0] < 0.5 < chances[1]
    assert "100.0% of 100 messages with several" in capsys.readouterr().out


def test_a_stretch_that_holds_a_wish_is_found_again(reader) -> None:
    class Sure:
        def classify(self, texts):
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


def test_a_short_question_is_about_the_treatment_named_before_it(pipeline: Pipeline) -> None:
    parts = pipeline.parse("are exosomes safe? and the price?")["reading"]["parts"]
    assert [part["text"] for part in parts][-1] == "the price for exosomes"
    assert parts[-1]["facts"][0]["id"] == "exosomes.price"


def test_the_subject_is_asked_of_whatever_else_was_named(reader) -> None:
    read = reader.read("does prp have stem cells in it, and do exosomes?")
    before, after = (Wish(c.text, c.start, c.end, None, None) for c in said_clauses(read))  # type: ignore[arg-type]
    assert of_another(read, after, before) == "does exosomes have stem cells in it"


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("Ulcerative colitis. Stem cells, yes or no?", True),
        ("My husband has ED. Do stem cells help with that?", False),
    ],
)
def test_a_bare_name_after_a_complaint_is_asked_of_that(reader, text: str, joins: bool) -> None:
    read = reader.read(text)
    said = said_clauses(read)
    wishes = [Wish(c.text, c.start, c.end, None, None) for c in said]  # type: ignore[arg-type]
    assert _belongs_before(read, said, wishes, 1) is joins


def test_a_bare_name_with_a_question_mark_asks_the_same_of_it(pipeline: Pipeline) -> None:
    parts = pipeline.parse("how much is prp, do you know? exosomes?")["reading"]["parts"]
    assert (parts[-1]["intent"], parts[-1]["treatments"]) == ("ask_cost", ["exosomes"])


def _part(
    text: str, intent: str, fact: str, score: float = 1.2, confidence: float = 0.9, form: str = "what_is"
) -> dict:
    found = [{"id": fact, "score": score}] if fact else []
    known = confidence >= 0.37
    return {
        "text": text, "intent": intent, "confidence": confidence, "question_form": form, "facts": found, "known": known
    }  # fmt: skip


GMP = _part("what is GMP", "ask_questions_to_ask", "quality.ask-gmp")
PAPER = _part("what is a certificate", "ask_questions_to_ask", "quality.ask-certificate")


def test_a_doubtful_clause_is_a_wish_where_a_fact_of_its_own_comes_near() -> None:
    assert are_wishes([GMP, PAPER], {1})
    assert not are_wishes([GMP, PAPER], set())
    assert not are_wishes([], set())


@pytest.mark.parametrize(
    "doubtful",
    [
        GMP,
        _part("thanks anyway", "thanks", "quality.ask-gmp"),
        _part("what is that", "ask_questions_to_ask", "quality.ask-certificate", score=0.8),
        _part("what is that", "ask_questions_to_ask", "quality.ask-certificate", confidence=0.6),
        _part("what is that", "ask_questions_to_ask", ""),
        _part("between PRP and exosomes", "ask_compare", "comparison.mechanism-prp", form="statement"),
        _part("brain", "ask_mechanism", "exosomes.blood-brain-barrier", form="statement"),
    ],
)
def test_other_doubtful_clauses_stay_with_what_they_stand_beside(doubtful: dict) -> None:
    assert not are_wishes([GMP, doubtful], {1})


def test_a_question_that_is_not_understood_beside_another_is_left_over() -> None:
    fasting = _part("do I have to fast", "ask_clinic_practice", "", confidence=0.3, form="yes_no")
    remark = _part("my brother had that", "ask_condition", "", confidence=0.3, form="statement")
    assert _left([GMP, fasting, remark]) == ["do I have to fast"]
    assert _left([fasting, remark]) == []
