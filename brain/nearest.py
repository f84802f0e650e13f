"""Cosines with thousands of unit vectors: roughly for all, exactly for those that come near.

One exact pass reads every number of every vector, which is most of the time that a message takes. Nearly all of what
tells the vectors apart lies in a few directions; along those, a sixth of the numbers finds who comes near.
"""

from __future__ import annotations

import numpy as np

DIRECTIONS = 64
NEAR = 128
"""How many are computed exactly. The eight nearest examples and the twelve best facts are far fewer."""


class Nearest:
    """Holds unit vectors, one a row."""

    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        _, directions = np.linalg.eigh(self.vectors.T @ self.vectors)
        self._directions = np.ascontiguousarray(directions[:, -DIRECTIONS:])
        self._rough = np.ascontiguousarray(self.vectors @ self._directions)

    def cosines(self, asked: np.ndarray) -> np.ndarray:
        """One row for each unit vector asked about, one column for each that is held."""
        found = (self._rough @ (asked @ self._directions).T).T
        for row, vector in zip(found, asked, strict=True):
            near = np.argpartition(-row, NEAR)[:NEAR] if len(row) > NEAR else np.arange(len(row))
            row[near] = self.vectors[near] @ vector
        return np.ascontiguousarray(found)
