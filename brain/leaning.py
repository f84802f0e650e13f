"""Whether a message leans on what was said before it ("for what", "and prp?"), and how the two are read together."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from brain import steps
from brain.hybrid import ModelError

JOINT = " | "
LONGEST_BEFORE = 160
"""Characters of the earlier question that are read; of a longer one the last, where the question tends to stand."""
PACE = steps.Pace(rate=0.3, rounds=6)
POINTING = re.compile(
    r"\b(?:it|its|it's|that|this|these|those|they|them|their|theirs|one|ones|same|both|either|neither|other|another"
    r"|there|then|too|instead|else|more|he|she)\b",
    re.IGNORECASE,
)
JOINING = re.compile(r"^\W*(?:and|but|so|or|ok|okay|also|then|well|what about|how about)\b", re.IGNORECASE)
FEW, SOME = 3, 7


def together(before: str, says: str) -> str:
    """The two messages as one text; examples of follow-ups are learned in the same form."""
    return f"{before[-LONGEST_BEFORE:]}{JOINT}{says}"


class LeanModel:
    """A logistic regression over the sentence vector of a message and a few plain signs."""

    def __init__(self, weights: np.ndarray, bias: float) -> None:
        self._weights, self._bias = weights, bias

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, named: Sequence[bool], leans: Sequence[bool]) -> LeanModel:
        """`named`: whether a treatment is named. Raises ModelError unless there are examples of both kinds."""
        if len(set(leans)) < 2:
            raise ModelError("Training needs examples of messages that lean on others, and of such that do not.")
        rows = np.stack([_row(*each) for each in zip(texts, vectors, named, strict=True)])
        labels = ["leans" if each else "alone" for each in leans]
        names, weights, bias = steps.fit(rows, csr_matrix((len(rows), 0), dtype=np.float32), labels, PACE)
        lean = names.index("leans")
        return cls(weights[:, lean] - weights[:, 1 - lean], float(bias[lean] - bias[1 - lean]))

    def probability(self, text: str, vector: np.ndarray, named: bool) -> float:
        """From 0 to 1: how likely the message leans on the one before."""
        return float(1 / (1 + np.exp(-(_row(text, vector, named) @ self._weights + self._bias))))

    def save(self, folder: Path) -> None:
        """Writes JSON."""
        content = {"weights": self._weights.round(5).tolist(), "bias": self._bias}
        (folder / "leaning.json").write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LeanModel:
        """Reads what `save` wrote. Raises OSError, ValueError or KeyError when it is not all there."""
        content = json.loads((folder / "leaning.json").read_text(encoding="utf-8"))
        return cls(np.array(content["weights"], dtype=np.float32), float(content["bias"]))


def _row(text: str, vector: np.ndarray, named: bool) -> np.ndarray:
    words = len(text.split())
    signs = [named, bool(POINTING.search(text)), bool(JOINING.search(text)), words <= FEW, words <= SOME]
    return np.concatenate([vector, np.array(signs, dtype=np.float32)])
