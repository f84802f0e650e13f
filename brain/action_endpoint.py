"""How Rasa calls the action server: one kept connection, a short time limit, and failures that are remembered."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from brain.turn import current

logger = logging.getLogger(__name__)

TIME_LIMIT = aiohttp.ClientTimeout(total=8, connect=2)
REJECTED = 400
"""The action server's way of saying that a form does not want the message. It is an answer, not a failure."""


class ActionEndpoint(EndpointConfig):
    """The action server at `url`. `secret` goes with each call as the header X-Actions-Secret."""

    def __init__(self, url: str, secret: str = "") -> None:
        headers = {"X-Actions-Secret": secret} if secret else {}
        super().__init__(url=url, headers=headers, enable_selective_domain=True)
        self._open: aiohttp.ClientSession | None = None

    def _session(self) -> aiohttp.ClientSession:
        if self._open is None or self._open.closed:
            self._open = aiohttp.ClientSession(timeout=TIME_LIMIT, headers=self.headers)
        return self._open

    async def close(self) -> None:
        """Gives the connection back."""
        if self._open is not None:
            await self._open.close()

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = None,
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Calls the server. Raises aiohttp.ClientError on failure, at once when an action of this turn has failed."""
        action = str((kwargs.get("json") or {}).get("next_action", ""))
        turn = current()
        if turn and turn.failures:
            raise aiohttp.ClientError(f"{action} is not run: an action of this turn has failed.")
        try:
            return await self._call(method, kwargs)
        except ClientResponseError as error:
            if error.status != REJECTED:
                _remember(action, f"status {error.status}")
            raise
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            _remember(action, type(error).__name__)
            raise aiohttp.ClientError(f"{action}: {type(error).__name__}") from error

    async def _call(self, method: str, kwargs: dict[str, Any]) -> Any:
        async with self._session().request(method, self.url, json=kwargs.get("json")) as response:
            if response.status == REJECTED:
                raise ClientResponseError(response.status, "rejected", await response.text())
            if response.status > REJECTED:
                raise ClientResponseError(response.status, "failed", "{}")
            return await response.json()

    async def is_up(self) -> bool:
        """Whether the server answers its health check."""
        try:
            async with self._session().get(f"{str(self.url).rsplit('/', 1)[0]}/health") as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            logger.info("The action server does not answer: %s.", type(error).__name__)
            return False


def _remember(action: str, reason: str) -> None:
    """Notes the failure for the channel. The server's own words may hold what the visitor wrote: not logged."""
    logger.error("The action %s failed: %s.", action, reason)
    turn = current()
    if turn:
        turn.failures.append(action)
