"""A wish as it is read from a message, and what classifies stretches of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from brain.hybrid import Prediction


@dataclass(frozen=True)
class Wish:
    """A stretch of the text with what it seems to want, and its sentence vector.

    `marked`: a "?" follows it. `leans`: it was read together with the clause before it.
    """

    text: str
    start: int
    end: int
    prediction: Prediction
    vector: np.ndarray
    marked: bool = False
    leans: bool = False


class Classifier(Protocol):
    """Classifies stretches of text."""

    def classify(self, texts: Sequence[str]) -> list[tuple[Prediction, np.ndarray]]:
        """A prediction and a sentence vector for each text."""

    def leaning(self, text: str, vector: np.ndarray, named: bool) -> float:
        """How likely the text leans on what was said before it, 0 to 1. `named`: it names a treatment."""
