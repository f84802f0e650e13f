"""Boosted regression trees, as plain arrays that a text file can carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


class Trees:
    """Adds up what each tree says of a row.

    The nodes of all trees stand in one list: `feature` is the column that a node asks for and `most` the value up to
    which a row goes to the node `left`, else to `right`. A leaf leads to itself. `roots` are the trees' first nodes.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError when the content is not of that shape."""
        self._feature, self._left, self._right, self._roots = (
            np.array(content[name], dtype=np.int64) for name in ("feature", "left", "right", "roots")
        )
        self._most, self._value = (np.array(content[name], dtype=np.float32) for name in ("most", "value"))
        if not len(self._feature) == len(self._left) == len(self._right) == len(self._most) == len(self._value):
            raise ValueError("the trees' lists differ in length")

    def score(self, rows: np.ndarray) -> np.ndarray:
        """The sum over all trees, for each row of an array of float32."""
        nodes, row = np.tile(self._roots, (len(rows), 1)), np.arange(len(rows))[:, None]
        while True:
            goes_left = rows[row, self._feature[nodes]] <= self._most[nodes]
            below = np.where(goes_left, self._left[nodes], self._right[nodes])
            if (below == nodes).all():
                return np.asarray(self._value[nodes].sum(axis=1))
            nodes = below


def packed(trees: Sequence[Any], pace: float, digits: int = 4) -> dict[str, Any]:
    """scikit-learn's regression trees in the shape that `Trees` reads; each counts `pace` times."""
    found: dict[str, list[Any]] = {name: [] for name in ("roots", "feature", "most", "left", "right", "value")}
    for tree in (each.tree_ for each in trees):
        start = len(found["feature"])
        own, leaf = np.arange(tree.node_count) + start, tree.children_left < 0
        found["roots"].append(start)
        found["feature"] += np.where(leaf, 0, tree.feature).tolist()
        found["most"] += np.where(leaf, 0, tree.threshold).round(digits).tolist()
        found["left"] += np.where(leaf, own, tree.children_left + start).tolist()
        found["right"] += np.where(leaf, own, tree.children_right + start).tolist()
        found["value"] += (tree.value[:, 0, 0] * leaf * pace).round(digits).tolist()
    return found
