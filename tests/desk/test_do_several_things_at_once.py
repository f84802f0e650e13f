"""Visitors who press twice, write fast, use two tabs or lose the connection: against a real server, in real threads."""

import asyncio
import json
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from django.db import connection, connections

from desk.conversations.models import Conversation, Message
from desk.conversations.owner import reply, take_over
from desk.db import run_db
from desk.gateway import events
from desk.leads.models import ConsentEvent, Lead
from tests.desk.conftest import Desk
from tests.desk.fake_brain import FakeBrain
from tests.desk.leads import lead_body
from tests.desk.server import empty_protected_tables, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """Where the server listens."""
    with serving() as found:
        yield found
    empty_protected_tables()


class Tab:
    """A browser tab with a conversation."""

    def __init__(self, address: str, start: dict[str, Any] | None = None) -> None:
        self.start = start or httpx.post(f"{address}/api/v1/conversations", json={}).json()
        self.id = self.start["conversation_id"]
        self.url = f"{address}/api/v1/conversations/{self.id}"
        self.headers = {"Authorization": f"Bearer {self.start['token']}"}

    def send(self, text: str, client_id: str = "") -> httpx.Response:
        body = {"client_id": client_id or str(uuid.uuid4()), "text": text}
        return httpx.post(f"{self.url}/messages", json=body, headers=self.headers, timeout=20)

    def watch(self, count: int, after: int | None = None, seconds: float = 10) -> list[dict[str, Any]]:
        """Reads `count` messages from the stream."""
        headers = {**self.headers, **({} if after is None else {"Last-Event-ID": str(after)})}
        found: list[dict[str, Any]] = []
        with httpx.stream("GET", f"{self.url}/events", headers=headers, timeout=seconds) as answer:
            assert answer.headers["content-type"] == "text/event-stream"
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    found.append(json.loads(line.removeprefix("data: ")))
                if len(found) == count:
                    break
        return found


def test_the_same_message_twice_at_once_is_answered_once(address: str, brain: FakeBrain) -> None:
    tab, client_id = Tab(address), str(uuid.uuid4())
    brain.delay = 0.2
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: tab.send("hello", client_id), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert len(brain.asked) == 1


def test_messages_of_one_conversation_are_answered_one_at_a_time_in_order(address: str, brain: FakeBrain) -> None:
    tab = Tab(address)
    brain.delay = 0.1
    senders = []
    for number in range(5):
        senders.append(threading.Thread(target=tab.send, args=(f"question {number}",)))
        senders[-1].start()
        time.sleep(0.04)
    for sender in senders:
        sender.join()
    stored = Message.objects.filter(conversation=tab.id, role="visitor").order_by("seq")
    assert [asked["text"] for asked in brain.asked] == [message.text for message in stored]
    assert brain.most_at_once == 1
    assert [message.state for message in stored] == ["done"] * 5


def test_many_visitors_are_answered_at_the_same_time(address: str, brain: FakeBrain) -> None:
    brain.delay = 0.2
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: Tab(address).send("hello"), range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert brain.most_at_once > 3
    seqs = Message.objects.values_list("conversation", "seq")
    assert len(set(seqs)) == len(seqs) == 12 * 5


