"""The brain's settings. The environment is read here and nowhere else in the brain."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting is missing or unusable; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Where the brain listens, whom it calls and where it keeps its data."""

    port: int
    actions_url: str
    secret: str
    actions_secret: str
    tracker_db: str
    models: Path
    cache: Path
    log_level: str


def _secret(name: str) -> str:
    """A secret from NAME, or from the file that NAME_FILE points to; empty when neither is set."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name}_FILE points to {path}, which cannot be read: {error.strerror}.") from error


def _port(name: str, default: str) -> int:
    value = os.environ.get(name) or default
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name} must be a port number between 1 and 65535, not {value!r}.")
    return int(value)


def _var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def _models_dir() -> Path:
    return Path(os.environ.get("MODELS_DIR") or ROOT / "models").resolve()


def _actions_url() -> str:
    """The action server's webhook; ACTIONS_URL may name the server alone."""
    url = os.environ.get("ACTIONS_URL") or f"http://127.0.0.1:{_port('ACTIONS_PORT', '5055')}"
    return url if url.endswith("/webhook") else f"{url.rstrip('/')}/webhook"


def read() -> Settings:
    """Settings from the environment. Raises SettingsError with a sentence a person can act on."""
    tracker_db = os.environ.get("TRACKER_DB") or f"sqlite:///{_var_dir() / 'trackers.sqlite3'}"
    if "://" not in tracker_db:
        tracker_db = f"sqlite:///{Path(tracker_db).resolve()}"
    return Settings(
        port=_port("BRAIN_PORT", "5005"),
        actions_url=_actions_url(),
        secret=_secret("BRAIN_SECRET"),
        actions_secret=_secret("ACTIONS_SECRET"),
        tracker_db=tracker_db,
        models=_models_dir(),
        cache=ROOT / ".cache",
        log_level=(os.environ.get("LOG_LEVEL") or "WARNING").upper(),
    )
