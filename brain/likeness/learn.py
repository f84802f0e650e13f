"""Learns a `LikenessModel`: multinomial logistic regression over TF-IDF of phrases and runs of letters."""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from brain import logistic
from knowledge.likeness import FILE, FORMAT, GRAMS, LABELS, Block, LikenessModel, key

STRENGTH = 3.0
"""C of the regression: larger trusts single words more. Measured, see docs/decisions/0005."""
KEPT = 40_000
"""Grams that stay, by the size of their weight; the rest changed the held-out rates by less than their noise."""
LEAST_TEXTS = 2

Grams = Callable[[str], Iterator[str]]


@dataclass(frozen=True)
class Counted:
    """How often each text holds each of `grams`, one row a text."""

    grams: list[str]
    times: csr_matrix

    @classmethod
    def of(cls, texts: Sequence[str], grams: Grams) -> Counted:
        """All grams that at least LEAST_TEXTS texts hold, in alphabetical order."""
        numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        columns: list[int] = []
        times: list[int] = []
        ends = [0]
        for text in texts:
            count = Counter(grams(text))
            columns += [numbers[gram] for gram in count]
            times += count.values()
            ends.append(len(columns))
        everything = csr_matrix((times, columns, ends), shape=(len(texts), len(numbers)), dtype=np.float64)
        frequent = np.bincount(everything.indices, minlength=len(numbers)) >= LEAST_TEXTS
        order = sorted((gram, number) for gram, number in numbers.items() if frequent[number])
        return cls([gram for gram, _ in order], everything[:, [number for _, number in order]])

    def only(self, kept: np.ndarray) -> Counted:
        """The same with some of the grams, by a mask."""
        return Counted(list(itertools.compress(self.grams, kept)), self.times[:, np.flatnonzero(kept)])

    @property
    def rarity(self) -> np.ndarray:
        """Inverse document frequency, rounded as it is kept in the file."""
        texts, holding = self.times.shape[0], np.bincount(self.times.indices, minlength=len(self.grams))
        return np.round(np.log((1 + texts) / (1 + holding)) + 1, 2)

    def scaled(self) -> csr_matrix:
        """TF-IDF, each row of length 1: what knowledge.likeness.scaled gives for one text."""
        rows = self.times.copy()
        rows.data = (1 + np.log(rows.data)) * self.rarity[rows.indices]
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        return (diags(1 / np.where(lengths > 0, lengths, 1.0)) @ rows).astype(np.float32).tocsr()


def learn(texts: Sequence[str], labels: Sequence[str], sources: str = "") -> LikenessModel:
    """Learns from plain texts (see knowledge.likeness.reader) and LABELS. Deterministic.

    Twice: the first fit says which grams matter, the second one, which goes on from there, gives these their weights.
    """
    counted = [Counted.of(texts, grams) for grams in GRAMS]
    weights, bias = _fit(counted, labels)
    heavy = _heavy(weights)
    kept = _only(counted, heavy)
    weights, bias = _fit(kept, labels, np.vstack([weights[heavy], bias]))
    known = {key(text): label for text, label in zip(texts, labels, strict=True)}
    return LikenessModel(_blocks(kept, weights), tuple(float(value) for value in bias), known, sources)


def _heavy(weights: np.ndarray) -> np.ndarray:
    """A mask of the KEPT grams with the largest weights."""
    size = np.abs(weights).max(axis=1)
    return np.asarray(size >= np.sort(size)[::-1][min(KEPT, len(size)) - 1])


def _only(counted: Sequence[Counted], kept: np.ndarray) -> list[Counted]:
    ends = np.cumsum([len(each.grams) for each in counted])
    return [each.only(mask) for each, mask in zip(counted, np.split(kept, ends[:-1]), strict=True)]


def _fit(
    counted: Sequence[Counted], labels: Sequence[str], near: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    rows = hstack([each.scaled() for each in counted], format="csr")
    names, weights, bias = logistic.fit(np.zeros((len(labels), 0), np.float32), rows, labels, STRENGTH, near)
    if tuple(names) != LABELS:
        raise ValueError(f"there must be examples of {', '.join(LABELS)}; found {', '.join(names)}")
    return weights, bias


def _blocks(counted: Sequence[Counted], weights: np.ndarray) -> tuple[Block, ...]:
    blocks, start = [], 0
    for each in counted:
        rows = np.round(weights[start : start + len(each.grams)].astype(np.float64), 2).tolist()
        rarity = dict(zip(each.grams, each.rarity.tolist(), strict=True))
        blocks.append(Block(rarity, dict(zip(each.grams, map(tuple, rows), strict=True))))
        start += len(each.grams)
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
