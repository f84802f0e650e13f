"""A person, privacy, stop, complaints and side effects: the desk is told, and what is said is true."""

from __future__ import annotations

import httpx
import pytest

from actions.answer_actions import ActionHandoff, ActionPrivacy, ActionRefusal, ActionSmalltalk, ActionStopContact
from knowledge import Knowledge
from tests.actions.trackers import CONVERSATION, FakeDesk, Ran, tracker


def down(desk: FakeDesk) -> None:
    desk.fail = lambda request: httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize(("online", "text_id"), [(True, "handoff_done_online"), (False, "handoff_done")])
def test_a_person_is_asked_for_and_nobody_is_promised_who_is_not_there(
    online: bool, text_id: str, desk: FakeDesk, kb: Knowledge
) -> None:
    desk.body = {"request_id": "1", "staff_online": online}
    ran = Ran(ActionHandoff(), tracker("a person please", "handoff"))
    assert (ran.kinds, ran.text) == (["handoff"], kb.texts.get(text_id))
    assert desk.bodies("/internal/handoffs")[0]["conversation_id"] == CONVERSATION


def test_without_the_desk_the_phone_is_given(desk: FakeDesk, kb: Knowledge) -> None:
    down(desk)
    ran = Ran(ActionHandoff(), tracker("a person please", "handoff"))
    assert ran.text == kb.texts.get("handoff_failed")
    assert kb.clinic.phone in ran.text


@pytest.mark.parametrize(("intent", "kind"), [("privacy_delete", "erase"), ("privacy_access", "access")])
def test_a_privacy_request_has_a_due_date_and_claims_nothing_more(intent: str, kind: str, desk: FakeDesk) -> None:
    ran = Ran(ActionPrivacy(), tracker("delete my data", intent))
    assert ran.kinds == ["privacy"]
    assert "December 23, 2026" in ran.text
    assert desk.bodies("/internal/privacy-requests")[0]["kind"] == kind
    assert "has been deleted" not in ran.text


def test_a_due_date_in_another_form_is_passed_on_as_it_is(desk: FakeDesk) -> None:
    desk.body = {"request_id": "1", "due_on": "in 30 days"}
    assert "in 30 days" in Ran(ActionPrivacy(), tracker("delete my data", "privacy_delete")).text


def test_a_privacy_request_that_cannot_be_passed_on_says_so(desk: FakeDesk, kb: Knowledge) -> None:
    down(desk)
    assert Ran(ActionPrivacy(), tracker("delete my data", "privacy_delete")).text == kb.texts.get("privacy.failed")


@pytest.mark.parametrize("intent", ["privacy_who_sees", "record_lookup"])
def test_other_privacy_questions_open_nothing(intent: str, desk: FakeDesk) -> None:
    assert Ran(ActionPrivacy(), tracker("who sees this", intent)).kinds == ["privacy"]
    assert desk.calls == []


@pytest.mark.parametrize(
    ("words", "channels"),
    [("STOP", ["call", "text", "email"]), ("stop texting me", ["text"]), ("unsubscribe", ["call", "text", "email"])],
)
def test_stop_takes_consent_back_on_the_channels_named(words: str, channels: list[str], desk: FakeDesk) -> None:
    Ran(ActionStopContact(), tracker(words, "stop_contact"))
    assert desk.bodies("/internal/revocations")[0]["channels"] == channels


def test_stop_drops_what_was_on_the_way(desk: FakeDesk) -> None:
    ran = Ran(ActionStopContact(), tracker("STOP", "stop_contact", slots={"full_name": "Ann Lee"}))
    assert ran.slot("full_name") is None


def test_a_stop_that_could_not_be_recorded_says_so(desk: FakeDesk, kb: Knowledge) -> None:
    down(desk)
    assert Ran(ActionStopContact(), tracker("STOP", "stop_contact")).text == kb.texts.get("stop_contact.failed")


def test_the_visitors_words_do_not_travel_with_a_stop(desk: FakeDesk) -> None:
    Ran(ActionStopContact(), tracker("stop, I am Ann Lee, 212-555-0147", "stop_contact"))
    assert "Ann" not in str(desk.calls[0][1])


@pytest.mark.parametrize(
    ("action", "intent", "kind", "failed"),
    [
        (ActionSmalltalk, "complaint", "complaint", "complaint_failed"),
        (ActionRefusal, "side_effect_report", "side_effect", "side_effect_report_failed"),
    ],
)
def test_complaints_and_side_effects_reach_the_team_or_say_that_they_did_not(
    action: type[ActionSmalltalk], intent: str, kind: str, failed: str, desk: FakeDesk, kb: Knowledge
) -> None:
    Ran(action(), tracker("my arm is sore since the shot", intent))
    assert desk.bodies("/internal/reports") == [{"conversation_id": CONVERSATION, "kind": kind}]
    down(desk)
    assert kb.texts.get(failed) in Ran(action(), tracker("my arm is sore", intent)).text


def test_a_side_effect_is_referred_to_the_provider_and_medwatch(desk: FakeDesk) -> None:
    text = Ran(ActionRefusal(), tracker("my arm is sore since the shot", "side_effect_report")).text
    assert "MedWatch" in text
    assert "provider who treated you" in text