def test_a_visitor_who_leaves_before_the_answer_finds_it_later(address: str, brain: FakeBrain) -> None:
    tab = Tab(address)
    brain.delay = 0.6
    body = {"client_id": str(uuid.uuid4()), "text": "hello"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{tab.url}/messages", json=body, headers=tab.headers, timeout=0.2)
    time.sleep(1.2)
    found = httpx.get(f"{tab.url}/messages?after=2", headers=tab.headers).json()["messages"]
    assert [message["kind"] for message in found] == ["visitor", "answer", "disclaimer"]


def test_a_second_tab_sees_every_message_as_it_comes(address: str) -> None:
    tab = Tab(address)
    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(tab.watch, 5)
        time.sleep(0.3)
        tab.send("what are exosomes?")
        seen = watching.result(10)
    assert [message["seq"] for message in seen] == [1, 2, 3, 4, 5]
    assert seen[2]["client_id"]


def test_a_lost_stream_is_resumed_without_gap_or_double(address: str) -> None:
    tab = Tab(address)
    tab.send("what are exosomes?")
    assert [message["seq"] for message in tab.watch(2, after=3)] == [4, 5]


def test_what_staff_write_reaches_the_stream(address: str) -> None:
    tab, desk = Tab(address), Desk("manager", username="mia")
    conversation = Conversation.objects.get(pk=tab.id)
    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(tab.watch, 2, 2)
        time.sleep(0.3)
        take_over(conversation=conversation, by=desk.staff)
        reply(conversation=conversation, by=desk.staff, text="Hello, a person here.")
        seen = watching.result(10)
    assert [message["role"] for message in seen] == ["bot", "staff"]


def test_a_quiet_stream_beats(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(events, "POLL_SECONDS", 0.1)
    tab = Tab(address)
    with httpx.stream("GET", f"{tab.url}/events?after=2", headers=tab.headers, timeout=5) as answer:
        assert any(line == ": ping" for line in answer.iter_lines())


def test_a_stream_ends_by_itself(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "STREAM_SECONDS", 0.2)
    monkeypatch.setattr(events, "POLL_SECONDS", 0.1)
    tab = Tab(address)
    assert httpx.get(f"{tab.url}/events", headers=tab.headers, timeout=5).text.count("event: message") == 2
    assert not events._listeners


def test_too_many_streams_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab(address)
    monkeypatch.setattr(events, "MOST_PER_CONVERSATION", 0)
    answer = httpx.get(f"{tab.url}/events", headers=tab.headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    monkeypatch.setattr(events, "MOST_PER_CONVERSATION", 4)
    monkeypatch.setattr(events, "MOST_STREAMS", 0)
    assert httpx.get(f"{tab.url}/events", headers=tab.headers).status_code == 503


def test_a_huge_body_is_refused_before_it_is_read(address: str) -> None:
    tab = Tab(address)
    answer = httpx.post(f"{tab.url}/messages", content=b"x" * 400_000, headers=tab.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")

    def drops() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 10_000

    answer = httpx.post(f"{tab.url}/messages", content=drops(), headers=tab.headers)
    assert answer.status_code == 413


def test_a_message_that_waits_too_long_for_its_turn_is_told(
    address: str, brain: FakeBrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.gateway.turn.lease_seconds", lambda: -0.8)
    brain.delay = 1.5
    tab = Tab(address)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tab.send, "one")
        time.sleep(0.2)
        second = pool.submit(tab.send, "two")
        assert (second.result().status_code, second.result().json()["error"]["code"]) == (409, "busy")
        assert first.result().status_code == 200


@pytest.mark.parametrize("usable", [True, False])
def test_a_connection_that_failed_is_replaced_when_it_is_of_no_use(
    address: str, settings: Any, monkeypatch: pytest.MonkeyPatch, usable: bool
) -> None:
    settings.DB_THREADS = 1
    monkeypatch.setattr(type(connections["default"]), "is_usable", lambda self: usable)
    seen: list[object] = []

    def use() -> None:
        connection.ensure_connection()
        seen.append(connection.connection)
        connection.errors_occurred = True

    asyncio.run(run_db(use))
    asyncio.run(run_db(use))
    asyncio.run(run_db(lambda: connection.close()))
    assert (seen[0] is seen[1]) == usable


def test_the_same_lead_twice_at_once_is_stored_once(address: str) -> None:
    tab = Tab(address)
    body = lead_body(tab.id)
    headers = {
        "Authorization": "Bearer service-token-for-tests",
        "Idempotency-Key": f"{tab.id}:{body['form_run']}",
    }
    with ThreadPoolExecutor(5) as pool:
        posts = pool.map(lambda _: httpx.post(f"{address}/internal/leads", json=body, headers=headers), range(5))
        answers = list(posts)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.text for answer in answers}) == 1
    assert (Lead.objects.count(), ConsentEvent.objects.count()) == (1, 3)
