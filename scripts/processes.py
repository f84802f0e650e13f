"""The three processes of the product, and how each is started."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.settings import ROOT, Settings

BRAIN_PYTHON = ROOT / ".venv" / "bin" / "python"
DESK_PYTHON = Path(sys.prefix) / "bin" / "python"


@dataclass(frozen=True)
class Process:
    """`name` as people say it, `command` as the system starts it, `port` where it listens."""

    name: str
    command: tuple[str, ...]
    port: int


def all_processes(settings: Settings) -> tuple[Process, ...]:
    """Brain first: it needs the longest to load."""
    return (
        Process("brain", (str(BRAIN_PYTHON), "-m", "brain.serve"), settings.brain_port),
        Process("actions", (str(BRAIN_PYTHON), "-m", "actions.serve"), settings.actions_port),
        Process("desk", (str(DESK_PYTHON), "-m", "desk.serve"), settings.port),
    )
