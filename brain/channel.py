"""The gateway's door to Rasa: loopback, behind a shared secret, and an error is an error."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from brain import settings
from brain.action_endpoint import ActionEndpoint
from brain.component import BEFORE
from brain.guard import neutral
from brain.install import StartError, install
from brain.probe import probe
from brain.tidy import has_words
from brain.tracker_store import ClinicTrackerStore
from brain.turn import Turn, taking
from brain.wordless import wordless

logger = logging.getLogger(__name__)

LONGEST_TEXT = 10_000
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


class BadRequest(Exception):
    """The request is not in the contract's shape; the message says what is wrong."""


class GatewayInput(InputChannel):
    """`POST message`, `GET ready`, `GET probe`, `DELETE conversations/<sender>` below /webhooks/gateway."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def name(cls) -> str:
        """The path below /webhooks."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Built by Rasa from credentials.yml; the secret is BRAIN_SECRET. Raises SettingsError without one."""
        secret = (credentials or {}).get("secret") or settings.read().secret
        if not secret:
            raise settings.SettingsError("BRAIN_SECRET is not set: the brain would answer anybody.")
        return cls(secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. `on_new_message` is not used: it hides what became of the message."""
        routes = Blueprint("gateway_input")
        routes.listener("after_server_start")(_install)
        routes.listener("before_server_stop")(_close_action_endpoint)
        routes.add_route(self._guarded(self._message), "/message", methods=["POST"], name="message")
        routes.add_route(self._guarded(self._ready), "/ready", methods=["GET"], name="ready")
        routes.add_route(self._guarded(self._probe), "/probe", methods=["GET"], name="probe")
        erase = self._guarded(self._erase)
        routes.add_route(erase, "/conversations/<sender:str>", methods=["DELETE"], name="erase")
        return routes

    def _guarded(self, handle: Handler) -> Handler:
        """Each route asks for the secret itself; a blueprint's middleware is passed over in this version of Sanic."""

        async def guarded(request: Request, *arguments: Any, **named: Any) -> HTTPResponse:
            given = request.headers.get("X-Brain-Secret", "")
            if not hmac.compare_digest(given.encode("utf-8"), self._secret.encode("utf-8")):
                return response.json({"error": "unauthorized"}, status=401)
            return await handle(request, *arguments, **named)

        return guarded

    async def _message(self, request: Request) -> HTTPResponse:
        try:
            body = _checked(request.json if request.body else None)
        except BadRequest as error:
            return response.json(_failed("internal", str(error)), status=400)
        return response.json(await self._answer(request.app.ctx.agent, body), dumps=json.dumps)

    async def _answer(self, agent: Agent | None, body: dict[str, Any]) -> dict[str, Any]:
        if agent is None or not agent.is_ready():
            return _failed("no_model")
        text = body.get("payload") or neutral(body.get("text", ""))
        if not text:
            return _failed("empty")
        async with self._lock(body["sender"]):
            return await self._handled(agent, text, body)

    async def _handled(self, agent: Agent, text: str, body: dict[str, Any]) -> dict[str, Any]:
        metadata = body.get("metadata") or {}
        turn = Turn(message_id=str(metadata.get("message_id") or ""))
        try:
            return self._said_before(agent, body["sender"], turn) or await self._taken(
                agent, turn, text, body["sender"], metadata
            )
        except SQLAlchemyError as error:
            logger.error("The tracker database failed: %s.", type(error).__name__)
            return _failed("internal")

    @staticmethod
    def _said_before(agent: Agent, sender: str, turn: Turn) -> dict[str, Any] | None:
        store = agent.tracker_store
        return (
            store.last_reply(sender, turn.message_id)
            if turn.message_id and isinstance(store, ClinicTrackerStore)
            else None
        )

    async def _taken(
        self, agent: Agent, turn: Turn, text: str, sender: str, metadata: dict[str, Any]
    ) -> dict[str, Any]:
        message = UserMessage(
            text,
            turn.output,
            sender,
            input_channel=self.name(),
            message_id=turn.message_id or None,
            metadata=metadata | {BEFORE: await _question_before(agent, sender)},
        )
        parsed = await _parsed(agent, message) if has_words(text) else wordless(text)
        if parsed is None:
            return _failed("parse_failed")
        message.parse_data = turn.parsed = parsed
        with taking(turn):
            await agent.handle_message(message)
        if turn.failures:
            return _failed("action_failed")
        return turn.reply or turn.conclude(await agent.tracker_store.get_or_create_tracker(sender))

    def _lock(self, sender: str) -> asyncio.Lock:
        """One message of a conversation at a time, in order; Rasa's own lock polls once a second."""
        return self._locks.setdefault(sender, asyncio.Lock())

    async def _ready(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent
        loaded = bool(agent and agent.is_ready())
        actions = loaded and isinstance(agent.action_endpoint, ActionEndpoint) and await agent.action_endpoint.is_up()
        understood = loaded and (await probe(agent))["ok"]
        return response.json({"ready": understood, "model": agent.model_id if loaded else None, "actions": actions})

    async def _probe(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent
        if not agent or not agent.is_ready():
            return response.json({"ok": False, "error": "no_model"}, status=503)
        result = await probe(agent)
        return response.json(result, status=200 if result["ok"] else 503)

    async def _erase(self, request: Request, sender: str) -> HTTPResponse:
        store = request.app.ctx.agent.tracker_store
        async with self._lock(sender):
            return response.json({"erased": store.erase(sender)})


def _checked(body: Any) -> dict[str, Any]:
    """The request's body. Raises BadRequest."""
    if not isinstance(body, dict) or not isinstance(body.get("sender"), str) or not body["sender"].strip():
        raise BadRequest("sender must be a non-empty string")
    if not isinstance(body.get("text", ""), str) or len(body.get("text", "")) > LONGEST_TEXT:
        raise BadRequest(f"text must be a string of at most {LONGEST_TEXT} characters")
    if not isinstance(body.get("metadata") or {}, dict):
        raise BadRequest("metadata must be an object")
    payload = body.get("payload")
    if payload is not None and not (isinstance(payload, str) and payload.startswith("/")):
        raise BadRequest("payload must be a string that starts with /")
    return body


async def _parsed(agent: Agent, message: UserMessage) -> dict[str, Any] | None:
    """What Rasa understands; None when its pipeline fails: the graph may raise any kind of exception."""
    assert agent.processor is not None
    try:
        return dict(await agent.processor.parse_message(message))
    except Exception as error:
        logger.error("A message could not be parsed: %s.", type(error).__name__)
        return None


async def _question_before(agent: Agent, sender: str) -> str:
    """The question answered last, which a message may lean on; "" while booking, where the form asks the questions."""
    tracker = await agent.tracker_store.retrieve(sender)
    if tracker is None or tracker.active_loop_name:
        return ""
    return str((tracker.get_slot("context") or {}).get("question") or "")


def _failed(error: str, detail: str = "") -> dict[str, Any]:
    nlu: dict[str, Any] = {"intent": None, "confidence": 0.0, "ranking": [], "entities": [], "reading": {}}
    answer: dict[str, Any] = {"messages": [], "nlu": nlu, "active_form": None, "requested_slot": None, "error": error}
    return {**answer, "detail": detail} if detail else answer


async def _install(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
    """A brain that cannot answer must not look like one that can: it stops."""
    try:
        install(getattr(app.ctx, "agent", None), settings.read())
    except StartError as error:
        logger.critical("The brain does not start. %s", error)
        app.ctx.start_failed = True
        app.stop()


async def _close_action_endpoint(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
    endpoint = getattr(getattr(app.ctx, "agent", None), "action_endpoint", None)
    if isinstance(endpoint, ActionEndpoint):
        await endpoint.close()
