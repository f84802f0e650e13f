"""TF-IDF over words and over characters within words, kept as JSON and arrays instead of pickles.

scikit-learn learns the vocabularies. One short text is then turned into features here: the same numbers (a test holds
them against scikit-learn's) in a tenth of the time.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

NUMBER = re.compile(r"\d+")
TOKENS = re.compile(r"\b\w+\b|[?]")
LONGEST_WORDS, LONGEST_CHARACTERS = 2, 4
FEWEST_TEXTS = 2
KEPT_WORDS = 4096


def plain(text: str) -> str:
    """Lower case, every number alike: 212 and 555 mean the same to a classifier."""
    return NUMBER.sub("__number__", text.lower())


def word_grams(text: str) -> Iterator[str]:
    """Words, question marks, and pairs of neighbours."""
    tokens = TOKENS.findall(text)
    yield from tokens
    yield from (f"{one} {other}" for one, other in itertools.pairwise(tokens))


def character_grams(text: str) -> Iterator[str]:
    """Runs of 1 to 4 characters within each word, a space on either side included."""
    return itertools.chain.from_iterable(map(_runs_of, text.split()))


@lru_cache(maxsize=KEPT_WORDS)
def _runs_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    lengths = range(1, min(LONGEST_CHARACTERS, len(padded)) + 1)
    return tuple(padded[start : start + length] for length in lengths for start in range(len(padded) - length + 1))


KINDS = (word_grams, character_grams)


class Ngrams:
    """The two TF-IDF spaces side by side, each row of each scaled to length 1."""

    def __init__(self, words: Sequence[dict[str, int]], weights: Sequence[np.ndarray]) -> None:
        self._words, self._weights = list(words), [np.asarray(each, dtype=np.float32) for each in weights]
        self.width = sum(len(each) for each in self._weights)
        self._known_runs = lru_cache(maxsize=KEPT_WORDS)(self._columns_of_word)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> tuple[Ngrams, csr_matrix]:
        """Learns both vocabularies (what occurs in at least FEWEST_TEXTS). Gives the texts' rows too."""
        plainly = [plain(text) for text in texts]
        made = [TfidfVectorizer(analyzer=grams, dtype=np.float32, min_df=FEWEST_TEXTS) for grams in KINDS]
        rows = hstack([each.fit_transform(plainly) for each in made]).tocsr()
        words = [{term: int(n) for term, n in each.vocabulary_.items()} for each in made]
        return cls(words, [each.idf_ for each in made]), rows

    def features(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Columns that the text has, and their values."""
        row = plain(text)
        words = self._block(0, (n for n in map(self._words[0].get, word_grams(row)) if n is not None))
        characters = self._block(1, itertools.chain.from_iterable(map(self._known_runs, row.split())))
        columns = np.concatenate([words[0], characters[0] + len(self._weights[0])])
        return columns, np.concatenate([words[1], characters[1]])

    def _columns_of_word(self, word: str) -> tuple[int, ...]:
        return tuple(n for n in map(self._words[1].get, _runs_of(word)) if n is not None)

    def _block(self, kind: int, found: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
        counts = Counter(found)
        columns = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts)) * self._weights[kind][columns]
        return columns, values / max(float(np.linalg.norm(values)), 1e-9)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """One sparse row a text."""
        found = [self.features(text) for text in texts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in found)])
        columns = np.concatenate([columns for columns, _ in found]) if found else np.zeros(0, dtype=np.int64)
        values = np.concatenate([values for _, values in found]) if found else np.zeros(0, dtype=np.float32)
        return csr_matrix((values, columns, ends), shape=(len(found), self.width), dtype=np.float32)

    def save(self, folder: Path, name: str) -> None:
        """Writes the vocabularies and weights."""
        (folder / f"{name}.json").write_text(json.dumps(self._words), encoding="utf-8")
        np.savez(folder / f"{name}.npz", **{f"idf{n}": each for n, each in enumerate(self._weights)})

    @classmethod
    def load(cls, folder: Path, name: str) -> Ngrams:
        """Reads what `save` wrote. Raises OSError, ValueError or KeyError when it is not all there."""
        words = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            return cls(words, [stored[f"idf{n}"] for n in range(len(words))])
