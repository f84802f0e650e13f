"""Liveness and readiness."""

import time
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from desk.conversations.models import Conversation
from desk.db import run_db
from desk.gateway import brain
from desk.gateway.door import endpoint
from desk.gateway.policy import policy

_CACHE_SECONDS = 2.0
_last: tuple[float, dict[str, Any]] = (-_CACHE_SECONDS, {})


@endpoint("GET")
async def healthz(request: HttpRequest) -> HttpResponseBase:
    """The process is alive."""
    return JsonResponse({"status": "ok"})


@endpoint("GET")
async def readyz(request: HttpRequest) -> HttpResponseBase:
    """Whether a visitor would be answered now: a probe question has just been understood. Names what is not ready."""
    parts = await _parts()
    failing = sorted(name for name, state in parts.items() if state != "ready")
    if not failing:
        return JsonResponse({"ready": True, "parts": parts, "knowledge_version": policy().knowledge.version})
    message = f"Not ready: {', '.join(failing)}."
    body = {"error": {"code": "not_ready", "message": message}, "ready": False, "parts": parts}
    return JsonResponse(body, status=503)


async def _parts() -> dict[str, Any]:
    """The state of each part; remembered briefly, so that the door cannot be used to keep the brain busy."""
    global _last
    if time.monotonic() - _last[0] < _CACHE_SECONDS:
        return _last[1]
    parts = {"knowledge": "ready", "database": await run_db(_database), **await _brain()}
    _last = (time.monotonic(), parts)
    return parts


def forget() -> None:
    """Drops what is remembered, so that the next answer is a fresh one."""
    global _last
    _last = (-_CACHE_SECONDS, {})


def _database() -> str:
    try:
        Conversation.objects.exists()
    except DatabaseError:
        connection.close()
        return "cannot be read"
    return "ready"


async def _brain() -> dict[str, str]:
    try:
        report = await brain.ready()
        answered = (await brain.probe()) if report.get("ready") else {}
    except brain.BrainFailure as failure:
        return {"brain": failure.code, "actions": "unknown"}
    understood = bool(answered.get("ok"))
    return {
        "brain": "ready" if understood else "probe question not understood" if report.get("ready") else "loading",
        "actions": "ready" if report.get("actions") else "not reachable",
    }
