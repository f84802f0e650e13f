"""The floor under the numbers: what must not get worse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.eval.metrics import Share

FILE = Path(__file__).resolve().parent / "floor.yml"


def load(path: Path = FILE) -> dict[str, Any]:
    """The floor: `at_least` and `at_most`, each a percentage per measure."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def breaches(measures: Mapping[str, Share], floor: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for every measure that is under its floor (or over its ceiling)."""
    low = [
        f"{name} is {measures[name].percent:.1f}%, and must be at least {least}%"
        for name, least in floor["at_least"].items()
        if measures[name].percent < least
    ]
    high = [
        f"{name} is {measures[name].percent:.1f}%, and must be at most {most}%"
        for name, most in floor["at_most"].items()
        if measures[name].percent > most
    ]
    return low + high
