"""The settings of the action server, read from the environment once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Settings:
    """Where to listen (loopback only), whom to believe, and where the desk is. Secrets may be empty in tests."""

    port: int
    desk_url: str
    service_token: str
    secret: str
    log_level: str


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from `environment`, else the process's. A secret may be given as NAME_FILE. Raises SettingsError."""
    values = os.environ if environment is None else environment
    desk_port = _port(values, "PORT", 8000)
    return Settings(
        port=_port(values, "ACTIONS_PORT", 5055),
        desk_url=(values.get("DESK_URL") or f"http://127.0.0.1:{desk_port}").rstrip("/"),
        service_token=_secret(values, "SERVICE_TOKEN"),
        secret=_secret(values, "ACTIONS_SECRET"),
        log_level=(values.get("LOG_LEVEL") or "INFO").upper(),
    )


def _port(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"{name} is {text!r}; it must be a port number between 1 and 65535.")
    return int(text)


def _secret(values: Mapping[str, str], name: str) -> str:
    file = values.get(f"{name}_FILE")
    if not file:
        return values.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name}_FILE names a file that cannot be read: {error.strerror}.") from error
