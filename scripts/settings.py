"""The settings of a start: ports, folders and secrets, read from the environment, `.env` and `var/secrets.env`.

This is the one place where `make run` and the end-to-end tests read the environment. What each of the three
processes needs is handed to it as environment variables by `processes.py`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
BARE = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ")
SECRET_NAMES = ("SECRET_KEY", "BRAIN_SECRET", "ACTIONS_SECRET", "SERVICE_TOKEN")


class StartError(Exception):
    """The product can't be started; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """Ports are TCP ports on loopback, but `port`, which listens on `host`. `environment` is what processes get."""

    host: str
    port: int
    brain_port: int
    actions_port: int
    var: Path
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where a person on this machine opens the product."""
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"http://{shown}:{self.port}"


def read() -> Settings:
    """Settings from `.env` and the environment, which wins. Raises StartError when a value can't be used."""
    return settle({k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None} | dict(os.environ))


def read_apart(values: Mapping[str, str]) -> Settings:
    """Settings from `values` alone; of the environment only what any program needs. For tests."""
    return settle({name: os.environ[name] for name in BARE if name in os.environ} | dict(values))


def settle(values: Mapping[str, str]) -> Settings:
    """The settings that `values` lead to; makes the secrets that are missing."""
    var = Path(values.get("VAR_DIR") or ROOT / "var").resolve()
    settings = Settings(
        host=values.get("HOST") or "127.0.0.1",
        port=_port(values, "PORT", 8000),
        brain_port=_port(values, "BRAIN_PORT", 5005),
        actions_port=_port(values, "ACTIONS_PORT", 5055),
        var=var,
        environment={},
    )
    return _with_environment(settings, values)


def _with_environment(settings: Settings, values: Mapping[str, str]) -> Settings:
    fixed = {
        "HOST": settings.host,
        "PORT": str(settings.port),
        "BRAIN_PORT": str(settings.brain_port),
        "ACTIONS_PORT": str(settings.actions_port),
        "VAR_DIR": str(settings.var),
        "BRAIN_URL": values.get("BRAIN_URL") or f"http://127.0.0.1:{settings.brain_port}",
        "ACTIONS_URL": values.get("ACTIONS_URL") or f"http://127.0.0.1:{settings.actions_port}",
        "DESK_URL": values.get("DESK_URL") or f"http://127.0.0.1:{settings.port}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }
    environment = dict(values) | fixed | _kept_secrets(settings.var, values)
    return Settings(**(settings.__dict__ | {"environment": environment}))


def _port(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise StartError(f"{name} is {text!r}. It must be a port number between 1 and 65535, such as {default}.")
    return int(text)


def _kept_secrets(var: Path, values: Mapping[str, str]) -> dict[str, str]:
    """Secrets made at the first start and kept in `var/secrets.env`, readable by the owner only."""
    path = var / "secrets.env"
    kept = {k: v for k, v in dotenv_values(path).items() if v} if path.exists() else {}
    for name in SECRET_NAMES:
        if name in values or f"{name}_FILE" in values:
            kept.pop(name, None)
        elif name not in kept:
            kept[name] = secrets.token_urlsafe(48)
    _write_private(path, "".join(f"{name}={value}\n" for name, value in sorted(kept.items())))
    return kept


def _write_private(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
    except OSError as problem:
        raise StartError(
            f"{path} can't be written ({problem.strerror}). Set VAR_DIR to a folder of yours."
        ) from problem
