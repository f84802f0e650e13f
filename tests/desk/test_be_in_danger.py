"""A visitor tells of an emergency or of self-harm: before everything else, in every state, with the brain down."""

import uuid

import pytest
from django.test import override_settings

from desk.conversations.models import Conversation, DangerAlert, Message
from desk.gateway.policy import policy
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain

EMERGENCY = "I can't breathe after my injection"
CRISIS = "I want to kill myself"


@pytest.mark.parametrize(("text", "kind"), [(EMERGENCY, "emergency"), (CRISIS, "crisis")])
@pytest.mark.parametrize("fails", ["", "unreachable"])
def test_the_reply_is_the_policy_text_alone(
    visitor: Visitor, brain: FakeBrain, text: str, kind: str, fails: str
) -> None:
    brain.fails = fails
    said = visitor.say(text)
    assert [message["kind"] for message in said] == ["visitor", kind]
    assert said[1]["text"] == policy().text(kind)
    assert not said[1]["buttons"]
    assert not brain.asked


def test_staff_see_it_at_once(visitor: Visitor) -> None:
    visitor.say(EMERGENCY)
    alert = DangerAlert.objects.get()
    assert (str(alert.conversation_id), alert.kind, alert.acknowledged_at) == (visitor.id, "emergency", None)
    assert Conversation.objects.get(pk=visitor.id).danger_kind == "emergency"


def test_it_stays_until_the_visitor_is_safe(visitor: Visitor, brain: FakeBrain) -> None:
    visitor.say(EMERGENCY)
    again = visitor.say("should I wait until tomorrow?")
    assert (again[1]["kind"], again[1]["text"]) == ("emergency", policy().text("emergency_stay"))
    assert DangerAlert.objects.count() == 1
    safe = visitor.say("I am safe")
    assert safe[1]["text"] == policy().text("safe_again")
    assert visitor.say("what are exosomes?")[1]["kind"] == "answer"
    assert Conversation.objects.get(pk=visitor.id).danger_kind == "emergency"


def test_a_button_does_not_get_around_it(visitor: Visitor, brain: FakeBrain) -> None:
    button = visitor.start["messages"][1]["buttons"][0]
    visitor.say(EMERGENCY)
    assert visitor.press(button["id"])[1]["kind"] == "emergency"
    assert not brain.asked


@pytest.mark.parametrize("length", [1900, 9_000, 60_000])
def test_it_is_found_at_the_end_of_a_long_text(visitor: Visitor, length: int) -> None:
    text = "so I read about this and that. " * (length // 31) + EMERGENCY
    assert visitor.say(text)[1]["kind"] == "emergency"
    assert EMERGENCY in Message.objects.get(conversation=visitor.id, role="visitor").text or length > 16_000


def test_spanish_is_answered_in_spanish(visitor: Visitor) -> None:
    said = visitor.say("no puedo respirar")
    assert (said[1]["kind"], said[1].get("lang")) == ("emergency", "es")
    assert said[1]["text"] == policy().text("emergency", "es")


def test_it_is_found_while_staff_answer(visitor: Visitor) -> None:
    Conversation.objects.filter(pk=visitor.id).update(owner="staff")
    assert visitor.say(CRISIS)[1]["kind"] == "crisis"


@override_settings(RATE_CONVERSATION_PER_MINUTE=2)
def test_the_rate_limit_does_not_silence_it(visitor: Visitor) -> None:
    for number in range(2):
        visitor.say(f"question {number}?")
    assert visitor.send({"client_id": str(uuid.uuid4()), "text": "one more"}).status_code == 429
    assert visitor.say(EMERGENCY)[1]["kind"] == "emergency"


def test_a_second_kind_of_danger_is_a_second_alert(visitor: Visitor) -> None:
    visitor.say(EMERGENCY)
    assert visitor.say(CRISIS)[1]["kind"] == "crisis"
    assert DangerAlert.objects.count() == 2
    assert Conversation.objects.get(pk=visitor.id).danger_state == "crisis"
