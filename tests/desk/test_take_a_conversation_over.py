"""A staff member answers a visitor in place of the bot, and hands back."""

import uuid

import pytest

from desk.conversations.models import Conversation
from desk.gateway.policy import policy
from tests.desk.conftest import Desk, Visitor
from tests.desk.fake_brain import FakeBrain
from tests.desk.leads import stored_lead


@pytest.fixture
def taken(visitor: Visitor, agent: Desk) -> Visitor:
    """A visitor whom an agent answers."""
    stored_lead(visitor)
    agent.post("take_over", visitor.id)
    return visitor


def test_the_visitor_is_told_and_the_bot_is_silent(taken: Visitor, brain: FakeBrain) -> None:
    assert taken.messages()[-1]["text"] == policy().text("staff_takeover")
    answer = taken.send({"client_id": str(uuid.uuid4()), "text": "hello?"}).json()
    assert answer["owner"] == "staff"
    assert [message["kind"] for message in answer["messages"]] == ["visitor"]
    assert not brain.asked


def test_a_reply_reaches_the_visitor(taken: Visitor, agent: Desk) -> None:
    agent.post("reply", taken.id, text="Hello, this is Omar.")
    last = taken.messages()[-1]
    assert (last["role"], last["kind"], last["text"]) == ("staff", "staff", "Hello, this is Omar.")


def test_after_handing_back_the_bot_answers(taken: Visitor, agent: Desk) -> None:
    agent.post("hand_back", taken.id)
    assert taken.messages()[-1]["text"] == policy().text("staff_left")
    assert taken.say("what are exosomes?")[1]["kind"] == "answer"
    assert "already" in agent.post("hand_back", taken.id).content.decode()


def test_of_two_staff_members_the_second_is_told(taken: Visitor, manager: Desk) -> None:
    assert "A colleague has taken" in manager.post("take_over", taken.id).content.decode()
    assert "Take the conversation over" in manager.post("reply", taken.id, text="me too").content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_reply_of_no_use_is_refused(taken: Visitor, agent: Desk, text: str) -> None:
    assert "between 1 and 2000" in agent.post("reply", taken.id, text=text).content.decode()


def test_an_ended_conversation_cannot_be_taken_over(visitor: Visitor, manager: Desk) -> None:
    visitor.client.delete(visitor.url, **visitor.headers)
    assert "ended" in manager.post("take_over", visitor.id).content.decode()
    assert Conversation.objects.get(pk=visitor.id).owner == "bot"


def test_a_reviewer_may_not_answer_visitors(visitor: Visitor, reviewer: Desk) -> None:
    assert reviewer.post("take_over", visitor.id).status_code == 403
