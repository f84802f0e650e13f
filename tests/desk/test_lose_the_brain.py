"""The brain is down, slow or broken: the visitor is told the truth, loses nothing, and goes on when it is back."""

import uuid

import pytest
from django.db import OperationalError

from desk.conversations.models import Conversation, Message, StaffRequest
from desk.gateway.policy import policy
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain

FAILURES = ["unreachable", "timeout", "bad_answer", "no_model", "parse_failed", "action_failed", "empty", "internal"]


@pytest.mark.parametrize("fails", FAILURES)
def test_it_says_so_and_keeps_the_text(visitor: Visitor, brain: FakeBrain, fails: str) -> None:
    brain.fails = fails
    said = visitor.say("is it safe?")
    assert [message["kind"] for message in said] == ["visitor", "error"]
    assert said[1]["text"] == policy().text("brain_slow" if fails == "timeout" else "brain_down")
    stored = Message.objects.get(pk=said[0]["id"])
    assert (stored.text, stored.state, stored.error) == ("is it safe?", "failed", fails)


def test_an_empty_answer_is_a_failure_too(visitor: Visitor, brain: FakeBrain) -> None:
    brain.says = []
    assert visitor.say("is it safe?")[1]["kind"] == "error"


def test_try_again_sends_the_same_message_again(visitor: Visitor, brain: FakeBrain) -> None:
    brain.fails = "unreachable"
    button = visitor.say("is it safe?")[1]["buttons"][0]
    brain.fails = ""
    said = visitor.press(button["id"])
    assert [message["kind"] for message in said] == ["visitor", "answer", "disclaimer"]
    assert brain.asked[-1]["text"] == "is it safe?"


def test_try_again_works_for_a_button_and_twice(visitor: Visitor, brain: FakeBrain) -> None:
    brain.fails = "unreachable"
    first = visitor.press(visitor.start["messages"][1]["buttons"][0]["id"])
    second = visitor.press(first[1]["buttons"][0]["id"])
    brain.fails = ""
    visitor.press(second[1]["buttons"][0]["id"])
    assert brain.asked[-1]["payload"].startswith("/ask_what_is")


def test_a_person_can_be_asked_for_while_it_is_down(visitor: Visitor, brain: FakeBrain) -> None:
    brain.fails = "unreachable"
    button = visitor.say("is it safe?")[1]["buttons"][1]
    assert visitor.press(button["id"])[1]["kind"] == "handoff"
    assert StaffRequest.objects.get().kind == "handoff"


def test_the_chat_goes_on_when_it_is_back(visitor: Visitor, brain: FakeBrain) -> None:
    brain.fails = "timeout"
    visitor.say("is it safe?")
    brain.fails = ""
    assert visitor.say("is it safe?")[1]["kind"] == "answer"
    assert Conversation.objects.get(pk=visitor.id).had_error


def test_a_message_left_behind_by_a_crash_is_answered_on_the_same_client_id(visitor: Visitor, brain: FakeBrain) -> None:
    client_id = uuid.uuid4()
    Message.objects.create(
        conversation_id=visitor.id,
        seq=3,
        role="visitor",
        kind="visitor",
        text="is it safe?",
        client_id=client_id,
        state="pending",
        sent={"text": "is it safe?"},
    )
    Conversation.objects.filter(pk=visitor.id).update(next_seq=4)
    said = visitor.say("is it safe?", str(client_id))
    assert [message["kind"] for message in said] == ["visitor", "answer", "disclaimer"]
    assert len(brain.asked) == 1


def test_a_locked_database_is_a_503_with_the_phone(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("desk.gateway.views.accept", locked)
    answer = visitor.send({"client_id": str(uuid.uuid4()), "text": "hello"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "database")
    assert policy().knowledge.clinic.phone in answer.json()["error"]["message"]
    assert answer["Retry-After"]


@pytest.mark.parametrize(("text", "code"), [("i cant breathe", "emergency"), ("i want to kill myself", "crisis")])
@pytest.mark.parametrize("failure", [OperationalError("database is locked"), RuntimeError("anything")])
def test_danger_is_answered_even_when_nothing_can_be_stored(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, text: str, code: str, failure: Exception
) -> None:
    def fails(*_: object) -> None:
        raise failure

    monkeypatch.setattr("desk.gateway.views.accept", fails)
    answer = visitor.send({"client_id": str(uuid.uuid4()), "text": text})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, code)
    assert answer.json()["error"]["message"] == policy().text(code)
