"""The danger check as the desk builds it, once."""

from pathlib import Path
from typing import Any

import pytest

import knowledge
from desk.gateway.safety import DangerCheck

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def policy() -> dict[str, Any]:
    return knowledge.policy_file("danger")


@pytest.fixture(scope="session")
def check(policy: dict[str, Any]) -> DangerCheck:
    return DangerCheck.load(policy)


def lines_of(name: str) -> list[str]:
    """The messages of a case file; "\\n" in it stands for a line break."""
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]
