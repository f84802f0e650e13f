"""Trackers as the brain sends them, and a desk that answers as told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.base import ClinicAction
from actions.desk import Desk
from actions.runtime import Runtime
from knowledge import Knowledge
from tests.actions.visitor import MONDAY

CONVERSATION = "7b0c2a9e-0000-4000-8000-000000000001"
FORM = "booking_form"


def tracker(
    text: str = "",
    intent: str = "nlu_fallback",
    *,
    slots: dict[str, Any] | None = None,
    form: bool = False,
    happened: tuple[dict[str, Any], ...] = (),
    latest_action: str = "action_listen",
    **parse: Any,
) -> Tracker:
    """A tracker whose latest message is `text`; `happened` are the events after it."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [],
        "metadata": {
            "conversation_id": CONVERSATION,
            "page": "https://www.example.com/prp",
            "timezone": "America/New_York",
        },
        **parse,
    }
    events = [{"event": "user", "text": text, "timestamp": MONDAY.timestamp()}, *happened]
    loop = {"name": FORM} if form else {}
    return Tracker("sender-1", dict(slots or {}), message, events, False, None, loop, latest_action)


class FakeDesk:
    """Answers the internal API; `status` and `body` may be changed, `calls` holds what came."""

    def __init__(self, status: int = 201, body: Any = None) -> None:
        self.status = status
        self.body = (
            body
            if body is not None
            else {"reference": "C-7K3MQ2", "lead_id": "1", "staff_online": False, "due_on": "2026-12-23", "revoked": 1}
        )
        self.calls: list[tuple[str, dict[str, Any], httpx.Headers]] = []
        self.fail: Callable[[httpx.Request], Exception] | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append((request.url.path, json.loads(request.content), request.headers))
        if self.fail:
            raise self.fail(request)
        return httpx.Response(self.status, json=self.body)

    def as_desk(self) -> Desk:
        """The client that talks to it."""
        return Desk("http://desk.test", "token", httpx.MockTransport(self))

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """What was posted there."""
        return [body for called, body, _ in self.calls if called == path]


def run_with(desk: FakeDesk, known: Knowledge) -> Runtime:
    """Makes a runtime with that desk the process's own."""
    shared = Runtime(desk.as_desk(), now=lambda: MONDAY, load=lambda: known)
    runtime.use(shared)
    return shared


class Ran:
    """What an action said and recorded."""

    def __init__(self, action: ClinicAction, given: Tracker) -> None:
        dispatcher = CollectingDispatcher()
        self.events = asyncio.run(action.run(dispatcher, given, {}))
        self.messages = [message["custom"] for message in dispatcher.messages]

    @property
    def kinds(self) -> list[str]:
        """The kinds of the messages, in order."""
        return [message["kind"] for message in self.messages]

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(message["text"] for message in self.messages)

    def slot(self, name: str) -> Any:
        """The value a slot was last set to."""
        return [event["value"] for event in self.events if event["event"] == "slot" and event["name"] == name][-1]

    def has(self, kind: str, name: str | None = None) -> bool:
        """Whether an event of that kind (and name) was recorded."""
        return any(e["event"] == kind and (name is None or e.get("name") == name) for e in self.events)
