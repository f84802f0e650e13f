"""Logistic regression learned in small steps (AdaGrad), for more examples and labels than the exact way can take.

As good on unseen questions as the optimum that `brain.logistic` finds, in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

BATCH = 256
SEED = 1
LITTLE = 1e-6


@dataclass(frozen=True)
class Pace:
    """`rate`: how far a step goes at first; it falls to nothing over the `rounds` through all examples."""

    rate: float
    rounds: int


def fit(
    dense: np.ndarray, sparse: csr_matrix, labels: Sequence[str], pace: Pace
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels, one column of weights for each (dense rows first), and their bias. Deterministic."""
    names, numbers = np.unique(np.array(labels), return_inverse=True)
    learner = _Learner(dense.astype(np.float32), sparse, numbers, len(names))
    random = np.random.RandomState(SEED)
    for done in range(pace.rounds):
        order = random.permutation(len(numbers))
        for start in range(0, len(order), BATCH):
            learner.step(order[start : start + BATCH], pace.rate * (1 - done / pace.rounds))
    return names.tolist(), np.concatenate([learner.dense.values, learner.sparse.values]), learner.bias.values[0]


class _Table:
    """Weights, and the sum of the squares of all slopes so far: a weight that was moved much moves less."""

    def __init__(self, rows: int, columns: int) -> None:
        self.values = np.zeros((rows, columns), dtype=np.float32)
        self._squares = np.full((rows, columns), LITTLE, dtype=np.float32)

    def move(self, rows: np.ndarray | slice, slope: np.ndarray, rate: float) -> None:
        """Uses up `slope`: a new array at every turn would take a third longer."""
        squares = self._squares[rows] + slope**2
        self._squares[rows] = squares
        slope *= rate
        slope /= np.sqrt(squares, out=squares)
        self.values[rows] -= slope


class _Learner:
    def __init__(self, dense: np.ndarray, sparse: csr_matrix, numbers: np.ndarray, labels: int) -> None:
        self._dense, self._sparse, self._numbers = dense, sparse, numbers
        self._weights = _evened(numbers, labels)[:, None]
        self.dense, self.sparse = _Table(dense.shape[1], labels), _Table(sparse.shape[1], labels)
        self.bias = _Table(1, labels)
        self._numbering = np.zeros(sparse.shape[1], dtype=sparse.indices.dtype)

    def step(self, places: np.ndarray, rate: float) -> None:
        dense, held = self._dense[places], self._sparse[places]
        columns = np.flatnonzero(np.bincount(held.indices, minlength=held.shape[1]))
        self._numbering[columns] = np.arange(len(columns))
        renumbered = (held.data, self._numbering[held.indices], held.indptr)
        few = csr_matrix(renumbered, shape=(len(places), len(columns)), dtype=np.float32)
        scores = dense @ self.dense.values + few @ self.sparse.values[columns] + self.bias.values
        wrong = _softmax(scores)
        wrong[np.arange(len(places)), self._numbers[places]] -= 1
        wrong *= self._weights[places] / len(places)
        self.dense.move(slice(None), dense.T @ wrong, rate)
        self.sparse.move(columns, few.T @ wrong, rate)
        self.bias.move(slice(None), wrong.sum(axis=0, keepdims=True), rate)


def _evened(numbers: np.ndarray, labels: int) -> np.ndarray:
    """A weight an example: labels with many examples count more than others, but not as much more as they have."""
    counts = np.bincount(numbers, minlength=labels)
    return np.sqrt(len(numbers) / (labels * np.maximum(counts, 1)))[numbers].astype(np.float32)


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
