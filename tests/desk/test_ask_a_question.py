"""A visitor asks and is answered."""

import uuid

from desk.conversations.models import Message
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain


def test_the_first_messages_say_it_is_automated_and_where_to_turn(visitor: Visitor) -> None:
    assert [message["kind"] for message in visitor.start["messages"]] == ["greeting", "greeting"]
    assert len(visitor.start["token"]) >= 22


def test_it_answers_with_source_and_disclaimer(visitor: Visitor) -> None:
    said = visitor.say("what are exosomes?")
    assert [message["kind"] for message in said] == ["visitor", "answer", "disclaimer"]
    assert said[1]["sources"][0]["section"] == "What they are"
    assert [message["seq"] for message in said] == [3, 4, 5]


def test_the_brain_is_told_place_and_time_zone_but_no_query(visitor: Visitor, brain: FakeBrain) -> None:
    visitor.say("hello")
    assert brain.asked[0]["metadata"]["timezone"] == "America/New_York"
    assert brain.asked[0]["metadata"]["page"] == "https://clinic.example/exosomes"


def test_what_was_understood_is_kept(visitor: Visitor) -> None:
    said = visitor.say("what are exosomes?")
    stored = Message.objects.get(pk=said[0]["id"])
    assert (stored.intent, stored.confidence, stored.state) == ("ask_what_is", 0.93, "done")
    assert stored.knowledge_version


def test_the_same_client_id_is_answered_once(visitor: Visitor, brain: FakeBrain) -> None:
    client_id = str(uuid.uuid4())
    assert visitor.say("hello", client_id) == visitor.say("hello", client_id)
    assert len(brain.asked) == 1


def test_a_button_reaches_the_brain_as_its_payload(visitor: Visitor, brain: FakeBrain) -> None:
    button = visitor.say("what are exosomes?")[1]["buttons"][0]
    assert "payload" not in button
    assert visitor.press(button["id"])[0]["text"] == "More about safety"
    assert brain.asked[1]["payload"] == '/ask_safety{"treatment": "exosomes"}'


def test_a_button_of_another_conversation_is_refused(visitor: Visitor) -> None:
    other = Visitor()
    button = other.start["messages"][1]["buttons"][0]
    answer = visitor.send({"client_id": str(uuid.uuid4()), "button_id": button["id"]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unknown_button")


def test_a_reload_shows_everything_after_a_number(visitor: Visitor) -> None:
    said = visitor.say("what are exosomes?")
    assert visitor.messages(after=2) == said
    assert len(visitor.messages()) == 5
