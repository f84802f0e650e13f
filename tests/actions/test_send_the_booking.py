"""Sending the finished booking: once, retried, and never confirmed before the desk has it."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from actions.answer_actions import ActionAffirm, ActionAnswer, ActionDeny
from actions.booking.state import SLOTS
from actions.booking.submission import lead_body
from actions.booking_actions import ActionCancelBooking, ActionSubmitBooking, ValidateBookingForm, booking_events
from actions.desk import BUDGET
from knowledge import Knowledge
from tests.actions.trackers import CONVERSATION, FORM, FakeDesk, Ran, tracker
from tests.actions.visitor import Visitor


@pytest.fixture
def agreed(kb: Knowledge) -> dict[str, Any]:
    """The slots after a yes: complete, agreed, not sent."""
    visitor = Visitor(kb).at("consent")
    visitor.says("yes but only text", "affirm", page="https://www.example.com/prp")
    return {event["name"]: event["value"] for event in booking_events(visitor.booking)}


def submit(slots: dict[str, Any]) -> Ran:
    return Ran(ActionSubmitBooking(), tracker("yes", "affirm", slots=slots, latest_action=FORM))


def test_the_lead_is_posted_with_consent_and_key(agreed: dict[str, Any], desk: FakeDesk) -> None:
    submit(agreed)
    path, body, headers = desk.calls[0]
    assert path == "/internal/leads"
    assert headers["Authorization"] == "Bearer token"
    assert headers["Idempotency-Key"] == f"{CONVERSATION}:run-1"
    assert set(body) == {
        "conversation_id", "form_run", "name", "phone", "phone_extension", "email", "preferred_time", "interest",
        "consent", "language",
    }  # fmt: skip
    assert set(body["preferred_time"]) == {"text", "start", "end", "timezone"}
    assert set(body["consent"]) == {"wording_id", "wording_version", "wording_text", "channels", "granted_at", "page"}
    assert (body["name"], body["phone"], body["email"]) == ("Ann Lee", "+12125550147", "ann@example.com")
    assert body["consent"]["channels"] == ["text"]


def test_the_confirmation_has_the_reference_and_then_the_disclaimer(agreed: dict[str, Any], desk: FakeDesk) -> None:
    ran = submit(agreed)
    assert ran.kinds == ["confirmation", "disclaimer"]
    assert "C-7K3MQ2" in ran.text
    assert ran.slot("lead_reference") == "C-7K3MQ2"


def test_what_was_given_is_forgotten_once_stored(agreed: dict[str, Any], desk: FakeDesk) -> None:
    ran = submit(agreed)
    assert all(ran.slot(slot) is None for slot in SLOTS)


def test_a_lead_without_a_phone_has_a_null_there(kb: Knowledge) -> None:
    visitor = Visitor(kb).at("consent", phone={"refused": True})
    visitor.says("yes", "affirm")
    body = lead_body(visitor.booking, CONVERSATION)
    assert body["phone"] is None
    assert body["consent"]["channels"] == ["email"]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_failing_desk_keeps_everything_and_offers_to_try_again(
    status: int, agreed: dict[str, Any], desk: FakeDesk
) -> None:
    desk.status = status
    ran = submit(agreed)
    assert ran.kinds == ["error"]
    assert len(desk.calls) == 3
    assert ran.slot("full_name") == "Ann Lee"
    assert ran.slot("lead_reference") is None
    assert "/affirm" in [button["payload"] for button in ran.messages[0]["buttons"]]
    assert "(212) 555-0147" in ran.text


def test_a_desk_that_is_down_is_no_confirmation(agreed: dict[str, Any], desk: FakeDesk) -> None:
    desk.fail = lambda request: httpx.ConnectError("refused", request=request)
    begin = time.monotonic()
    assert submit(agreed).kinds == ["error"]
    assert time.monotonic() - begin < BUDGET


def test_one_lost_answer_is_made_good_by_trying_again(agreed: dict[str, Any], desk: FakeDesk) -> None:
    answers = iter([httpx.ReadTimeout, None])

    def fail_once(request: httpx.Request) -> Exception:
        desk.fail = None
        return next(answers)("lost", request=request)  # type: ignore[misc]

    desk.fail = fail_once
    assert submit(agreed).kinds[0] == "confirmation"
    keys = {headers["Idempotency-Key"] for _, _, headers in desk.calls}
    assert len(desk.calls) == 2
    assert len(keys) == 1


def test_an_answer_that_is_not_json_is_no_confirmation(agreed: dict[str, Any], kb: Knowledge, desk: FakeDesk) -> None:
    from actions import runtime

    broken = httpx.MockTransport(lambda request: httpx.Response(200, text="<html>"))
    shared = runtime.current()
    runtime.use(runtime.Runtime(type(shared.desk)("http://desk.test", "t", broken), shared.now, shared.load))
    assert submit(agreed).kinds == ["error"]


@pytest.mark.parametrize("words", ["yes", "try again", "hello?", "how much is it"])
def test_whatever_comes_next_finishes_a_booking_that_was_agreed(
    words: str, agreed: dict[str, Any], desk: FakeDesk
) -> None:
    action = ActionAffirm() if words in ("yes", "try again") else ActionAnswer()
    intent = "affirm" if words in ("yes", "try again") else "ask_cost"
    ran = Ran(action, tracker(words, intent, slots=agreed))
    assert "confirmation" in ran.kinds
    assert len(desk.bodies("/internal/leads")) == 1
    assert ran.slot("lead_reference") == "C-7K3MQ2"


def test_wanting_to_book_again_sends_what_waits(agreed: dict[str, Any], desk: FakeDesk) -> None:
    form = {"event": "active_loop", "name": FORM}
    ran = Ran(ValidateBookingForm(), tracker("book", "book", slots=agreed, form=True, happened=(form,)))
    assert ran.has("followup", "action_submit_booking")
    assert ran.slot("requested_slot") is None


def test_a_no_or_a_cancel_sends_nothing(agreed: dict[str, Any], desk: FakeDesk) -> None:
    Ran(ActionDeny(), tracker("no", "deny", slots=agreed))
    ran = Ran(ActionCancelBooking(), tracker("cancel", "cancel", slots=agreed))
    assert desk.calls == []
    assert ran.slot("full_name") is None


def test_nothing_is_sent_without_consent(agreed: dict[str, Any], desk: FakeDesk) -> None:
    for consent in (None, {"given": False}):
        ran = submit({**agreed, "consent": consent})
        assert ran.messages == []
    assert desk.calls == []


def test_nothing_is_sent_twice(agreed: dict[str, Any], desk: FakeDesk) -> None:
    submit({**agreed, "lead_reference": "C-7K3MQ2"})
    assert desk.calls == []


def test_a_value_the_desk_cannot_use_is_asked_for_again(agreed: dict[str, Any], desk: FakeDesk) -> None:
    desk.status, desk.body = (
        422,
        {"error": {"code": "invalid", "message": "no", "fields": {"phone": "is not a number"}}},
    )
    ran = submit(agreed)
    assert ran.slot("phone") is None
    assert ran.slot("consent") is None
    assert ran.slot("requested_slot") == "phone"
    assert ran.has("active_loop", FORM)
    assert ran.kinds == ["question"]


def test_a_refusal_without_a_field_is_a_failure_that_keeps_everything(agreed: dict[str, Any], desk: FakeDesk) -> None:
    desk.status, desk.body = 401, {"error": {"code": "token", "message": "no"}}
    ran = submit(agreed)
    assert ran.kinds == ["error"]
    assert ran.slot("full_name") == "Ann Lee"


def test_the_same_key_with_other_content_is_told_truthfully(agreed: dict[str, Any], desk: FakeDesk) -> None:
    desk.status, desk.body = 409, {"error": {"code": "key_reused", "message": "no"}}
    ran = submit(agreed)
    assert ran.kinds == ["error"]
    assert "/handoff" in [button["payload"] for button in ran.messages[0]["buttons"]]
    assert ran.slot("full_name") is None
