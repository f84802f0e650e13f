"""Keeps large bodies out before anything reads them."""

import json

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    HTTPDisconnectEvent,
    HTTPScope,
    Scope,
)

# Contract: 16 kB. Up to HARD_CAP the gateway still reads a chat message, for the danger check alone.
BODY_CAP = 16_384
HARD_CAP = 262_144
_GUARDED = ("/api/", "/internal/", "/desk/")


class BodyCap:
    """ASGI wrapper that answers 413 when a request body is larger than `HARD_CAP`."""

    def __init__(self, application: ASGI3Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_GUARDED):
            await self._application(scope, receive, send)
            return
        counter = _Counter(receive)
        if _declared(scope) <= HARD_CAP:
            await self._application(scope, counter.receive, send)
        if counter.too_large or _declared(scope) > HARD_CAP:
            await _refuse(send)


class _Counter:
    """Passes a body on until it is too large; from then on the application sees a client that went away."""

    def __init__(self, receive: ASGIReceiveCallable) -> None:
        self._receive = receive
        self._total = 0
        self.too_large = False

    async def receive(self) -> ASGIReceiveEvent:
        """The next event."""
        event = await self._receive()
        if event["type"] == "http.request":
            self._total += len(event.get("body", b""))
            self.too_large = self._total > HARD_CAP
        return HTTPDisconnectEvent(type="http.disconnect") if self.too_large else event


def _declared(scope: HTTPScope) -> int:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: ASGISendCallable) -> None:
    message = "That is too long to read. Please send it in shorter parts."
    body = json.dumps({"error": {"code": "too_large", "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})
