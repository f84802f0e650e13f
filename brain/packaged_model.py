"""Reads the weights of the packaged embedding model, with what was learned from our own examples added to them.

What was learned (brain/tuning) is kept as the product of two thin matrices for each weight matrix ("low-rank
adaptation", LoRA), which is why it takes little room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import GraphProto

LAYERS, HEADS, LONGEST = 6, 12, 128
PREFIX = "inner."
EMBEDDINGS = "embeddings"
KINDS = ("query", "key", "value", "output", "grow", "shrink")
"""The weight matrices of one layer, in the order in which the model file multiplies with them."""
LARGEST = 127


@dataclass(frozen=True)
class Matrix:
    """8-bit numbers, and the scale of each column (of each row, where rows are looked up) that makes them floats."""

    numbers: np.ndarray
    scale: np.ndarray

    def plus(self, learned: np.ndarray) -> Matrix:
        """The sum, in 8-bit numbers with new scales."""
        weights = self.numbers * self.scale + learned
        scale = (np.abs(weights).max(axis=0, keepdims=True) / LARGEST).astype(np.float32)
        return Matrix(np.rint(weights / scale).astype(np.int8), scale)


class PackagedModel:
    """The arrays of the model file, by their names in it (without "inner.")."""

    def __init__(self, arrays: Mapping[str, np.ndarray], matrices: Mapping[tuple[int, str], Matrix]) -> None:
        self._arrays, self._matrices = arrays, matrices

    @classmethod
    def read(cls, source: Path, adapter: Path | None = None) -> PackagedModel:
        """Raises ValueError when the file holds another model or the adapter does not fit it, and OSError."""
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(str(source)).graph
        arrays = {each.name.removeprefix(PREFIX): numpy_helper.to_array(each) for each in graph.initializer}
        found = [Matrix(*(arrays[name.removeprefix(PREFIX)] for name in names)) for names in _weights(graph)]
        if len(found) != LAYERS * len(KINDS):
            raise ValueError(f"{source.name} does not hold the 8-bit weights of {LAYERS} layers.")
        places = ((layer, kind) for layer in range(LAYERS) for kind in KINDS)
        return cls(arrays, _adapted(dict(zip(places, found, strict=True)), adapter))

    def array(self, name: str) -> np.ndarray:
        """One array as it is."""
        return self._arrays[name]

    def rows(self, name: str) -> Matrix:
        """A table of rows to look up, one scale a row."""
        return Matrix(self._arrays[f"{name}_q"], self._arrays[f"{name}_scale"])

    def places(self, longest: int) -> np.ndarray:
        """What is added to the word at each place of a text that is one message."""
        rows = self.rows(f"{EMBEDDINGS}.position_embeddings.weight")
        one_message = self.array(f"{EMBEDDINGS}.token_type_embeddings.weight")[0]
        return np.asarray(rows.numbers[:longest] * rows.scale[:longest] + one_message, dtype=np.float32)

    def matrix(self, layer: int, kind: str) -> Matrix:
        """A weight matrix of a layer; `kind` is one of KINDS."""
        return self._matrices[layer, kind]


def _adapted(matrices: dict[tuple[int, str], Matrix], adapter: Path | None) -> dict[tuple[int, str], Matrix]:
    if adapter is None:
        return matrices
    with np.load(adapter, allow_pickle=False) as stored:
        learned = {name: array.astype(np.float32) for name, array in stored.items()}
    return {place: _plus(place, matrix, learned) for place, matrix in matrices.items()}


def _plus(place: tuple[int, str], matrix: Matrix, learned: Mapping[str, np.ndarray]) -> Matrix:
    name = "{}.{}".format(*place)
    if f"{name}.down" not in learned:
        return matrix
    down, up = learned[f"{name}.down"], learned[f"{name}.up"]
    if (down.shape[0], up.shape[1]) != matrix.numbers.shape:
        raise ValueError(f"The adapter does not fit the model at {name}.")
    return matrix.plus(down @ up)


def _weights(graph: GraphProto) -> Iterator[tuple[str, str]]:
    """For each float matrix made by Mul(Cast(numbers), scale) and then multiplied with: the names of the two."""
    stored = {each.name for each in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        if node.op_type != "MatMul" or (made := makers.get(node.input[1])) is None or made.op_type != "Mul":
            continue
        casts = [makers[name] for name in made.input if name in makers and makers[name].op_type == "Cast"]
        scales = [name for name in made.input if name in stored]
        if casts and scales and casts[0].input[0] in stored:
            yield casts[0].input[0], scales[0]
