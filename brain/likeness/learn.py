"""Learns a `LikenessModel`: multinomial logistic regression over TF-IDF of phrases and runs of letters."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from brain import logistic
from knowledge.likeness import FILE, FORMAT, GRAMS, LABELS, Block, LikenessModel, key, scaled

STRENGTH = 3.0
"""C of the regression: larger trusts single words more. Measured, see docs/decisions/0005."""
KEPT = 40_000
"""Grams that stay, by the size of their weight; the rest changed the held-out rates by less than their noise."""
LEAST_TEXTS = 2

Grams = Callable[[str], Iterator[str]]


def learn(texts: Sequence[str], labels: Sequence[str], sources: str = "") -> LikenessModel:
    """Learns from plain texts (see knowledge.likeness.reader) and LABELS. Deterministic.

    Twice: the first fit says which grams matter, the second one gives these their weights.
    """
    counted = [[Counter(grams(text)) for text in texts] for grams in GRAMS]
    vocabularies = [_frequent(counts) for counts in counted]
    weights, _ = _fit(counted, vocabularies, labels)
    kept = _heaviest(vocabularies, weights)
    weights, bias = _fit(counted, kept, labels)
    known = {key(text): label for text, label in zip(texts, labels, strict=True)}
    return LikenessModel(_blocks(counted, kept, weights), tuple(float(value) for value in bias), known, sources)


def _frequent(counts: Sequence[Counter[str]]) -> list[str]:
    texts = Counter(gram for count in counts for gram in count)
    return sorted(gram for gram, number in texts.items() if number >= LEAST_TEXTS)


def _heaviest(vocabularies: Sequence[list[str]], weights: np.ndarray) -> list[list[str]]:
    size = np.abs(weights).max(axis=1)
    least = np.sort(size)[::-1][min(KEPT, len(size)) - 1]
    ends = np.cumsum([0, *(len(grams) for grams in vocabularies)])
    return [
        [gram for gram, heavy in zip(grams, size[start:] >= least, strict=False) if heavy]
        for grams, start in zip(vocabularies, ends[:-1], strict=True)
    ]


def _fit(
    counted: Sequence[Sequence[Counter[str]]], vocabularies: Sequence[list[str]], labels: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    rows = hstack([_rows(counts, grams) for counts, grams in zip(counted, vocabularies, strict=True)], format="csr")
    names, weights, bias = logistic.fit(np.zeros((len(labels), 0), np.float32), rows, labels, STRENGTH)
    if tuple(names) != LABELS:
        raise ValueError(f"there must be examples of {', '.join(LABELS)}; found {', '.join(names)}")
    return weights, bias


def _rarity(counts: Sequence[Counter[str]], grams: Sequence[str]) -> np.ndarray:
    """Inverse document frequency, rounded as it is kept in the file."""
    texts = Counter(gram for count in counts for gram in count)
    exact = [math.log((1 + len(counts)) / (1 + texts[gram])) + 1 for gram in grams]
    return np.round(np.array(exact, dtype=np.float64), 2)


def _rows(counts: Sequence[Counter[str]], grams: Sequence[str]) -> csr_matrix:
    rarity = dict(zip(grams, _rarity(counts, grams).tolist(), strict=True))
    column = {gram: number for number, gram in enumerate(grams)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for count in counts:
        row = scaled(count, rarity)
        columns += [column[gram] for gram in row]
        values += row.values()
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(counts), len(grams)), dtype=np.float32)


def _blocks(
    counted: Sequence[Sequence[Counter[str]]], vocabularies: Sequence[list[str]], weights: np.ndarray
) -> tuple[Block, ...]:
    blocks, start = [], 0
    for counts, grams in zip(counted, vocabularies, strict=True):
        rows = np.round(weights[start : start + len(grams)].astype(np.float64), 2).tolist()
        rarity = _rarity(counts, grams).tolist()
        blocks.append(Block(dict(zip(grams, rarity, strict=True)), dict(zip(grams, map(tuple, rows), strict=True))))
        start += len(grams)
    return tuple(blocks)


def save(model: LikenessModel, folder: Path) -> Path:
    """Writes the learned file beside its place, then moves it there in one step. Returns its path."""
    content = {
        "format": FORMAT,
        "sources": model.sources,
        "labels": LABELS,
        "bias": model.bias,
        "known": {label: " ".join(name for name, own in model.known.items() if own == label) for label in LABELS},
        "blocks": [_entry(block) for block in model.blocks],
    }
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.partial"
    partial.write_text(json.dumps(content, ensure_ascii=True, separators=(",", ":")), encoding="utf-8")
    return partial.replace(folder / FILE)


def _entry(block: Block) -> dict[str, object]:
    """Whole hundredths: as exact as needed, and half the size."""
    columns = zip(*block.weights.values(), strict=True)
    return {
        "grams": list(block.rarity),
        "rarity": [round(100 * value) for value in block.rarity.values()],
        "weights": [[round(100 * value) for value in column] for column in columns],
    }
