"""The intent model: sentence vector beside TF-IDF, one logistic regression, and "how near is the nearest example".

Confidence is sqrt(p_max * cosine to the nearest training example): of all scores measured on public sets (HINT3,
CLINC150, BANKING77, HWU64) it told known from unknown questions best.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from brain import steps
from brain.nearest import Nearest
from brain.ngrams import Ngrams

PACE = steps.Pace(rate=0.15, rounds=4)
NEIGHBOURS = 8
NEIGHBOUR_SHARE = 0.3
"""What the nearest examples' labels count beside the regression; chosen on the tuning part of tests/eval."""
SHARPNESS = 20.0
"""How fast an example's say falls with its distance: at a cosine 0.05 lower it is a third."""


class ModelError(Exception):
    """A trained part cannot be used; the brain must not start without it."""


@dataclass(frozen=True)
class Prediction:
    """Probabilities of all labels, best first, and the confidence that the text belongs to any of them."""

    ranking: tuple[tuple[str, float], ...]
    nearest: float

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """sqrt(p_max * nearest cosine), 0 to 1."""
        return float(np.sqrt(self.ranking[0][1] * max(self.nearest, 0.0)))

    def probability(self, label: str) -> float:
        """Probability of one label, 0 when unknown."""
        return dict(self.ranking).get(label, 0.0)


class HybridModel:
    """Weights as plain arrays: dense part, sparse part, one column a label."""

    def __init__(
        self,
        labels: Sequence[str],
        weights: np.ndarray,
        bias: np.ndarray,
        examples: np.ndarray,
        kinds: np.ndarray,
        ngrams: Ngrams,
    ) -> None:
        self.labels = list(labels)
        self._dense, self._sparse = weights[: examples.shape[1]], weights[examples.shape[1] :]
        self._bias, self._examples, self._kinds, self._ngrams = bias, Nearest(examples), kinds, ngrams

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], embed: Callable[[Sequence[str]], np.ndarray]
    ) -> HybridModel:
        """Trains on texts and the unit vectors that `embed` makes of them, one row each.

        Raises ModelError for fewer than two labels.
        """
        if len(set(labels)) < 2:
            raise ModelError("Training needs examples of at least two intents.")
        with ThreadPoolExecutor(1) as beside:
            counted = beside.submit(Ngrams.fit, texts)
            vectors = embed(texts)
            ngrams, rows = counted.result()
        names, weights, bias = steps.fit(vectors, rows, labels, PACE)
        place = {name: number for number, name in enumerate(names)}
        kinds = np.array([place[label] for label in labels], dtype=np.int16)
        return cls(names, weights, bias, vectors.astype(np.float32), kinds, ngrams)

    def predict(self, texts: Sequence[str], vectors: np.ndarray) -> list[Prediction]:
        """One prediction a text."""
        probabilities = _softmax(vectors @ self._dense + np.stack([self._lexical(text) for text in texts]) + self._bias)
        return [self._prediction(*each) for each in zip(probabilities, map(self._examples.best, vectors), strict=True)]

    def _lexical(self, text: str) -> np.ndarray:
        columns, values = self._ngrams.features(text)
        return values @ self._sparse[columns]

    def _prediction(self, regression: np.ndarray, near: tuple[np.ndarray, np.ndarray]) -> Prediction:
        nearest = float(near[1].max())
        row = (1 - NEIGHBOUR_SHARE) * regression + NEIGHBOUR_SHARE * nearest**2 * self._neighbours(*near)
        order = np.argsort(-row, kind="stable")
        return Prediction(tuple((self.labels[n], float(row[n])) for n in order), nearest)

    def _neighbours(self, places: np.ndarray, cosines: np.ndarray) -> np.ndarray:
        """Shares of the labels among the nearest examples."""
        best = np.argsort(-cosines)[:NEIGHBOURS]
        say = np.exp(SHARPNESS * (cosines[best] - cosines[best].max()))
        shares = np.bincount(self._kinds[places[best]], weights=say, minlength=len(self.labels))
        return shares / shares.sum()

    def save(self, folder: Path) -> None:
        """Writes arrays and JSON only: nothing in a model file can run."""
        weights = np.concatenate([self._dense, self._sparse]).astype(np.float16)
        np.savez(
            folder / "hybrid.npz",
            weights=weights,
            bias=self._bias,
            examples=self._examples.vectors.astype(np.float16),
            kinds=self._kinds,
        )
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")
        self._ngrams.save(folder, "ngrams")

    @classmethod
    def load(cls, folder: Path) -> HybridModel:
        """Reads what `save` wrote. Raises ModelError when anything is missing or does not fit together."""
        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            with np.load(folder / "hybrid.npz", allow_pickle=False) as stored:
                weights, bias, examples = (stored[n].astype(np.float32) for n in ("weights", "bias", "examples"))
                kinds = stored["kinds"]
            ngrams = Ngrams.load(folder, "ngrams")
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The trained intent model cannot be read ({error}): train again.") from error
        if weights.shape[1] != len(labels) or len(kinds) != len(examples):
            raise ModelError("The trained intent model does not fit its labels: train again.")
        return cls(labels, weights, bias, examples, kinds, ngrams)


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
