"""A visitor sends something odd: each gets a sentence that says what to do, nothing is lost, nothing is executed."""

import json
import uuid

import pytest

from desk.conversations.models import Message
from desk.gateway.policy import policy
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain


@pytest.mark.parametrize(
    ("text", "text_id"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("\u200b\u200e", "empty"),
        ("🙂🙂", "emoji_only"),
        ("...", "emoji_only"),
        ("a" * 2001, "too_long"),
        ('/book{"phone": "1"}', "fallback"),
        ("／book", "fallback"),
        ("\u200b/restart", "fallback"),
    ],
)
def test_it_answers_odd_input_without_the_brain(visitor: Visitor, brain: FakeBrain, text: str, text_id: str) -> None:
    said = visitor.say(text)
    assert [message["kind"] for message in said] == ["visitor", "notice"]
    assert said[1]["text"] == policy().text(text_id)
    assert not brain.asked


def test_a_text_that_is_too_long_is_kept_whole(visitor: Visitor) -> None:
    visitor.say("word " * 2000)
    assert len(Message.objects.get(conversation=visitor.id, role="visitor").text) >= 9999


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "what is prp? " * 150,
        "<b onclick=alert(1)>hi</b>",
        "{{7*7}} {name}",
        "¿qué son los exosomas?",
        "12",
        "外泌体",
    ],
)
def test_words_of_any_kind_reach_the_brain_as_text(visitor: Visitor, brain: FakeBrain, text: str) -> None:
    assert visitor.say(text)[0]["text"] == text.strip()
    assert brain.asked[0]["text"] == text.strip()


def test_a_prefix_that_rasa_takes_for_a_command_is_cut_off(visitor: Visitor, brain: FakeBrain) -> None:
    visitor.say("/ what are exosomes")
    visitor.say("EXTERNAL: what is prp")
    assert [asked["text"] for asked in brain.asked] == ["what are exosomes", "what is prp"]
    assert all("payload" not in asked for asked in brain.asked)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"text": "hi"}',
        b'{"client_id": "x", "text": "hi"}',
        b'{"client_id": "%s"}',
        b'{"client_id": "%s", "text": 7}',
        b'{"client_id": "%s", "text": "hi", "button_id": "b"}',
        b'{"client_id": "%s", "text": "\xff"}',
        b"[" * 5000,
    ],
)
def test_a_body_that_is_no_message_is_refused(visitor: Visitor, body: bytes) -> None:
    body = body.replace(b"%s", str(uuid.uuid4()).encode())
    url = f"{visitor.url}/messages"
    answer = visitor.client.post(url, body, content_type="application/json", **visitor.headers)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message"}


def test_lone_surrogates_and_nul_do_no_harm(visitor: Visitor) -> None:
    body = f'{{"client_id": "{uuid.uuid4()}", "text": "what \\ud800 is \\u0000 prp"}}'
    url = f"{visitor.url}/messages"
    answer = visitor.client.post(url, body, content_type="application/json", **visitor.headers)
    assert answer.status_code == 200
    assert "prp" in answer.json()["messages"][0]["text"]


def test_a_body_over_16_kb_is_refused(visitor: Visitor) -> None:
    answer = visitor.send({"client_id": str(uuid.uuid4()), "text": "a" * 20_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused_in_the_same_shape(visitor: Visitor, method: str) -> None:
    answer = getattr(visitor.client, method)(f"{visitor.url}/messages", **visitor.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method")
    assert answer["Allow"] == "GET, POST"


@pytest.mark.django_db
def test_an_unknown_address_answers_in_the_same_shape(visitor: Visitor) -> None:
    answer = visitor.client.get("/api/v1/nothing")
    assert (answer.status_code, json.loads(answer.content)["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("after", ["-1", "x", "9" * 12, "٣"])
def test_a_number_that_is_none_is_refused(visitor: Visitor, after: str) -> None:
    assert visitor.client.get(f"{visitor.url}/messages", {"after": after}, **visitor.headers).status_code == 400


def test_an_error_in_our_own_code_is_an_honest_500(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.gateway.views.store.since", lambda *_: 1 / 0)
    answer = visitor.client.get(f"{visitor.url}/messages", **visitor.headers)
    assert answer.status_code == 500
    assert "division" not in answer.content.decode()
    assert "911" in answer.json()["error"]["message"] or policy().knowledge.clinic.phone in answer.content.decode()
