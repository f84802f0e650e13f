"""TF-IDF over words and over characters within words, kept as JSON and arrays instead of pickles."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

NUMBER = re.compile(r"\d+")
KINDS: tuple[dict[str, object], ...] = (
    {"analyzer": "word", "token_pattern": r"(?u)\b\w+\b|[?]", "ngram_range": (1, 2), "min_df": 2},
    {"analyzer": "char_wb", "ngram_range": (1, 4), "min_df": 2},
)


def plain(text: str) -> str:
    """Lower case, every number alike: 212 and 555 mean the same to a classifier."""
    return NUMBER.sub("__number__", text.lower())


class Ngrams:
    """The two TF-IDF spaces side by side, each row of each scaled to length 1."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = list(vectorizers)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Ngrams:
        """Learns both vocabularies."""
        return cls(
            [
                TfidfVectorizer(lowercase=False, dtype=np.float32, **kind).fit([plain(t) for t in texts])
                for kind in KINDS
            ]
        )

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """One sparse row a text."""
        rows = [plain(text) for text in texts]
        return hstack([vectorizer.transform(rows) for vectorizer in self._vectorizers], format="csr", dtype=np.float32)

    def save(self, folder: Path, name: str) -> None:
        """Writes the vocabularies and weights."""
        words = [{term: int(n) for term, n in v.vocabulary_.items()} for v in self._vectorizers]
        (folder / f"{name}.json").write_text(json.dumps(words), encoding="utf-8")
        np.savez(folder / f"{name}.npz", **{f"idf{n}": v.idf_ for n, v in enumerate(self._vectorizers)})

    @classmethod
    def load(cls, folder: Path, name: str) -> Ngrams:
        """Reads what `save` wrote. Raises OSError, ValueError or KeyError when it is not all there."""
        words = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            weights = [stored[f"idf{n}"] for n in range(len(words))]
        return cls([_rebuilt(kind, *pair) for kind, pair in zip(KINDS, zip(words, weights))])


def _rebuilt(kind: dict[str, object], words: dict[str, int], weights: np.ndarray) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(lowercase=False, dtype=np.float32, vocabulary=words, **kind)
    vectorizer.idf_ = weights
    return vectorizer
