"""The embedding model, tuned to our subject, with its matrix products in whole numbers: two to three times as fast.

The package ships its weights as 8-bit numbers but multiplies them as floats. Here each product becomes "quantize the
input, multiply whole numbers, scale back" (ONNX DynamicQuantizeLinear and MatMulInteger). Weights become unsigned, for
processors without VNNI instructions let sums of signed ones overflow; so every machine computes the same numbers.

What was learned from our own examples (brain/tuning) is added to the weights first. It is kept as the product of two
thin matrices for each weight matrix ("low-rank adaptation", LoRA), which is why it takes little room.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

ZERO = "zero_of_weights"
MIDDLE = 128
"""What zero becomes when -128..127 is written as 0..255."""
LARGEST = 127
KINDS = ("query", "key", "value", "output", "grow", "shrink")
"""The weight matrices of one layer, in the order in which the model file multiplies with them."""
Adapter = Mapping[str, np.ndarray]


def write_integer_model(source: Path, target: Path, adapter: Path | None = None) -> None:
    """Writes the model in whole numbers, in one step. Raises ValueError when `source` has no such weights, or when the
    adapter does not fit them, and OSError when a file cannot be read."""
    import onnx

    model = onnx.load(str(source))
    if adapter:
        with np.load(adapter, allow_pickle=False) as stored:
            _adapt(model.graph, dict(stored))
    if not _rewrite(model.graph):
        raise ValueError(f"{source.name} holds no 8-bit weights to multiply.")
    onnx.checker.check_model(model)
    partial = target.with_suffix(f".{os.getpid()}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(model.SerializeToString())
    partial.replace(target)


def _adapt(graph: GraphProto, adapter: Adapter) -> None:
    """Adds to each weight matrix what was learned for it."""
    from onnx import numpy_helper

    stored = {each.name: each for each in graph.initializer}
    for place, (numbers, scale) in enumerate(dict(_weights(graph)).values()):
        name = f"{place // len(KINDS)}.{KINDS[place % len(KINDS)]}"
        if f"{name}.down" not in adapter:
            continue
        weights = numpy_helper.to_array(stored[numbers]) * numpy_helper.to_array(stored[scale])
        down, up = (adapter[f"{name}.{end}"].astype(np.float32) for end in ("down", "up"))
        if (down.shape[0], up.shape[1]) != weights.shape:
            raise ValueError(f"The adapter does not fit the model at {name}.")
        weights = weights + down @ up
        scales = (np.abs(weights).max(axis=0, keepdims=True) / LARGEST).astype(np.float32)
        stored[numbers].CopyFrom(numpy_helper.from_array(np.rint(weights / scales).astype(np.int8), numbers))
        stored[scale].CopyFrom(numpy_helper.from_array(scales, scale))


def _rewrite(graph: GraphProto) -> int:
    """Replaces every product with stored weights; returns how many there were."""
    weights = dict(_weights(graph))
    quantized: set[str] = set()
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            nodes += _in_integers(node, *weights[node.input[1]], quantized)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    if weights:
        _make_unsigned(graph, {numbers for numbers, _ in weights.values()})
        _drop_unused(graph)
    return len(weights)


def _weights(graph: GraphProto) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each float matrix made by Mul(Cast(numbers), scale): its name, and those of numbers and scale."""
    stored = {each.name for each in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        if node.op_type != "MatMul" or (made := makers.get(node.input[1])) is None or made.op_type != "Mul":
            continue
        casts = [makers[name] for name in made.input if name in makers and makers[name].op_type == "Cast"]
        scales = [name for name in made.input if name in stored]
        if casts and scales and casts[0].input[0] in stored:
            yield node.input[1], (casts[0].input[0], scales[0])


def _in_integers(node: NodeProto, numbers: str, scale: str, quantized: set[str]) -> Iterator[NodeProto]:
    from onnx import TensorProto, helper

    given, made = node.input[0], node.output[0]
    small = [f"{given}_{part}" for part in ("numbers", "scale", "zero")]
    if given not in quantized:
        yield helper.make_node("DynamicQuantizeLinear", [given], small)
        quantized.add(given)
    yield helper.make_node("MatMulInteger", [small[0], numbers, small[2], ZERO], [f"{made}_whole"])
    yield helper.make_node("Cast", [f"{made}_whole"], [f"{made}_float"], to=TensorProto.FLOAT)
    yield helper.make_node("Mul", [small[1], scale], [f"{made}_scale"])
    yield helper.make_node("Mul", [f"{made}_float", f"{made}_scale"], [made])


def _make_unsigned(graph: GraphProto, names: set[str]) -> None:
    from onnx import numpy_helper

    for stored in graph.initializer:
        if stored.name in names:
            raised = numpy_helper.to_array(stored).astype(np.int16) + MIDDLE
            stored.CopyFrom(numpy_helper.from_array(raised.astype(np.uint8), stored.name))
    graph.initializer.append(numpy_helper.from_array(np.array(MIDDLE, dtype=np.uint8), ZERO))


def _drop_unused(graph: GraphProto) -> None:
    """Nodes whose result nobody reads any more; from the end, so that what fed them goes too."""
    read = {each.name for each in graph.output}
    kept: list[NodeProto] = []
    for node in reversed(graph.node):
        if any(name in read for name in node.output):
            kept.append(node)
            read.update(node.input)
    del graph.node[:]
    graph.node.extend(reversed(kept))
