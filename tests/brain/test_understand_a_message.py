"""A visitor writes in any wording: what the trained pipeline makes of it. Small data, real components."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from brain import reading, wish_classifier
from brain.component import READ
from brain.domain_text import DomainText, Named
from brain.domain_vocabulary import DomainVocabulary
from brain.fact_ranker import FactRanker
from brain.hybrid import ModelError, Prediction
from brain.leaning import LeanModel
from brain.reading_writer import ReadingWriter
from brain.understanding import _tells_of_condition
from brain.wish import Wish
from brain.wish_classifier import WishClassifier
from tests.brain.conftest import COMPONENTS, Pipeline


def _intents(parse: dict) -> list[str]:
    return [part["intent"] for part in parse["reading"]["parts"]]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("how much are exozomes", "how much are exosomes"),
        ("stemcell prices", "stem cell prices"),
        ("howmuchisprp", "how much is prp"),
        ("PRICE OF P.R.P. PLEASE", "price of prp please"),
        ("is platelet rich plasma safe", "is prp safe"),
        ("is exosomes saef", "is exosomes safe"),
        ("see https://example.com/x is prp safe 🙂", "see is prp safe"),
        ("My name is Okafor Nwosu", "My name is Okafor Nwosu"),
    ],
)
def test_text_is_put_right_before_it_is_read(pipeline: Pipeline, text: str, read: str) -> None:
    assert pipeline.parse(text)["reading"]["text"] == read


def test_a_plain_question_is_understood_with_its_treatment(pipeline: Pipeline) -> None:
    parse = pipeline.parse("how much are exozomes?")
    part = parse["reading"]["parts"][0]
    assert parse["intent"]["name"] == "ask_cost"
    assert part["known"]
    assert part["treatments"] == ["exosomes"]
    assert part["question_form"] == "how_much"
    assert part["facts"][0]["id"] == "exosomes.price"
    assert {"entity": "treatment", "value": "exosomes"}.items() <= parse["entities"][1].items()


def test_the_parse_can_be_told_as_json_and_has_the_agreed_shape(pipeline: Pipeline) -> None:
    parse = json.loads(json.dumps(pipeline.parse("is prp safe and how much is it")))
    assert set(parse["reading"]) == {
        "text", "language", "question_form", "premise", "advice", "parts", "left", "facts"
    }  # fmt: skip
    assert set(parse["reading"]["parts"][0]) == {
        "text", "intent", "confidence", "aspects", "treatments", "conditions", "question_form", "facts", "known"
    }  # fmt: skip
    assert len(parse["intent_ranking"]) > 1


def test_several_wishes_are_taken_apart_and_a_booking_is_noticed(pipeline: Pipeline) -> None:
    parse = pipeline.parse("how much is exosome therapy, is it safe, and can I come tuesday?")
    assert _intents(parse) == ["ask_cost", "ask_safety", "book"]
    assert parse["intent"]["name"] == "ask_and_book"
    assert parse["reading"]["parts"][1]["facts"][0]["id"] == "exosomes.safety"


def test_a_booking_beside_a_question_that_is_not_understood_is_both() -> None:
    book = {"intent": "book", "known": True, "text": "book me in"}
    assert reading._intent([book], book, "en", asks_more=True) == "ask_and_book"
    assert reading._intent([book], book, "en", asks_more=False) == "book"


@pytest.mark.parametrize(
    "text",
    [
        "are there growth factors and cytokines in exosomes",
        "how much is prp and exosomes",
        "prp, how much is it",
        "hi, how much is prp?",
    ],
)
def test_one_wish_stays_one(pipeline: Pipeline, text: str) -> None:
    assert len(pipeline.parse(text)["reading"]["parts"]) == 1


def test_a_run_on_question_is_taken_apart(pipeline: Pipeline) -> None:
    assert _intents(pipeline.parse("how much is prp is it safe")) == ["ask_cost", "ask_safety"]


def test_a_story_before_the_question_does_not_lead(pipeline: Pipeline) -> None:
    parse = pipeline.parse("Hello. I have had bad knees for years. My doctor said to wait. Is prp safe?")
    assert parse["intent"]["name"] == "ask_safety"
    assert parse["reading"]["parts"][0]["conditions"] == ["knee"]


def test_two_thousand_characters_with_the_question_at_the_end(pipeline: Pipeline) -> None:
    story = "I went for a long walk by the lake and the sun was out for once that day. " * 27
    assert pipeline.parse(f"{story}How much is prp?")["intent"]["name"] == "ask_cost"


@pytest.mark.parametrize("text", ["xyzzy plugh", "4711", "555", "wobble the quantum teapot"])
def test_nonsense_is_not_understood(pipeline: Pipeline, text: str) -> None:
    parse = pipeline.parse(text)
    assert parse["intent"]["name"] in {"nlu_fallback", "out_of_scope"}


@pytest.mark.parametrize(
    ("label", "confidence", "words", "told"),
    [
        ("out_of_scope", 0.4, "gout clicks", True),
        ("ask_condition", 0.3, "husband diagnosed with gout in June. We will go anywhere", True),
        ("ask_condition", 0.3, "for the gout?", False),  # leans on the question before
        ("out_of_scope", 0.8, "gout jokes please", False),
        ("out_of_scope", 0.4, "what a day", False),
    ],
)
def test_who_names_a_condition_and_asks_nothing_is_understood(
    label: str, confidence: float, words: str, told: bool
) -> None:
    named = (Named("condition", "gout", "gout", words.find("gout"), words.find("gout") + 4),) if "gout" in words else ()
    wish = Wish(words, 0, len(words), Prediction(((label, confidence),), 1.0), np.zeros(2))
    assert _tells_of_condition(DomainText(words, named, ()), wish, label, confidence) is told


def test_a_short_follow_up_is_one(pipeline: Pipeline) -> None:
    assert pipeline.parse("and exosomes?")["intent"]["name"] == "follow_up"


def test_another_language_is_noticed(pipeline: Pipeline) -> None:
    parse = pipeline.parse("cuanto cuesta la terapia con celulas madre")
    assert parse["reading"]["language"] == "es"
    assert parse["intent"]["name"] == "other_language"


def test_advice_and_a_wrong_premise_are_found_by_their_patterns(pipeline: Pipeline) -> None:
    advice = pipeline.parse("Can I stop taking my warfarin?")
    assert advice["intent"]["name"] == "advice_medication"
    assert advice["reading"]["advice"] == "medication"
    assert pipeline.parse("Should people stop taking warfarin in general?")["reading"]["advice"] is None
    assert pipeline.parse("since exosomes are living cells, are they safe")["reading"]["premise"] == "exosomes-alive"


def test_a_button_is_left_to_rasa(pipeline: Pipeline) -> None:
    messages = [Message(data={"text": '/ask_cost{"treatment":"prp"}'})]
    for component in pipeline.loaded:
        messages = component.process(messages)
    assert "reading" not in messages[0].data


def test_a_condition_is_matched_by_any_of_its_names(pipeline: Pipeline) -> None:
    part = pipeline.parse("does prp work for baldness")["reading"]["parts"][0]
    assert part["conditions"] == ["hair_loss"]
    assert part["facts"][0]["id"] == "prp.hair"


def test_the_same_text_is_always_understood_the_same(pipeline: Pipeline) -> None:
    assert pipeline.parse("are exosomes safe") == pipeline.parse("are exosomes safe")


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_model_file_without_a_part_is_a_failed_start(component: type, pipeline: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        pipeline.load(component, LocalModelStorage(tmp_path))


@pytest.mark.parametrize(
    ("component", "file"),
    [
        (DomainVocabulary, "vocabulary.json"),
        (WishClassifier, "hybrid.npz"),
        (FactRanker, "facts.npz"),
        (ReadingWriter, "policies.json"),
    ],
)
def test_a_damaged_part_is_a_failed_start(component: type, file: str, pipeline: Pipeline, tmp_path: Path) -> None:
    storage = LocalModelStorage(tmp_path)
    with storage.write_to(pipeline.resources[component]) as folder:
        (folder / file).write_text("damaged", encoding="utf-8")
    with pytest.raises(ModelError):
        pipeline.load(component, storage)


@pytest.mark.parametrize("component", COMPONENTS)
def test_an_untrained_part_does_not_guess(component: type, pipeline: Pipeline, tmp_path: Path) -> None:
    config, storage = component.get_default_config(), LocalModelStorage(tmp_path)
    untrained = component.create(config, storage, Resource("none"), pipeline.context)
    before = [Message(data={"text": "is prp safe"})]
    for ready in pipeline.loaded[: COMPONENTS.index(component)]:
        before = ready.process(before)
    with pytest.raises(ModelError):
        untrained.process(before)


def test_a_knowledge_change_and_a_code_change_train_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from brain import component as module

    first = DomainVocabulary.fingerprint_addon({})
    monkeypatch.setattr(module, "code_version", lambda: "other")
    assert DomainVocabulary.fingerprint_addon({}) != first


@pytest.mark.parametrize(
    ("before", "says", "fact"),
    [
        ("how much are exosomes", "and is that safe", "exosomes.safety"),
        ("is prp safe", "ok and the price", "prp.price"),
    ],
)
def test_what_leans_on_the_question_before_is_read_with_it(
    pipeline: Pipeline, before: str, says: str, fact: str
) -> None:
    part = pipeline.parse(says, before)["reading"]["parts"][0]
    assert (part["leans"], part["known"], part["text"]) == (True, True, says)
    assert part["facts"][0]["id"] == fact


@pytest.mark.parametrize("says", ["thank you so much", "how much is prp", "my name is maria lopez"])
def test_what_stands_by_itself_means_the_same_after_any_question(pipeline: Pipeline, says: str) -> None:
    assert pipeline.parse(says, "are exosomes safe")["reading"] == pipeline.parse(says)["reading"]


def test_a_long_message_says_by_itself_what_it_is_about(pipeline: Pipeline) -> None:
    says = "and is that safe " * 10
    assert not any("leans" in part for part in pipeline.parse(says, "how much are exosomes")["reading"]["parts"])


def test_without_follow_ups_nothing_leans(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = Message(data={READ: "how much is prp", "text": "how much is prp", "intent": "ask_cost"})
    assert wish_classifier.fitted_leaning(TrainingData([alone])) is None
    with pytest.raises(ModelError, match="such that do not"):
        LeanModel.fit(["a"], np.zeros((1, 384), dtype=np.float32), [False], [True])


@pytest.mark.parametrize(("alone", "clearer"), [("ask_condition", True), ("ask_tumor", False), ("follow_up", False)])
def test_what_is_surer_by_itself_is_not_read_as_another_question(alone: str, clearer: bool) -> None:
    part = {"intent": alone, "known": True, "confidence": 0.74}
    assert reading._is_clearer(part, Prediction((("ask_tumor", 0.45),), 0.5)) is clearer
