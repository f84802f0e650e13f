"""The danger check as the desk builds it, once."""

from pathlib import Path
from typing import Any

import pytest

import knowledge
from desk.gateway.safety import DangerCheck
from knowledge.likeness import LikenessModel

MESSAGES = Path(knowledge.__file__).parent / "policies" / "danger_messages"


@pytest.fixture(scope="session")
def policy() -> dict[str, Any]:
    return knowledge.policy_file("danger")


@pytest.fixture(scope="session")
def check(policy: dict[str, Any]) -> DangerCheck:
    """The signs alone."""
    return DangerCheck.load(policy)


@pytest.fixture(scope="session")
def both(policy: dict[str, Any]) -> DangerCheck:
    """The signs and the second check, as the desk runs them; `make train` makes what it reads."""
    from django.conf import settings

    return DangerCheck.load(policy, LikenessModel.load(settings.MODELS_DIR))


def lines_of(name: str, folder: str = "plain") -> list[str]:
    """The messages of a file; "\\n" in it stands for a line break."""
    lines = (MESSAGES / folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]
