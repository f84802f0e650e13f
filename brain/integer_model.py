"""Writes the embedding model, tuned to our subject, as the fewest and fastest operations that ONNX Runtime has for it.

The package ships its weights as 8-bit numbers, but multiplies them as floats and in many small steps. Here each product
quantizes its input, multiplies whole numbers and scales back, and whole attentions are one operation each. Weights
become unsigned, for processors without VNNI instructions let sums of signed ones overflow; so every machine computes
the same numbers. Texts computed together have equally many pieces, so nothing masks what was filled up.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from brain.packaged_model import EMBEDDINGS, HEADS, LAYERS, LONGEST, Matrix, PackagedModel

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

MIDDLE = 128
"""What zero becomes when -128..127 is written as 0..255."""
LITTLE = 1e-12
"""Added to variances, as where this model was trained."""
OPSET, RUNTIME_OPSET, FORMAT = 17, 1, 8
RUNTIME = "com.microsoft"
INPUT, OUTPUT = "input_ids", "states"


def write_integer_model(source: Path, target: Path, adapter: Path | None = None) -> None:
    """Writes the model, in one step: from ids of word pieces, one row a text, to a state for each piece.

    Raises ValueError when `source` holds another model or the adapter does not fit it, OSError for an unreadable file.
    """
    packaged = PackagedModel.read(source, adapter)
    partial = target.with_suffix(f".{os.getpid()}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(_Writer(packaged).model().SerializeToString())
    partial.replace(target)


class _Writer:
    """Gathers nodes and stored arrays. Each method adds one operation, and returns the name of what it makes."""

    def __init__(self, packaged: PackagedModel) -> None:
        self._packaged = packaged
        self._nodes: list[NodeProto] = []
        self._stored: dict[str, TensorProto] = {}

    def model(self) -> ModelProto:
        from onnx import TensorProto, checker, helper

        states = self._embedded()
        for layer in range(LAYERS):
            states = self._layer(layer, states)
        self._node("Identity", [states], OUTPUT)
        ends = (
            helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "pieces"]),
            helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", "pieces", "numbers"]),
        )
        graph = helper.make_graph(self._nodes, "minilm", [ends[0]], [ends[1]], list(self._stored.values()))
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, RUNTIME_OPSET)]
        made = helper.make_model(graph, opset_imports=opsets, ir_version=FORMAT)
        checker.check_model(made)
        return made

    def _embedded(self) -> str:
        """The words' rows, which stay whole numbers until they are looked up, and those of their places."""
        from onnx import TensorProto

        rows = self._packaged.rows(f"{EMBEDDINGS}.word_embeddings.weight")
        numbers = self._node("Gather", [self._store("words", rows.numbers), INPUT], "words_found")
        scales = self._node("Gather", [self._store("words_scale", rows.scale), INPUT], "scales_found")
        floats = self._node("Cast", [numbers], "words_float", to=TensorProto.FLOAT)
        words = self._node("Mul", [floats, scales], "words_scaled")
        start = self._store("start", np.array([0]))
        count = self._node("Shape", [INPUT], "count", start=1, end=2)
        table = self._store("places", self._packaged.places(LONGEST))
        places = self._node("Slice", [table, start, count, start], "places_found")
        both = self._node("Add", [words, places], "embedded")
        return self._node("LayerNormalization", [both, *self._norm(EMBEDDINGS)], "states_0", epsilon=LITTLE)

    def _layer(self, layer: int, states: str) -> str:
        at = f"encoder.layer.{layer}"
        seen = self._attention(layer, states)
        output = self._product(f"{at}.attention.output.dense", seen, self._packaged.matrix(layer, "output"))
        attended = self._added(f"{at}.attention.output", output, states)
        grown = self._product(f"{at}.intermediate.dense", attended, self._packaged.matrix(layer, "grow"))
        bent = self._runtime("BiasGelu", [grown, self._given(f"{at}.intermediate.dense.bias")], f"{at}.bent")
        shrunk = self._product(f"{at}.output.dense", bent, self._packaged.matrix(layer, "shrink"))
        return self._added(f"{at}.output", shrunk, attended)

    def _attention(self, layer: int, states: str) -> str:
        at = f"encoder.layer.{layer}.attention.self"
        parts = [self._packaged.matrix(layer, kind) for kind in ("query", "key", "value")]
        all_three = Matrix(np.hstack([p.numbers for p in parts]), np.hstack([p.scale for p in parts]))
        biases = [self._packaged.array(f"{at}.{kind}.bias") for kind in ("query", "key", "value")]
        numbers, scale, zero = (f"{at}.states_{part}" for part in ("numbers", "scale", "zero"))
        self._node("DynamicQuantizeLinear", [states], numbers, scale, zero)
        weights, scales, middle = self._store_matrix(at, all_three)
        bias = self._store(f"{at}.bias", np.hstack(biases))
        inputs = [numbers, weights, bias, scale, scales, "", zero, middle]
        return self._runtime("QAttention", inputs, f"{at}.seen", num_heads=HEADS)

    def _product(self, name: str, given: str, weights: Matrix) -> str:
        return self._runtime("DynamicQuantizeMatMul", [given, *self._store_matrix(name, weights)], f"{name}.product")

    def _added(self, at: str, made: str, before: str) -> str:
        """The sum with what was there before, of mean 0 and variance 1."""
        inputs = [made, before, *self._norm(at), self._given(f"{at}.dense.bias")]
        return self._runtime("SkipLayerNormalization", inputs, f"{at}.states", epsilon=LITTLE)

    def _norm(self, at: str) -> tuple[str, str]:
        return self._given(f"{at}.LayerNorm.weight"), self._given(f"{at}.LayerNorm.bias")

    def _given(self, name: str) -> str:
        return self._store(name, self._packaged.array(name))

    def _store_matrix(self, name: str, matrix: Matrix) -> tuple[str, str, str]:
        raised = (matrix.numbers.astype(np.int16) + MIDDLE).astype(np.uint8)
        scale, middle = self._store(f"{name}.scale", matrix.scale.ravel()), np.array(MIDDLE, dtype=np.uint8)
        return self._store(f"{name}.numbers", raised), scale, self._store("middle", middle)

    def _store(self, name: str, array: np.ndarray) -> str:
        from onnx import numpy_helper

        self._stored[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def _node(self, operation: str, inputs: Sequence[str], *outputs: str, domain: str = "", **settings: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operation, inputs, outputs, domain=domain, **settings))
        return outputs[0]

    def _runtime(self, operation: str, inputs: Sequence[str], output: str, **settings: Any) -> str:
        return self._node(operation, inputs, output, domain=RUNTIME, **settings)
