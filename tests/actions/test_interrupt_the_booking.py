"""Questions, small talk and refusals in the middle of the booking: others answer, then the form goes on."""

from __future__ import annotations

import pytest

from tests.actions.visitor import Visitor, part

STEPS = ["interest", "full_name", "phone", "email", "preferred_time", "consent"]


@pytest.mark.parametrize("slot", STEPS)
@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("how much is it?", "ask_cost"),
        ("is it safe", "ask_safety"),
        ("does it hurt", "ask_pain"),
        ("should I stop my blood thinner first?", "advice_medication"),
        ("are you a human?", "bot_challenge"),
        ("who can see this?", "privacy_who_sees"),
        ("can I talk to a person", "handoff"),
        ("thanks", "thanks"),
        ("hello", "greet"),
        ("hola, hablan español?", "other_language"),
        ("what do you mean by exosomes", "ask_what_is"),
    ],
)
def test_what_belongs_to_others_is_passed_on_and_the_same_question_comes_back(
    slot: str, words: str, intent: str, visitor: Visitor
) -> None:
    outcome = visitor.at(slot).says(words, intent, confidence=0.9)
    assert (outcome.then, outcome.asks) == ("pass", slot)
    again = visitor.asked_again()
    assert again.asks == slot
    assert again.says


def test_a_question_does_not_count_as_a_failure(visitor: Visitor) -> None:
    visitor.at("phone").says("how much is it?", "ask_cost")
    assert visitor.booking.failures("phone") == 0


def test_a_question_in_the_name_step_is_no_name(visitor: Visitor) -> None:
    for words, intent in (("price", "ask_cost"), ("shelf life", "ask_storage"), ("side effects", "ask_side_effects")):
        outcome = visitor.at("full_name").says(words, intent, confidence=0.9)
        assert outcome.then == "pass"
        assert visitor.booking.full_name is None


@pytest.mark.parametrize("words", ["talk to a human", "Talk to a person", "human please"])
def test_asking_for_a_person_in_the_name_step_is_no_name(words: str, visitor: Visitor) -> None:
    assert visitor.at("full_name").says(words, "handoff", confidence=0.9).then == "pass"


def test_a_question_naming_a_treatment_answers_the_topic_too(visitor: Visitor) -> None:
    visitor.at("interest").says("how much is prp?", "ask_cost", treatments=("prp",))
    assert visitor.booking.interest == {"treatments": ["prp"], "topic": "prp"}
    assert visitor.asked_again().asks == "full_name"


def test_a_value_beside_a_question_is_kept(visitor: Visitor) -> None:
    outcome = visitor.at("phone").says(
        "212-555-0147, and is it safe?",
        "ask_safety",
        parts=(part("212-555-0147", "inform"), part("is it safe?", "ask_safety")),
    )
    assert outcome.then == "pass"
    assert visitor.booking.has_phone()
    assert visitor.asked_again().asks == "email"


def test_a_greeting_beside_a_name_does_not_hide_it(visitor: Visitor) -> None:
    visitor.at("full_name").says("hi, I'm Ann", "greet", confidence=0.9)
    assert visitor.booking.full_name == "Ann"


def test_a_number_taken_for_a_question_is_still_a_number(visitor: Visitor) -> None:
    visitor.at("phone").says("212-555-0147", "ask_clinic_contact", confidence=0.6)
    assert visitor.asked == "email"


@pytest.mark.parametrize(
    ("slot", "words"), [("phone", "my phone is banana"), ("phone", "my number is secret"), ("email", "my email is cat")]
)
def test_an_odd_detail_is_an_answer_and_not_another_topic(slot: str, words: str, visitor: Visitor) -> None:
    outcome = visitor.at(slot).says(words, "out_of_scope", confidence=0.9)
    assert (outcome.then, outcome.asks) == ("ask", slot)


def test_at_the_end_the_consent_wording_comes_back_without_the_summary(visitor: Visitor) -> None:
    visitor.at("consent").says("how much is it?", "ask_cost")
    assert [say.text_id for say in visitor.asked_again().says] == ["booking.consent"]


def test_yes_or_no_at_the_end_is_an_answer_whatever_else_it_looks_like(visitor: Visitor) -> None:
    assert visitor.at("consent").says("ok thanks", "thanks").then == "submit"


def test_a_yes_with_a_question_is_answered_first(visitor: Visitor) -> None:
    outcome = visitor.at("consent").says("yes but how much is it?", "ask_cost")
    assert outcome.then == "pass"
    assert outcome.booking.consent is None


def test_a_name_and_a_question_in_one_message(visitor: Visitor) -> None:
    outcome = visitor.at("full_name").says(
        "I'm Ann. is it safe?", "ask_safety", parts=(part("I'm Ann", "inform"), part("is it safe?", "ask_safety"))
    )
    assert outcome.then == "pass"
    assert visitor.booking.full_name == "Ann"


def test_a_time_in_spanish_is_a_time(visitor: Visitor) -> None:
    visitor.at("preferred_time").says("mañana por la tarde", "other_language", confidence=0.9)
    assert visitor.asked == "consent"


@pytest.mark.parametrize("words", ["ok and what about the side effects", "no idea, is it safe at all"])
def test_a_question_that_begins_with_yes_or_no_decides_nothing(words: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, "ask_safety")
    assert outcome.then == "pass"
    assert outcome.booking.full_name == "Ann Lee"
