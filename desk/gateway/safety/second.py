"""The second danger check: for messages that hold no known sign, but read like those of people in danger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from knowledge.likeness import LikenessModel
from knowledge.spelling import Spelling

Found = Literal["", "emergency", "crisis"]


class SecondCheck:
    """A learned model with the thresholds that the safety lead signed (`likeness:` in danger.yml)."""

    def __init__(self, model: LikenessModel, policy: Mapping[str, Any]) -> None:
        self._model = model
        self._thresholds = {kind: float(least) for kind, least in policy["likeness"].items()}
        self._spelling = Spelling(policy["typos"]["targets"], policy["typos"]["keep"])

    def find(self, folded: str) -> Found:
        """The danger that a folded text is like, or ""."""
        likeness = self._model.read(self._spelling.correct(folded))
        if not likeness.kind or likeness.danger < self._thresholds[likeness.kind]:
            return ""
        return "crisis" if likeness.kind == "crisis" else "emergency"
