"""The wrapper between Rasa's form and the state machine: which call begins, steps, or asks again."""

from __future__ import annotations

from typing import Any

import pytest

from actions import answer_actions
from actions.booking.state import SLOTS
from actions.booking_actions import ActionCancelBooking, ActionRestart, ValidateBookingForm, hear
from actions.runtime import current
from actions.turn import Turn
from tests.actions.trackers import FORM, FakeDesk, Ran, tracker

ACTIVATED = ({"event": "active_loop", "name": FORM},)
REJECTED = ({"event": "action_execution_rejected", "name": FORM}, {"event": "action", "name": "action_answer"})
GIVEN = {"interest": {"treatments": ["prp"], "topic": "prp"}, "form_run": "run-1", "full_name": "Ann Lee"}

pytestmark = pytest.mark.usefixtures("desk")


def validate(text: str, intent: str, slots: dict[str, Any], **about: Any) -> Ran:
    return Ran(ValidateBookingForm(), tracker(text, intent, slots=slots, form=True, **about))


def test_activation_asks_the_first_question_and_names_the_run() -> None:
    ran = validate("book", "book", {}, happened=ACTIVATED)
    assert ran.slot("requested_slot") == "interest"
    assert len(ran.slot("form_run")) == 32
    assert ran.kinds == ["question"]


def test_activation_takes_the_treatment_that_was_named() -> None:
    ran = validate("book prp", "book", {}, happened=ACTIVATED, entities=[{"entity": "treatment", "value": "prp"}])
    assert ran.slot("requested_slot") == "full_name"
    assert ran.slot("interest")["treatments"] == ["prp"]


def test_a_step_fills_the_slot_and_asks_for_the_next() -> None:
    ran = validate("212-555-0147", "inform", {**GIVEN, "requested_slot": "phone"})
    assert ran.slot("phone")["e164"] == "+12125550147"
    assert ran.slot("requested_slot") == "email"


def test_a_question_is_rejected_so_that_the_global_rule_answers() -> None:
    ran = validate("how much is it?", "ask_cost", {**GIVEN, "requested_slot": "phone"})
    assert ran.has("action_execution_rejected", FORM)
    assert ran.slot("requested_slot") == "phone"
    assert ran.messages == []


def test_after_the_answer_the_question_comes_again() -> None:
    ran = validate("how much is it?", "ask_cost", {**GIVEN, "requested_slot": "phone"}, happened=REJECTED)
    assert ran.kinds == ["question"]
    assert not ran.has("action_execution_rejected")
    assert ran.slot("requested_slot") == "phone"


def test_the_last_yes_ends_the_form() -> None:
    slots = {
        **GIVEN,
        "phone": {"e164": "+12125550147", "display": "(212) 555-0147", "extension": ""},
        "email": {"refused": True},
        "preferred_time": {"text": "", "start": None, "end": None, "timezone": "America/New_York", "kind": "any"},
        "requested_slot": "consent",
    }
    ran = validate("yes", "affirm", slots)
    assert ran.slot("requested_slot") is None
    assert ran.slot("consent")["given"] is True
    assert not ran.has("followup")


def test_cancel_ends_the_form_and_listens() -> None:
    ran = validate("cancel", "cancel", {**GIVEN, "requested_slot": "phone"})
    assert ran.slot("requested_slot") is None
    assert ran.has("followup", "action_listen")
    assert all(ran.slot(slot) is None for slot in SLOTS)


def test_every_outcome_sets_a_value_that_rasa_takes_for_validated() -> None:
    for text, intent in (("yes", "affirm"), ("why?", "why_needed"), ("blah", "nlu_fallback"), ("cancel", "cancel")):
        ran = validate(text, intent, {**GIVEN, "requested_slot": "phone"})
        assert any(e["event"] == "slot" and e["name"] != "requested_slot" for e in ran.events)


def test_a_second_booking_ends_at_once() -> None:
    ran = validate("book", "book", {"lead_reference": "C-7K3MQ2"}, happened=ACTIVATED)
    assert ran.kinds == ["notice"]
    assert ran.slot("requested_slot") is None
    assert ran.slot("lead_reference") == "C-7K3MQ2"
    assert ran.has("followup", "action_listen")


