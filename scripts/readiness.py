"""Waiting until the product really answers, and saying meanwhile what it waits for."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx


def wait(address: str, *, alive: Callable[[], bool], say: Callable[[str], None], timeout: float = 180) -> bool:
    """True when `address`/readyz says that a probe question was answered; False after `timeout` seconds or a death."""
    started = told = time.monotonic()
    while alive() and time.monotonic() - started < timeout:
        missing = unready_parts(address)
        if not missing:
            return True
        if time.monotonic() - told >= 5:
            told = time.monotonic()
            say(f"  {told - started:3.0f} s: waiting for {', '.join(missing)} ...")
        time.sleep(0.25)
    return False


def unready_parts(address: str) -> list[str]:
    """The names of the parts that are not ready, or an empty list."""
    try:
        answer = httpx.get(f"{address}/readyz", timeout=10)
        body = answer.json()
    except (httpx.HTTPError, ValueError):
        return ["desk"]
    if answer.status_code == 200:
        return []
    parts = body.get("parts", {})
    return [name for name, state in parts.items() if state not in ("ready", "ok", True)] or ["desk"]
