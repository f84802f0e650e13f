"""A brain for tests: answers by rule, remembers what it was asked, and fails on demand.

`tests/desk/test_fake_brain.py` holds it against the shape that the real channel promises.
"""

import asyncio
import json
from typing import Any

import httpx

ANSWER = {
    "kind": "answer",
    "text": "Exosomes are tiny parcels that cells send to each other.",
    "buttons": [{"title": "More about safety", "payload": '/ask_safety{"treatment": "exosomes"}'}],
    "topics": ["exosomes"],
    "facts": ["exosomes.what-is"],
    "sources": [{"article": "exosomes", "section": "What they are"}],
}
DISCLAIMER = {"kind": "disclaimer", "text": "This is general information.", "buttons": [], "topics": [], "facts": []}
NLU = {
    "intent": "ask_what_is",
    "confidence": 0.93,
    "ranking": [{"name": "ask_what_is", "confidence": 0.93}, {"name": "ask_contents", "confidence": 0.04}],
    "entities": [{"entity": "treatment", "value": "exosomes"}],
    "reading": {"text": "what are exosomes", "question_form": "what_is", "premise": None, "advice": None, "parts": []},
}


class FakeBrain(httpx.AsyncBaseTransport):
    """Plays the brain behind the gateway's HTTP client."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.erased: list[str] = []
        self.fails: str = ""  # unreachable, timeout, bad_answer, or a code of the brain's own
        self.delay = 0.0
        self.actions_up = True
        self.at_once = self.most_at_once = 0
        self.loaded = True
        self.understands = True
        self.says: list[dict[str, Any]] = [ANSWER, DISCLAIMER]
        self.nlu: dict[str, Any] = NLU

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answers one request."""
        if self.fails == "unreachable":
            raise httpx.ConnectError("refused", request=request)
        if self.fails == "timeout":
            raise httpx.ReadTimeout("slow", request=request)
        if self.fails == "bad_answer":
            return httpx.Response(500, text="<html>")
        if request.headers.get("X-Brain-Secret") != "brain-secret-for-tests":
            return httpx.Response(401, json={"error": "unauthorized"})
        return await self._answer(request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "DELETE":
            self.erased.append(path.rsplit("/", 1)[-1])
            return httpx.Response(200, json={"erased": 1})
        if path.endswith("/ready"):
            return httpx.Response(200, json={"ready": self.loaded, "model": "m1", "actions": self.actions_up})
        if path.endswith("/probe"):
            return httpx.Response(200, json={"ok": self.understands})
        return await self._message(json.loads(request.content))

    async def _message(self, body: dict[str, Any]) -> httpx.Response:
        self.asked.append(body)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.delay)
        self.at_once -= 1
        answer = {"messages": self.says, "nlu": self.nlu, "active_form": None, "requested_slot": None, "error": None}
        if self.fails:
            answer.update(messages=[], error=self.fails)
        return httpx.Response(200, json=answer)
