"""Somebody sends too much."""

import time
import uuid

import pytest
from django.test import Client, override_settings

from desk.gateway.errors import ApiError
from desk.gateway.limits import Limit, address_key, enforce
from desk.gateway.models import RateWindow
from tests.desk.conftest import Visitor


@override_settings(RATE_CONVERSATION_PER_MINUTE=3)
def test_a_conversation_is_limited_and_told_how_long(visitor: Visitor) -> None:
    for _ in range(3):
        visitor.say("hello")
    answer = visitor.send({"client_id": str(uuid.uuid4()), "text": "hello"})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["error"]["code"] == "rate_limited"
    assert len(visitor.messages()) == 2 + 3 * 3


@override_settings(RATE_CONVERSATION_PER_MINUTE=1)
def test_sending_the_same_client_id_again_costs_nothing(visitor: Visitor) -> None:
    client_id = str(uuid.uuid4())
    assert visitor.say("hello", client_id) == visitor.say("hello", client_id)


@pytest.mark.django_db
@override_settings(RATE_ADDRESS_PER_MINUTE=3)
def test_an_address_cannot_open_conversations_without_end() -> None:
    statuses = [
        Client().post("/api/v1/conversations", {}, content_type="application/json").status_code for _ in range(3)
    ]
    assert statuses == [201, 429, 429]


@pytest.mark.django_db
@override_settings(RATE_ADDRESS_PER_DAY=2)
def test_a_day_has_its_limit_too() -> None:
    visitor = Visitor()
    visitor.say("one")
    visitor.say("two")
    answer = visitor.send({"client_id": str(uuid.uuid4()), "text": "three"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


@pytest.mark.django_db
def test_a_new_window_starts_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = [Limit("someone", 1, 60)]
    enforce(limit)
    with pytest.raises(ApiError):
        enforce(limit)
    now = time.time()
    monkeypatch.setattr("desk.gateway.limits.time.time", lambda: now + 60)
    enforce(limit)


@pytest.mark.django_db
@override_settings(RATE_ADDRESS_PER_MINUTE=9)
def test_no_address_is_stored() -> None:
    Client().post("/api/v1/conversations", {}, content_type="application/json", REMOTE_ADDR="203.0.113.7")
    subjects = " ".join(RateWindow.objects.values_list("subject", flat=True))
    assert address_key("203.0.113.7") in subjects
    assert "203.0.113" not in subjects
