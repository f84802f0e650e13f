"""The gateway's client of the brain."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from django.conf import settings

log = logging.getLogger(__name__)

# Replaced by tests with a transport that plays the brain; None means the network.
transport: httpx.AsyncBaseTransport | None = None

_clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient]" = WeakKeyDictionary()


class BrainFailure(Exception):
    """The brain gave no usable answer. `code` says how: unreachable, timeout, bad_answer or the brain's own code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class BrainAnswer:
    """What the brain said and understood."""

    messages: list[dict[str, Any]]
    nlu: dict[str, Any] = field(default_factory=dict)
    active_form: str | None = None
    requested_slot: str | None = None


async def ask(sender: str, sent: dict[str, str], metadata: dict[str, str]) -> BrainAnswer:
    """Sends one message (`sent` is {"text"} or {"payload"}). Raises `BrainFailure`."""
    body = {"sender": sender, **sent, "metadata": metadata}
    answer = _read(await _request("POST", "/webhooks/gateway/message", json=body))
    if answer.get("error"):
        raise BrainFailure(str(answer["error"])[:30])
    said = answer.get("messages")
    messages = [message for message in said if _has_text(message)] if isinstance(said, list) else []
    if not messages:
        raise BrainFailure("empty")
    return BrainAnswer(
        messages=messages,
        nlu=answer.get("nlu") or {},
        active_form=answer.get("active_form"),
        requested_slot=answer.get("requested_slot"),
    )


def _has_text(message: object) -> bool:
    return isinstance(message, dict) and isinstance(message.get("text"), str) and bool(message["text"].strip())


async def ready() -> dict[str, Any]:
    """The brain's own report: `ready`, `model`, `actions`. Raises `BrainFailure`."""
    return _read(await _request("GET", "/webhooks/gateway/ready", timeout=3))


async def probe() -> dict[str, Any]:
    """The report on a probe question that the brain has just parsed. Raises `BrainFailure`."""
    return _read(await _request("GET", "/webhooks/gateway/probe", timeout=5))


async def erase(sender: str) -> int:
    """Erases what the brain remembers of a conversation; the number of events erased. Raises `BrainFailure`."""
    answer = _read(await _request("DELETE", f"/webhooks/gateway/conversations/{sender}"))
    return int(answer.get("erased", 0))


async def _request(method: str, path: str, **options: Any) -> httpx.Response:
    try:
        return await _client().request(method, path, **options)
    except httpx.TimeoutException as error:
        raise BrainFailure("timeout") from error
    except httpx.HTTPError as error:
        raise BrainFailure("unreachable") from error


def _read(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError as error:
        raise BrainFailure("bad_answer") from error
    if not isinstance(answer, dict) or (response.status_code != 200 and not answer.get("error")):
        raise BrainFailure("bad_answer")
    return answer


def _client() -> httpx.AsyncClient:
    """One client with lasting connections per event loop."""
    loop = asyncio.get_running_loop()
    client = _clients.get(loop)
    if client is None:
        client = httpx.AsyncClient(
            base_url=settings.BRAIN_URL,
            headers={"X-Brain-Secret": settings.BRAIN_SECRET},
            timeout=httpx.Timeout(settings.BRAIN_TIMEOUT_SECONDS, connect=2),
            limits=httpx.Limits(max_connections=50, max_keepalive_connections=20),
            transport=transport,
            trust_env=False,
        )
        _clients[loop] = client
    return client
