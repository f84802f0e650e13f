"""Somebody who runs the product asks whether it is alive and ready, and which part is not."""

import pytest
from django.db import OperationalError
from django.test import Client

from desk.conversations.models import Conversation
from desk.gateway import health
from tests.desk.fake_brain import FakeBrain

pytestmark = pytest.mark.django_db


def ready() -> tuple[int, dict[str, str], str]:
    health.forget()
    answer = Client().get("/readyz")
    body = answer.json()
    return answer.status_code, body["parts"], body.get("error", {}).get("message", "")


def test_all_parts_are_named() -> None:
    assert ready() == (200, dict.fromkeys(("knowledge", "database", "brain", "actions"), "ready"), "")


@pytest.mark.parametrize("fails", ["unreachable", "timeout", "bad_answer"])
def test_a_brain_that_does_not_answer_is_named(brain: FakeBrain, fails: str) -> None:
    brain.fails = fails
    status, parts, message = ready()
    assert (status, parts["brain"]) == (503, fails)
    assert "brain" in message


def test_a_brain_that_does_not_understand_is_named(brain: FakeBrain) -> None:
    brain.understands = False
    assert ready()[:2][1]["brain"] == "probe question not understood"


def test_a_brain_that_still_loads_is_named(brain: FakeBrain) -> None:
    brain.loaded = False
    assert ready()[1]["brain"] == "loading"


def test_actions_that_are_down_are_named(brain: FakeBrain) -> None:
    brain.actions_up = False
    status, parts, message = ready()
    assert (status, message) == (503, "Not ready: actions.")
    assert parts["brain"] == "ready"


def test_a_database_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> None:
        raise OperationalError

    monkeypatch.setattr(Conversation.objects, "exists", locked)
    monkeypatch.setattr("desk.gateway.health.connection.close", lambda: None)
    assert ready()[1]["database"] == "cannot be read"


def test_being_alive_needs_no_part(brain: FakeBrain) -> None:
    brain.fails = "unreachable"
    assert Client().get("/healthz").status_code == 200


def test_asking_often_does_not_keep_the_brain_busy(brain: FakeBrain) -> None:
    ready()
    brain.fails = "unreachable"
    assert Client().get("/readyz").status_code == 200
