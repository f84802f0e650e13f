"""Which fact a question wants, learned from all facts' example questions: a logistic regression over sentence vectors.

Nearness to single examples (brain/ranking.py) tells how well a question is known; this tells near twins apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from brain import steps

PACE = steps.Pace(rate=0.5, rounds=10)


class FactModel:
    """Weights as plain arrays, one column a fact, in the order of `labels`."""

    def __init__(self, labels: Sequence[str], weights: np.ndarray, bias: np.ndarray) -> None:
        self.labels = list(labels)
        self.weights, self.bias = weights, bias

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str]) -> FactModel:
        """Trains on unit vectors, one row a question; `labels` are fact ids."""
        nothing = csr_matrix((len(labels), 0), dtype=np.float32)
        return cls(*steps.fit(vectors, nothing, labels, PACE))

    def in_order(self, order: Sequence[str]) -> FactModel:
        """The same model with its columns as in `order`, which holds the same ids."""
        columns = [self.labels.index(label) for label in order]
        return FactModel(order, self.weights[:, columns], self.bias[columns])

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """One row a vector, one column a label."""
        scores = vectors @ self.weights + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
