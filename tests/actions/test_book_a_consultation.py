"""The straight way through the booking, and what a message may hold at once."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import Knowledge
from tests.actions.visitor import Visitor, after


def test_the_steps_come_in_the_agreed_order(visitor: Visitor) -> None:
    visitor.says("I want to book", "book")
    order = [visitor.asked]
    for words in ("PRP", "Ann Lee", "212-555-0147", "ann@example.com", "tomorrow after 5"):
        visitor.says(words, treatments=("prp",) if words == "PRP" else ())
        order.append(visitor.asked)
    assert order == ["interest", "full_name", "phone", "email", "preferred_time", "consent"]


def test_a_yes_at_the_end_makes_it_ready_to_send(visitor: Visitor) -> None:
    outcome = visitor.at("consent").says("yes", "affirm")
    assert outcome.then == "submit"
    assert outcome.booking.is_complete()


def test_a_known_topic_is_not_asked_for(visitor: Visitor) -> None:
    visitor.says("can I book?", "book", context_treatments=("exosomes",))
    assert visitor.asked == "full_name"
    assert visitor.booking.interest == {"treatments": ["exosomes"], "topic": "exosomes"}


def test_one_message_may_hold_everything(visitor: Visitor) -> None:
    visitor.at("full_name").says("Ann Lee, 212-555-0147, ann@example.com, tomorrow after 5")
    assert visitor.asked == "consent"
    assert visitor.booking.full_name == "Ann Lee"
    assert visitor.booking.phone == {"e164": "+12125550147", "display": "(212) 555-0147", "extension": ""}
    assert visitor.booking.email == {"address": "ann@example.com"}
    assert "booking.noted" in visitor.heard


def test_the_first_message_may_hold_values_too(visitor: Visitor) -> None:
    visitor.says("can I come tuesday at 3? my name is Ann Lee, 212-555-0147", "book", treatments=("prp",))
    assert visitor.asked == "email"
    assert visitor.booking.full_name == "Ann Lee"
    assert (visitor.booking.preferred_time or {})["start"] == "2026-11-24T15:00:00-05:00"


def test_tuesday_is_kept_when_a_question_came_with_the_wish_to_book(visitor: Visitor) -> None:
    visitor.says(
        "how much is exosome therapy, is it safe, and can I come tuesday?", "ask_and_book", treatments=("exosomes",)
    )
    assert visitor.asked == "full_name"
    assert (visitor.booking.preferred_time or {})["text"] == "tuesday"
    assert "Tuesday, November 24" in visitor.text


def test_details_given_unasked_start_a_booking(visitor: Visitor) -> None:
    visitor.says("my number is 212-555-0147", "inform")
    assert visitor.asked == "interest"
    assert visitor.booking.has_phone()


def test_words_without_details_start_nothing(visitor: Visitor) -> None:
    outcome = visitor.says("the blue one", "inform")
    assert (outcome.then, outcome.follow) == ("end", "action_default_fallback")


@pytest.mark.parametrize("words", ["not sure", "in general", "all of them"])
def test_the_topic_may_be_left_open(words: str, visitor: Visitor) -> None:
    visitor.at("interest").says(words, "nlu_fallback")
    assert visitor.booking.interest == {"treatments": [], "topic": "general"}


def test_a_topic_not_understood_twice_is_a_general_one(visitor: Visitor) -> None:
    visitor.at("interest").says("blue", "nlu_fallback")
    assert visitor.heard == ["booking.bad_interest_1"]
    visitor.says("green", "nlu_fallback")
    assert visitor.asked == "full_name"


def test_buttons_answer_every_step_that_has_them(visitor: Visitor) -> None:
    visitor.says("book", "book")
    visitor.presses('/inform{"treatment": "stem_cells"}')
    visitor.says("Ann")
    visitor.says("212-555-0147")
    visitor.presses("/skip")
    visitor.presses('/inform{"detail": "asap"}')
    assert visitor.asked == "consent"
    assert "as soon as possible" in visitor.text
    assert visitor.presses('/affirm{"channel": "text"}').then == "submit"
    assert (visitor.booking.consent or {})["channels"] == ["text"]


def test_the_summary_shows_all_values_for_checking(visitor: Visitor) -> None:
    visitor.at("preferred_time").says("any time")
    for value in ("PRP", "Ann Lee", "(212) 555-0147", "ann@example.com"):
        assert value in visitor.text


@pytest.mark.parametrize(
    ("slot", "given", "words"),
    [
        ("phone", {}, "212 555 0147 ext 3"),
        ("phone", {}, "+44 20 7946 0018"),
        ("phone", {}, "+52 55 5555 0147"),
    ],
)
def test_foreign_numbers_and_extensions_are_taken(
    slot: str, given: dict[str, Any], words: str, visitor: Visitor
) -> None:
    visitor.at(slot, **given).says(words)
    assert visitor.asked == "email"


def test_letters_in_a_number_are_explained(visitor: Visitor) -> None:
    visitor.at("phone").says("1-800-FLOWERS")
    assert visitor.heard[0] == "booking.from_letters"
    assert "(800) 356-9377" in visitor.text


@pytest.mark.parametrize(
    "name", ["Siobhán O'Brien-Núñez", "李小龍", "O", "Hope Price", "Will Call", "Price", "Joe Friday"]
)
def test_names_of_every_kind_are_taken(name: str, visitor: Visitor) -> None:
    intent = "ask_cost" if "Price" in name else "nlu_fallback"
    visitor.at("full_name").says(name, intent, confidence=0.95)
    assert visitor.booking.full_name == name
    assert visitor.asked == "phone"


@pytest.mark.parametrize(
    ("words", "text_id"),
    [
        ("yesterday", "booking.bad_time_past"),
        ("February 30", "booking.bad_time_impossible"),
        ("sunday", "booking.bad_time_closed"),
        ("3am tomorrow", "booking.bad_time_closed_window"),
        ("January 5 2029", "booking.bad_time_too_far"),
        ("blah", "booking.bad_preferred_time_1"),
    ],
)
def test_a_time_that_cannot_be_is_explained(words: str, text_id: str, visitor: Visitor) -> None:
    visitor.at("preferred_time").says(words, "nlu_fallback")
    assert visitor.heard == [text_id]
    assert visitor.asked == "preferred_time"


@pytest.mark.parametrize(
    ("slot", "words"),
    [("full_name", "12345"), ("phone", "blah"), ("email", "blah"), ("preferred_time", "blah"), ("consent", "purple")],
)
def test_after_two_failures_there_is_an_example_and_a_way_out(slot: str, words: str, visitor: Visitor) -> None:
    visitor.at(slot).says(words, "nlu_fallback")
    assert visitor.heard == [f"booking.bad_{slot}_1"]
    visitor.says(words, "nlu_fallback")
    assert visitor.heard == [f"booking.bad_{slot}_2"]
    assert {"/handoff", "/cancel"} <= set(visitor.payloads)
    assert visitor.asked == slot


def test_the_consent_names_clinic_channels_and_withdrawal(visitor: Visitor, kb: Knowledge) -> None:
    visitor.at("preferred_time").says("any time")
    for words in (
        kb.clinic.name,
        "phone call, text message or e-mail",
        "STOP",
        kb.clinic.privacy_url,
        "not a condition",
    ):
        assert words in visitor.text


def test_the_consent_is_kept_with_wording_version_page_and_moment(visitor: Visitor, kb: Knowledge) -> None:
    visitor.at("consent").says("yes", "affirm", page="https://www.example.com/prp")
    consent = visitor.booking.consent or {}
    assert consent["wording_id"] == "booking.consent"
    assert consent["wording_version"] == str(kb.texts.version("booking.consent"))
    assert consent["wording_text"] in kb.texts.get("booking.consent", channels="phone call, text message or e-mail")
    assert consent["granted_at"] == "2026-11-23T15:00:00+00:00"
    assert consent["page"] == "https://www.example.com/prp"


@pytest.mark.parametrize("words", ["no", "No thanks", "I do not agree", "don't contact me"])
def test_without_consent_nothing_is_kept(words: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, "deny")
    assert outcome.then == "end"
    assert visitor.booking.is_empty()
    assert set(visitor.heard) <= {"booking.no_consent", "booking.cancelled"}


def test_a_second_booking_names_the_first(visitor: Visitor) -> None:
    visitor.booking = visitor.booking.having(reference="C-7K3MQ2")
    outcome = visitor.says("book another one", "book")
    assert (outcome.then, visitor.heard) == ("end", ["booking.already_booked"])
    assert "C-7K3MQ2" in visitor.text
    assert "/handoff" in visitor.payloads


def test_a_child_gives_no_contact_details(visitor: Visitor) -> None:
    for words in ("I'm 15", "I am a minor", "im 12 years old", "I'm still in high school"):
        outcome = visitor.at("phone").says(words, "nlu_fallback")
        assert (outcome.then, visitor.heard) == ("end", ["booking.minor"])
        assert visitor.booking.is_empty()


def test_an_adults_age_or_a_time_is_no_minor(visitor: Visitor) -> None:
    for words in ("I'm 45", "I'm 10 minutes away", "I'm free at 5pm"):
        assert visitor.at("preferred_time").says(words, "nlu_fallback").then == "ask"


def test_a_visitor_who_comes_back_is_welcomed_and_goes_on(visitor: Visitor) -> None:
    visitor.at("email").says("ann@example.com", **after(65))
    assert visitor.heard[0] == "booking.resumed"
    assert visitor.asked == "preferred_time"
    visitor.at("email").says("ann@example.com", **after(5))
    assert "booking.resumed" not in visitor.heard


def test_no_reply_of_the_booking_opens_with_yes(visitor: Visitor, kb: Knowledge) -> None:
    for text_id in kb.texts:
        if text_id.startswith("booking."):
            assert not kb.texts.text(text_id).wordings["en"].lower().startswith("yes")


def test_a_name_beside_a_number_is_taken_from_the_first_message(visitor: Visitor) -> None:
    visitor.says("I want to book an appointment tuesday at 3pm, I'm Ann Lee, 212-555-0147", "book")
    assert visitor.booking.full_name == "Ann Lee"
    assert visitor.booking.has_phone()


def test_a_time_that_cannot_be_is_remembered_until_its_step(visitor: Visitor) -> None:
    visitor.at("email").says("ann@example.com, call me sunday at 3")
    assert (visitor.asked, visitor.heard[-1]) == ("preferred_time", "booking.bad_time_closed")


def test_a_child_who_said_so_is_not_asked_later_either(visitor: Visitor) -> None:
    visitor.at("phone").says("I'm 15", "nlu_fallback")
    visitor.asked = None
    assert visitor.says("book", "book").then == "end"
    assert visitor.says("I'm 34, I want to book", "book").then == "ask"


@pytest.mark.parametrize(
    "said",
    ["Ann Lee and I'm 45", "Ann Lee and what should I bring", "Ann Lee but how long is it", "Ann Lee also is it far"],
)
def test_what_is_said_beside_the_name_is_left_out(said: str, visitor: Visitor) -> None:
    visitor.at("full_name").says(said, "nlu_fallback")
    assert visitor.booking.full_name == "Ann Lee"


def test_small_words_inside_a_name_stay(visitor: Visitor) -> None:
    visitor.at("full_name").says("Maria do Carmo e Silva", "nlu_fallback")
    assert visitor.booking.full_name == "Maria do Carmo e Silva"


def test_everything_in_the_first_message_is_taken_and_said_back(visitor: Visitor) -> None:
    visitor.says(
        "i need an appointment asap my name is Li Wei phone +44 20 7946 0123 email li@example.com", "ask_and_book"
    )
    assert visitor.asked == "interest"
    for value in ("Li Wei", "+44 20 7946 0123", "li@example.com", "as soon as possible"):
        assert value in visitor.text
