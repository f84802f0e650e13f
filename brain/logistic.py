"""Multinomial logistic regression over a dense block beside a sparse one.

The same objective as scikit-learn's LogisticRegression(C, class_weight="balanced"), which has no way to keep the two
blocks apart: it takes five times as long, for it runs sentence vectors through sparse arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

MOST_ITERATIONS = 60
"""Near the optimum. At 30 the held-out rates are the same, but the sureness of single messages still swings by 0.1 when
a few unrelated examples are added."""
FURTHER_ITERATIONS = 15
MEMORY = 5


def balanced(numbers: np.ndarray, labels: int) -> np.ndarray:
    """A weight an example, so that each label weighs the same however many examples it has."""
    counts = np.bincount(numbers, minlength=labels)
    return (len(numbers) / (labels * np.maximum(counts, 1)))[numbers].astype(np.float32)


def fit(
    dense: np.ndarray, sparse: csr_matrix, labels: Sequence[str], c: float, near: np.ndarray | None = None
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels, one column of weights for each, and their bias. Deterministic.

    `near`: weights, with the bias as their last row, from which a few iterations lead to the optimum.
    """
    names, numbers = np.unique(np.array(labels), return_inverse=True)
    objective = _Objective(dense, sparse, numbers, len(names), c)
    start = np.zeros(objective.shape) if near is None else near
    options = {"maxiter": MOST_ITERATIONS if near is None else FURTHER_ITERATIONS, "maxcor": MEMORY}
    found = minimize(objective, start.ravel(), jac=True, method="L-BFGS-B", options=options)
    solution = found.x.reshape(objective.shape).astype(np.float32)
    return names.tolist(), solution[:-1], solution[-1]


class _Objective:
    """Weighted log loss plus |w|^2 / 2C, and its gradient; the bias (last row) is free of the penalty."""

    def __init__(self, dense: np.ndarray, sparse: csr_matrix, numbers: np.ndarray, labels: int, c: float) -> None:
        self._dense, self._sparse, self._turned = dense.astype(np.float32), sparse, sparse.T.tocsr()
        self._right = np.eye(labels, dtype=np.float32)[numbers]
        self._weights = balanced(numbers, labels)[:, None]
        self._c = c
        self.shape = (dense.shape[1] + sparse.shape[1] + 1, labels)

    def __call__(self, flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(self.shape).astype(np.float32)
        width = self._dense.shape[1]
        scores = self._dense @ weights[:width] + self._sparse @ weights[width:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        totals = powers.sum(axis=1, keepdims=True)
        loss = (self._weights * (np.log(totals) - (scores * self._right).sum(axis=1, keepdims=True))).sum()
        wrong = (powers / totals - self._right) * self._weights
        slope = np.concatenate([self._dense.T @ wrong, self._turned @ wrong, wrong.sum(axis=0, keepdims=True)])
        slope[:-1] += weights[:-1] / self._c
        return float(loss + (weights[:-1] ** 2).sum() / (2 * self._c)), slope.ravel().astype(np.float64)
