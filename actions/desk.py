"""The way to the desk: one function per thing the action server tells it. Short retries, then an honest failure."""

from __future__ import annotations

import asyncio
import functools
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

log = logging.getLogger(__name__)

BUDGET = 4.5
"""Seconds for one request with all its tries; the brain gives an action eight."""
TRIES = 3
PAUSE = 0.15
"""Seconds before the second try; doubled for the third."""
TRY_AGAIN = frozenset((429, 500, 502, 503, 504))


class DeskUnavailable(Exception):
    """The desk did not answer in time, or not usefully. Nothing is known to be stored."""


class DeskRefused(Exception):
    """The desk understood and said no. `fields` names what is wrong, field by field."""

    def __init__(self, status: int, fields: Mapping[str, str]) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.fields = dict(fields)


@dataclass(frozen=True)
class Desk:
    """The desk's internal API. `transport` stands in for the network in tests."""

    url: str
    token: str
    transport: httpx.AsyncBaseTransport | None = None

    async def store_lead(self, body: Mapping[str, Any], *, budget: float = BUDGET) -> str:
        """Stores a lead, once per form run; returns its reference. Raises DeskUnavailable or DeskRefused."""
        key = f"{body['conversation_id']}:{body['form_run']}"
        answer = await self._post("/internal/leads", body, {"Idempotency-Key": key}, budget)
        return str(answer["reference"])

    async def ask_for_person(self, conversation_id: str, reason: str) -> bool:
        """Opens a request for a person; True when one is at the desk now. Raises DeskUnavailable or DeskRefused."""
        answer = await self._post("/internal/handoffs", {"conversation_id": conversation_id, "reason": reason})
        return bool(answer.get("staff_online"))

    async def open_privacy_request(self, conversation_id: str, kind: str) -> str:
        """Opens a request (erase, access or question) and returns its ISO due date. Raises as above."""
        body = {"conversation_id": conversation_id, "kind": kind}
        return str((await self._post("/internal/privacy-requests", body)).get("due_on", ""))

    async def revoke(self, conversation_id: str, channels: tuple[str, ...], wording: str) -> int:
        """Takes consent back on `channels`; returns how many consents ended. Raises as above."""
        body = {"conversation_id": conversation_id, "channels": list(channels), "wording": wording}
        return int((await self._post("/internal/revocations", body)).get("revoked", 0))

    async def report(self, conversation_id: str, kind: str) -> None:
        """Notes a side effect or a complaint for staff. Raises as above."""
        await self._post("/internal/reports", {"conversation_id": conversation_id, "kind": kind})

    async def _post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None, budget: float = BUDGET
    ) -> dict[str, Any]:
        ends = time.monotonic() + budget
        async with self._client(headers) as client:
            for attempt in range(TRIES):
                answer = await self._try(client, path, body, ends - time.monotonic())
                if answer is not None:
                    return answer
                await asyncio.sleep(min(PAUSE * 2**attempt, max(ends - time.monotonic(), 0)))
        raise DeskUnavailable(path)

    def _client(self, headers: Mapping[str, str] | None) -> httpx.AsyncClient:
        given = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return httpx.AsyncClient(base_url=self.url, transport=self.transport, headers=given, verify=_tls())

    async def _try(
        self, client: httpx.AsyncClient, path: str, body: Mapping[str, Any], left: float
    ) -> dict[str, Any] | None:
        """One try; None when another one may help. Raises DeskRefused."""
        if left <= 0.05:
            return None
        try:
            answer = await client.post(path, json=dict(body), timeout=min(left, BUDGET / 2))
        except httpx.TransportError as error:
            log.warning("The desk did not answer %s: %s.", path, type(error).__name__)
            return None
        if answer.status_code in TRY_AGAIN:
            log.warning("The desk answered %s with %s.", path, answer.status_code)
            return None
        return _content(answer)


@functools.cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than a whole call on loopback."""
    return ssl.create_default_context()


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError as error:
        raise DeskUnavailable("the answer is not JSON") from error
    if answer.status_code in (200, 201) and isinstance(content, dict):
        return content
    fields = (content.get("error") or {}).get("fields") or {} if isinstance(content, dict) else {}
    raise DeskRefused(answer.status_code, fields)
