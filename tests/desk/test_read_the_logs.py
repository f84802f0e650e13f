"""Somebody reads the logs: they say what happened, and nothing personal."""

import json
import logging
import uuid

import pytest

from desk.gateway import brain as brain_client
from desk.logs import JsonFormatter
from tests.desk.conftest import Desk, Visitor
from tests.desk.fake_brain import FakeBrain
from tests.desk.leads import lead_body, post_lead, stored_lead

# In the database's part of the run, which comes before the tests that keep an event loop in this thread.
pytestmark = pytest.mark.django_db

PERSONAL = ["Ramírez", "5550147", "jo@example.com", "my secret knee", "4111", "127.0.0.1", "Bearer", "can't breathe"]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines that the desk would write."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter().format(record))

    handler = Handler()
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_no_line_holds_personal_data(
    visitor: Visitor, manager: Desk, brain: FakeBrain, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.say("my secret knee 4111 1111 1111 1111")
    visitor.say("I can't breathe")
    visitor.say("I am safe")
    for fails in ("unreachable", "timeout", "bad_answer", "action_failed"):
        brain.fails = fails
        visitor.say("my secret knee again")
    stored_lead(visitor)
    post_lead(lead_body(visitor.id, phone="my secret knee"))
    manager.client.post("/desk/sign-in/", {"username": "jo@example.com", "password": "x"})
    manager.get("leads", q="5550147")
    manager.post("erase_person", phone="+12125550147", confirm="ERASE")
    monkeypatch.setattr("desk.gateway.views.store.since", lambda *_: int("my secret knee"))
    visitor.client.get(f"{Visitor().url}/messages", **Visitor().headers)
    text = "\n".join(line for line in logged if '"logger": "desk' in line)
    assert "brain failed" in text
    assert not [trace for trace in PERSONAL if trace in text]


def test_an_exception_is_told_by_its_type_and_places(visitor: Visitor, logged: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desk.gateway.views.store.since", lambda *_: int("my secret knee"))
        visitor.client.get(f"{visitor.url}/messages", **visitor.headers)
    entry = next(json.loads(line) for line in logged if "request failed" in line)
    assert entry["error"] == "ValueError"
    assert any("views.py" in place for place in entry["places"])
    assert "knee" not in json.dumps(entry)


def test_a_failure_of_the_brain_names_the_message(visitor: Visitor, brain: FakeBrain, logged: list[str]) -> None:
    brain.fails = "timeout"
    said = visitor.say("hello")
    entry = next(json.loads(line) for line in logged if "brain failed" in line)
    assert (entry["code"], entry["message_id"], entry["level"]) == ("timeout", said[0]["id"], "warning")


def test_what_is_no_json_is_named_by_its_type() -> None:
    record = logging.makeLogRecord({"msg": "x", "thing": uuid.uuid4(), "levelname": "INFO", "name": "desk"})
    assert json.loads(JsonFormatter().format(record))["thing"] == "UUID"


def test_the_brain_client_is_told_no_address_of_the_visitor(visitor: Visitor, brain: FakeBrain) -> None:
    visitor.say("hello")
    assert "127.0.0.1" not in json.dumps(brain.asked)
    assert brain_client.transport is brain
