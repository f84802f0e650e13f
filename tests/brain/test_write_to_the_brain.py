"""The gateway sends visitors' messages to the brain, and hears the truth about what became of them."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from rasa.core.agent import Agent
from sanic import Sanic

from brain import channel, install, quick_actions, settings
from brain.channel import GatewayInput
from brain.guard import neutral
from tests.brain.talk import agent_of, answers, fails

SECRET = {"X-Brain-Secret": "let-me-in"}


class Served:
    """The channel on a free port of this machine, with an agent or none."""

    def __init__(self, agent: Agent | None) -> None:
        Sanic.test_mode = True
        self.app = Sanic("channel_under_test")
        self.app.ctx.agent = agent
        self.gateway = GatewayInput.from_credentials({"secret": "let-me-in"})
        self.app.blueprint(self.gateway.blueprint(None), url_prefix="/webhooks/gateway")
        self.app.listeners["after_server_start"].clear()

    async def __aenter__(self) -> Served:
        free = socket.create_server(("127.0.0.1", 0))
        server = await self.app.create_server(sock=free, return_asyncio_server=True)
        await server.startup()
        await server.start_serving()
        self._server = server
        port = free.getsockname()[1]
        self.http = aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=SECRET)
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.http.close()
        self._server.close()
        await self._server.wait_closed()
        Sanic._app_registry.clear()

    async def send(self, **body: Any) -> dict[str, Any]:
        async with self.http.post("/webhooks/gateway/message", json={"sender": "c-1", **body}) as response:
            return await response.json()


@pytest.fixture
def agent(small_model: Path, tmp_path: Path) -> Agent:
    return agent_of(small_model, tmp_path / "trackers.sqlite3")


async def test_a_message_is_answered_with_what_was_understood(agent: Agent) -> None:
    async with Served(agent) as served:
        reply = await served.send(text="price")
    assert reply["messages"] == [{"kind": "answer", "text": "about price"}]
    assert reply["nlu"]["intent"] == "price"
    assert reply["error"] is None


async def test_the_form_and_its_open_slot_are_told(agent: Agent) -> None:
    async with Served(agent) as served:
        reply = await served.send(text="book")
    assert (reply["active_form"], reply["requested_slot"]) == ("booking_form", "full_name")


@pytest.mark.parametrize("headers", [{"X-Brain-Secret": "wrong"}, {"X-Brain-Secret": ""}])
@pytest.mark.parametrize(("method", "path"), [("POST", "message"), ("GET", "ready"), ("DELETE", "conversations/c-1")])
async def test_nobody_gets_in_without_the_secret(agent: Agent, headers: dict, method: str, path: str) -> None:
    async with (
        Served(agent) as served,
        served.http.request(method, f"/webhooks/gateway/{path}", headers=headers, json={"sender": "c"}) as response,
    ):
        assert response.status == 401
    assert agent.action_endpoint.calls == []


@pytest.mark.parametrize("text", ["/price", "  /price", "//price", "EXTERNAL: price", "external:/price", "/ /price"])
async def test_typed_text_is_never_a_command(agent: Agent, text: str) -> None:
    async with Served(agent) as served:
        reply = await served.send(text=text)
    assert reply["messages"][0]["text"] == "about price"
    assert neutral(text) == "price"


async def test_a_button_is_a_command(agent: Agent) -> None:
    async with Served(agent) as served:
        reply = await served.send(payload="/price")
    assert reply["messages"][0]["text"] == "about /price"
    assert reply["nlu"]["intent"] == "price"


@pytest.mark.parametrize("text", ["😀", "?!", "$$$ ?"])
async def test_text_without_words_is_not_classified_but_answered(
    agent: Agent, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(message: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(agent.processor, "parse_message", never)
    async with Served(agent) as served:
        reply = await served.send(text=text)
    assert reply["error"] is None
    assert reply["nlu"]["intent"] == "nlu_fallback"
    assert reply["nlu"]["reading"]["parts"][0]["known"] is False


@pytest.mark.parametrize("text", ["", "   ", "/", "///"])
async def test_nothing_to_read_never_reaches_the_model(agent: Agent, text: str) -> None:
    async with Served(agent) as served:
        reply = await served.send(text=text)
    assert reply["error"] == "empty"
    assert agent.action_endpoint.calls == []


@pytest.mark.parametrize(
    "body",
    [{"sender": ""}, {"sender": 5}, {"text": 7}, {"text": "x" * 10_001}, {"metadata": "m"}, {"payload": "price"}],
)
async def test_a_request_of_another_shape_is_refused(agent: Agent, body: dict) -> None:
    async with (
        Served(agent) as served,
        served.http.post("/webhooks/gateway/message", json={"sender": "c", "text": "hi", **body}) as response,
    ):
        assert response.status == 400
        assert "must be" in (await response.json())["detail"]


async def test_broken_json_is_refused(agent: Agent) -> None:
    async with Served(agent) as served, served.http.post("/webhooks/gateway/message", data="{") as response:
        assert response.status == 400


async def test_without_a_model_the_error_says_so() -> None:
    async with Served(None) as served:
        assert (await served.send(text="price"))["error"] == "no_model"
        async with served.http.get("/webhooks/gateway/probe") as response:
            assert response.status == 503
        async with served.http.get("/webhooks/gateway/ready") as response:
            assert await response.json() == {"ready": False, "model": None, "actions": False}


async def test_a_failed_action_is_an_error_and_leaves_no_trace(agent: Agent) -> None:
    async with Served(agent) as served:
        await served.send(text="book")
        agent.action_endpoint.serve = fails
        failed = await served.send(text="price")
        remembered = (await agent.tracker_store.retrieve("c-1")).latest_message.text
        agent.action_endpoint.serve = answers
        again = await served.send(text="price")
    assert failed["error"] == "action_failed"
    assert failed["messages"] == []
    assert remembered == "book"
    assert again["error"] is None
    assert again["active_form"] == "booking_form"


async def test_after_one_failed_action_no_other_is_tried(agent: Agent) -> None:
    agent.action_endpoint.serve = fails
    async with Served(agent) as served:
        assert (await served.send(text="book"))["error"] == "action_failed"
    assert agent.action_endpoint.calls == ["validate_booking_form"]


async def test_a_message_that_cannot_be_parsed_is_an_error(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(message: Any) -> Any:
        raise RuntimeError("graph")

    monkeypatch.setattr(agent.processor, "parse_message", broken)
    async with Served(agent) as served:
        assert (await served.send(text="price"))["error"] == "parse_failed"
        async with served.http.get("/webhooks/gateway/probe") as response:
            assert (await response.json())["error"] == "parse_failed"


async def test_the_question_answered_last_goes_with_the_next_message_but_not_into_the_form(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    parse = agent.processor.parse_message

    async def noted(message: Any) -> Any:
        given.append(message.metadata["before"])
        return await parse(message)

    def keeps(action: str, call: dict[str, Any]) -> dict[str, Any]:
        kept = {"event": "slot", "name": "context", "value": {"question": "what do exosomes cost"}}
        said = answers(action, call)
        return said | {"events": [kept, *said["events"]]} if action == "action_answer" else said

    monkeypatch.setattr(agent.processor, "parse_message", noted)
    agent.action_endpoint.serve = keeps
    async with Served(agent) as served:
        for text in ("price", "price", "book", "Maria Lopez"):
            assert (await served.send(text=text))["error"] is None
    assert given == ["", "what do exosomes cost", "what do exosomes cost", ""]


async def test_a_broken_database_is_an_error(agent: Agent) -> None:
    with agent.tracker_store._engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE trackers"))
    async with Served(agent) as served:
        reply = await served.send(text="price", metadata={"message_id": "m-1"})
    assert reply["error"] == "internal"


async def test_the_same_message_again_gets_the_same_reply_and_is_handled_once(agent: Agent) -> None:
    async with Served(agent) as served:
        first = await served.send(text="price", metadata={"message_id": "m-1"})
        again = await served.send(text="price", metadata={"message_id": "m-1"})
        other = await served.send(text="price", metadata={"message_id": "m-2"})
    assert again == first
    assert other["error"] is None
    assert agent.action_endpoint.calls == ["action_answer", "action_answer"]


async def test_messages_of_one_conversation_wait_for_each_other(agent: Agent) -> None:
    async with Served(agent) as served:
        replies = await asyncio.gather(*(served.send(text="price") for _ in range(4)))
    assert all(reply["error"] is None for reply in replies)
    tracker = await agent.tracker_store.retrieve("c-1")
    assert sum(event.type_name == "user" for event in tracker.events) == 4


async def test_the_probe_says_whether_the_model_understands(agent: Agent) -> None:
    async with Served(agent) as served:
        async with served.http.get("/webhooks/gateway/probe") as response:
            assert await response.json() == {"ok": True, "intent": "ask_what_is", "error": None}
        async with served.http.get("/webhooks/gateway/ready") as response:
            told = await response.json()
    assert told["ready"] is True
    assert told["actions"] is False


async def test_a_conversation_is_erased(agent: Agent) -> None:
    async with Served(agent) as served:
        await served.send(text="price")
        async with served.http.delete("/webhooks/gateway/conversations/c-1") as response:
            assert await response.json() == {"erased": 1}
        async with served.http.delete("/webhooks/gateway/conversations/c-1") as response:
            assert await response.json() == {"erased": 0}


def test_the_brain_does_not_start_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRAIN_SECRET", raising=False)
    with pytest.raises(settings.SettingsError, match="BRAIN_SECRET"):
        GatewayInput.from_credentials({})


async def test_a_server_whose_model_did_not_load_stops(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sanic.test_mode = True
    app = Sanic("brain_without_model")
    app.ctx.agent = None
    stopped = []
    monkeypatch.setattr(Sanic, "stop", lambda self: stopped.append(True))
    await channel._install(app, asyncio.get_running_loop())
    Sanic._app_registry.clear()
    assert stopped == [True]
    assert app.ctx.start_failed
    assert "make train" in caplog.text


def test_rasas_forgiving_store_and_endpoint_are_replaced(small_model: Path, tmp_path: Path) -> None:
    from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore

    agent = Agent.load(str(small_model))
    agent.tracker_store = FailSafeTrackerStore(
        channel.ClinicTrackerStore(agent.domain, url=f"sqlite:///{tmp_path / 't'}")
    )
    install.install(agent, settings.read())
    assert isinstance(agent.processor.tracker_store, channel.ClinicTrackerStore)
    assert isinstance(agent.processor.action_endpoint, channel.ActionEndpoint)
    agent.tracker_store = InMemoryTrackerStore(agent.domain)
    with pytest.raises(install.StartError, match="InMemoryTrackerStore"):
        install.install(agent, settings.read())


def test_an_answer_in_another_shape_is_still_refused() -> None:
    from jsonschema import ValidationError
    from rasa.core.actions.action import RemoteAction

    quick_actions.install()
    action = RemoteAction("action_answer", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "hi"}]})
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": "none", "responses": []})


def test_replies_can_be_told_as_json(agent: Agent) -> None:
    assert json.loads(json.dumps(channel._failed("internal")))["error"] == "internal"
