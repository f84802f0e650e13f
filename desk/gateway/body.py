"""Keeps large bodies out before anything reads them."""

import json

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
)

# Contract: 16 kB. Up to HARD_CAP the gateway still reads a chat message, for the danger check alone.
BODY_CAP = 16_384
HARD_CAP = 262_144
_GUARDED = ("/api/", "/internal/", "/desk/")


class _TooLarge(Exception):
    """The body went on past the cap."""


class BodyCap:
    """ASGI wrapper that answers 413 when a request body is larger than `HARD_CAP`."""

    def __init__(self, application: ASGI3Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_GUARDED):
            await self._application(scope, receive, send)
            return
        try:
            await self._application(scope, _counted(scope, receive), send)
        except _TooLarge:
            await _refuse(send)


def _counted(scope: Scope, receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    declared = dict(scope.get("headers", [])).get(b"content-length", b"0")
    total = 0

    async def counted() -> ASGIReceiveEvent:
        nonlocal total
        if declared.isdigit() and int(declared) > HARD_CAP:
            raise _TooLarge
        event = await receive()
        if event["type"] == "http.request":
            total += len(event.get("body", b""))
            if total > HARD_CAP:
                raise _TooLarge
        return event

    return counted


async def _refuse(send: ASGISendCallable) -> None:
    message = "That is too long to read. Please send it in shorter parts."
    body = json.dumps({"error": {"code": "too_large", "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})
