"""Cosines with thousands of unit vectors: roughly for all, exactly for those that come near.

One exact pass reads every number of every vector, which is most of the time that a message takes. Nearly all of what
tells the vectors apart lies in a few directions; along those, a sixth of the numbers finds who comes near.
"""

from __future__ import annotations

import numpy as np

DIRECTIONS = 64
NEAR = 128
"""How many are computed exactly. The eight nearest examples and the twelve best facts are far fewer."""
REACH = 0.2
"""Only what comes roughly within this much of the nearest one can be among them. Sorting these few, and not all, is
what saves time."""


class Nearest:
    """Holds unit vectors, one a row."""

    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        _, directions = np.linalg.eigh(self.vectors.T @ self.vectors)
        self._directions = np.ascontiguousarray(directions[:, -DIRECTIONS:])
        self._rough = np.ascontiguousarray(self.vectors @ self._directions)

    def cosines(self, asked: np.ndarray) -> np.ndarray:
        """One row for each unit vector asked about, one column for each that is held."""
        return np.stack([self._all(vector) for vector in asked])

    def best(self, vector: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The places of those that come near one unit vector, and their cosines; in no order."""
        rough = self._rough @ (vector @ self._directions)
        near = _highest(rough)
        return near, self.vectors[near] @ vector

    def _all(self, vector: np.ndarray) -> np.ndarray:
        found = self._rough @ (vector @ self._directions)
        near = _highest(found)
        found[near] = self.vectors[near] @ vector
        return found


def _highest(rough: np.ndarray) -> np.ndarray:
    near = np.flatnonzero(rough >= rough.max() - REACH)
    return near if len(near) <= NEAR else near[np.argpartition(rough[near], -NEAR)[-NEAR:]]
