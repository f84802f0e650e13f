"""The evaluation's own questions: complete, well formed, unseen by the assistant, split for good."""

from __future__ import annotations

from collections import Counter

import pytest

import knowledge
from brain.tuning.texts import further
from tests.eval import overlap, questions
from tests.eval.answers import AnswerKey
from tests.eval.assistant import ROOT
from tests.eval.split import TEST, TUNING, part_of

SPLIT_OF_FIRST_COST_QUESTIONS = {1: TEST, 2: TEST, 3: TEST, 4: TEST, 5: TEST}


@pytest.fixture(scope="module")
def asked() -> tuple[questions.Question, ...]:
    return questions.load()


@pytest.fixture(scope="module")
def base() -> knowledge.Knowledge:
    return knowledge.load(wordings=True)


def test_there_are_enough_of_each_form(asked: tuple[questions.Question, ...]) -> None:
    forms = Counter(question.form for question in asked)
    assert forms["single"] >= 450
    assert forms["multi"] >= 60
    assert forms["dialogue"] >= 60


def test_the_split_is_the_one_the_rule_gives(asked: tuple[questions.Question, ...]) -> None:
    assert [q.id for q in asked if q.split != part_of(q.id)] == []


def test_the_rule_of_the_split_never_changes() -> None:
    assert {n: part_of(f"cost-{n:03d}") for n in range(1, 6)} == SPLIT_OF_FIRST_COST_QUESTIONS


def test_about_four_in_ten_are_for_tuning(asked: tuple[questions.Question, ...]) -> None:
    share = sum(question.split == TUNING for question in asked) / len(asked)
    assert 0.36 <= share <= 0.44


def test_no_text_stands_twice(asked: tuple[questions.Question, ...]) -> None:
    texts = Counter(" / ".join(overlap.normalised(turn) for turn in question.turns) for question in asked)
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_named_fact_set_exists_and_holds_facts(
    asked: tuple[questions.Question, ...], base: knowledge.Knowledge
) -> None:
    key = AnswerKey.of(questions.load_fact_sets(), base)
    named = {name for q in asked for wish in q.wishes for alternative in wish.facts for name in alternative}
    assert [name for name in sorted(named) if not key.ids(name)] == []


def test_every_fact_named_exists(base: knowledge.Knowledge) -> None:
    sets = questions.load_fact_sets()
    unknown = {f"{name}: {fact}" for name, ids in sets.items() for fact in ids if "*" not in fact} - {
        f"{name}: {fact}" for name, ids in sets.items() for fact in ids if fact in base.facts or fact in base.withheld
    }
    assert unknown == set()


def test_every_fact_is_the_right_answer_to_a_question(
    asked: tuple[questions.Question, ...], base: knowledge.Knowledge
) -> None:
    sets = questions.load_fact_sets()
    named = {name for q in asked for wish in q.wishes for alternative in wish.facts for name in alternative}
    reached = {fact for name in named for fact in sets[name]}
    assert sorted(set(base.facts) - reached) == []


def test_every_intent_expected_is_one_the_assistant_has(asked: tuple[questions.Question, ...]) -> None:
    domain = (ROOT / "domain.yml").read_text(encoding="utf-8")
    expected = {intent for q in asked for wish in q.wishes for intent in wish.intents}
    expected |= {f"ask_{wish.about}" for q in asked for wish in q.wishes if wish.about}
    assert [intent for intent in sorted(expected) if f"- {intent}\n" not in domain] == []


def test_no_question_is_among_the_training_examples(asked: tuple[questions.Question, ...]) -> None:
    assert overlap.seen(asked, overlap.training_texts(ROOT / "data" / "nlu.yml")) == []


def test_no_question_is_among_the_facts_example_questions(
    asked: tuple[questions.Question, ...], base: knowledge.Knowledge
) -> None:
    assert overlap.seen(asked, overlap.fact_texts(base)) == []


def test_no_question_is_among_the_messages_that_the_sentence_model_or_the_division_learn_from(
    asked: tuple[questions.Question, ...], base: knowledge.Knowledge
) -> None:
    last = {overlap.normalised(said if isinstance(said, str) else said[-1]) for _, said in further()}
    assert overlap.seen(asked, last | {overlap.normalised(each.text) for each in base.several_wishes}) == []


def test_a_broken_entry_is_named_with_its_file_and_place() -> None:
    content = {"topic": "cost", "form": "single", "questions": [{"id": "cost-1", "text": "?", "split": TEST}]}
    faults = list(questions.schema_faults(content, "cost.yml"))
    assert any(fault.startswith("cost.yml: questions/0") for fault in faults)


def test_an_id_used_twice_is_refused(tmp_path) -> None:
    entry = "- {id: cost-001, text: price, split: test, expect: {behaviour: [clarify]}}\n"
    (tmp_path / "cost.yml").write_text(f"topic: cost\nform: single\nquestions:\n{entry}{entry}", encoding="utf-8")
    with pytest.raises(questions.QuestionsError, match="cost-001: the id stands twice"):
        questions.load(tmp_path)


def test_entity_marks_and_signs_do_not_hide_a_repeated_text(tmp_path) -> None:
    nlu = tmp_path / "nlu.yml"
    example = '    - How much are [exosomes]{"entity": "treatment"}?\n'
    nlu.write_text(f'version: "3.1"\nnlu:\n- intent: ask_cost\n  examples: |\n{example}', encoding="utf-8")
    assert overlap.training_texts(nlu) == {"how much are exosomes"}