def test_start_over_in_the_form_begins_it_again() -> None:
    ran = Ran(ActionRestart(), tracker("start over", "restart", slots=GIVEN, form=True))
    assert ran.slot("full_name") is None
    assert ran.has("followup", FORM)


def test_start_over_outside_forgets_the_subject() -> None:
    ran = Ran(ActionRestart(), tracker("start over", "restart", slots={"context": {"treatments": ["prp"]}}))
    assert ran.slot("context") is None
    assert ran.kinds == ["smalltalk"]
    assert ran.has("followup", "action_listen")


def test_cancel_with_nothing_open_says_so() -> None:
    ran = Ran(ActionCancelBooking(), tracker("cancel", "cancel"))
    assert "no open booking" in ran.text


def test_the_visitors_zone_page_and_locale_come_from_the_gateway() -> None:
    metadata = {"timezone": "Europe/Madrid", "locale": "es-ES", "page": "https://www.example.com/"}
    heard = hear(Turn(tracker("hola", "greet", metadata=metadata), current()))
    assert (heard.zone, heard.locale, heard.page) == ("Europe/Madrid", "es-ES", "https://www.example.com/")


def test_a_button_is_a_command_and_typed_text_is_not() -> None:
    pressed = tracker('/inform{"detail": "any"}', "inform", entities=[{"entity": "detail", "value": "any"}])
    typed = tracker('/inform{"detail": "any"}', "nlu_fallback", reading={"parts": []} | {"text": "x"})
    assert hear(Turn(pressed, current())).command
    assert not hear(Turn(typed, current())).command


def test_yes_after_an_answer_takes_up_its_first_offer() -> None:
    offered = [{"title": "Size", "payload": '/follow_more{"fact": "exosomes.size"}'}]
    ran = Ran(answer_actions.ActionAffirm(), tracker("yes", "affirm", slots={"context": {"offered": offered}}))
    assert ran.kinds == ["answer", "disclaimer"]
    assert ran.messages[0]["facts"][0] == "exosomes.size"


def test_yes_to_an_offered_booking_starts_it() -> None:
    offered = [{"title": "Book", "payload": "/book"}]
    ran = Ran(answer_actions.ActionAffirm(), tracker("yes", "affirm", slots={"context": {"offered": offered}}))
    assert ran.has("followup", FORM)


def test_yes_to_nothing_asks_what_is_meant() -> None:
    ran = Ran(answer_actions.ActionAffirm(), tracker("yes", "affirm"))
    assert ran.kinds == ["clarify"]


def test_in_the_form_no_answer_offers_to_book(desk: FakeDesk) -> None:
    ran = Ran(
        answer_actions.ActionAnswer(),
        tracker("pain", "ask_pain", slots={**GIVEN, "requested_slot": "phone"}, form=True),
    )
    assert "/book" not in [b["payload"] for m in ran.messages for b in m["buttons"]]


def test_cancel_after_the_request_was_stored_names_the_reference() -> None:
    ran = Ran(ActionCancelBooking(), tracker("cancel my booking", "cancel", slots={"lead_reference": "C-7K3MQ2"}))
    assert "C-7K3MQ2" in ran.text
    assert "/handoff" in [button["payload"] for button in ran.messages[0]["buttons"]]


def test_a_child_who_says_so_outside_the_form_is_remembered() -> None:
    ran = Ran(answer_actions.ActionRefusal(), tracker("I'm 15 and want prp", "advice_minor"))
    assert ran.slot("booking_tries") == {"minor": True}


def test_a_question_in_the_booking_is_about_its_treatment() -> None:
    slots = {**GIVEN, "interest": {"treatments": ["exosomes"], "topic": "exosomes"}, "requested_slot": "phone"}
    part = {
        "text": "how much does it cost?",
        "intent": "ask_cost",
        "confidence": 0.9,
        "aspects": ["cost"],
        "known": True,
    }
    reading = {"text": part["text"], "language": "en", "parts": [part]}
    ran = Ran(answer_actions.ActionAnswer(), tracker("how much?", "ask_cost", slots=slots, form=True, reading=reading))
    assert ran.messages[0]["facts"][0] == "exosomes.price-range"
