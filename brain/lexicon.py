"""Misspelt and run-together words put right against the words this assistant knows, before anything is classified."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

WORD = re.compile(r"[a-z]+")
SHORTEST_TO_CORRECT = 5
SHORTEST_TO_SPLIT = 7
LONGEST_TO_SPLIT = 60
LONGEST_PIECE = 18
NOT_RARE = 100
"""Occurrences in pyspellchecker's list from which a word counts as meant."""
TWO_SLIPS_FROM = 8
"""Words of this length may hold two slips; shorter ones one, for with two nearly every name is near some word."""


class Lexicon:
    """Known English words, how often this assistant's own texts use each, and the spellings of its own subject.

    `counts` are the words of the training texts, `glued` maps names written as one word to the name, and `english`
    are words that are right as they are although the texts do not use them.
    """

    def __init__(self, counts: Mapping[str, int], glued: Mapping[str, str], english: frozenset[str]) -> None:
        self._counts = counts
        self._glued = glued
        self._english = english
        self._targets = sorted(
            w for w in counts if len(w) >= SHORTEST_TO_CORRECT - 1 and (w in english or counts[w] > 2)
        )
        total = sum(counts.values()) or 1
        self._cost = {word: -math.log(count / total) for word, count in counts.items() if len(word) > 1 or word in "ai"}
        self.repaired = lru_cache(maxsize=4096)(self._repair)

    def knows(self, word: str) -> bool:
        """Whether the lower-case word is taken as it is."""
        return word in self._counts or word in self._english

    def _repair(self, word: str) -> str:
        """The lower-case word put right, or unchanged when nothing is near enough."""
        if word in self._glued:
            return self._glued[word]
        if self.knows(word) or not WORD.fullmatch(word) or len(word) < SHORTEST_TO_CORRECT - 1:
            return word
        if len(word) < SHORTEST_TO_CORRECT:
            return self._swapped(word) or word
        return self._glued_near(word) or self._nearest(word) or self._split(word) or word

    def _swapped(self, word: str) -> str | None:
        """A short word with two letters in each other's place ("saef"); any other slip leaves too little to go by."""
        found = (w for w in self._targets if len(w) == len(word) and w[0] == word[0] and sorted(w) == sorted(word))
        return max(found, key=lambda w: self._counts[w], default=None)

    def _nearest(self, word: str) -> str | None:
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = process.extract(word, self._targets, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=8)
        same_start = [(distance, -self._counts[other], other) for other, distance, _ in near if _alike(word, other)]
        return min(same_start)[2] if same_start else None

    def _glued_near(self, word: str) -> str | None:
        """A misspelt name that is also run together, such as "stemcels"."""
        if len(word) < TWO_SLIPS_FROM - 1:
            return None
        near = process.extractOne(word, self._glued.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
        return self._glued[near[0]] if near else None

    def _split(self, word: str) -> str | None:
        """The likeliest row of known words that make up a run-together one ("howmuchisprp")."""
        if not SHORTEST_TO_SPLIT <= len(word) <= LONGEST_TO_SPLIT:
            return None
        best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - LONGEST_PIECE), end):
                cost = best[start][0] + self._cost.get(word[start:end], math.inf)
                best[end] = min(best[end], (cost, start))
        return None if math.isinf(best[-1][0]) else _believable(word, [start for _, start in best])


def _alike(word: str, other: str) -> bool:
    """Slips seldom fall on the first letter, unless it is left out or changed places with the second."""
    return word[0] == other[0] or word[:2] == other[1::-1] or word == other[1:]


def _believable(word: str, starts: list[int]) -> str | None:
    pieces: list[str] = []
    end = len(word)
    while end:
        pieces.insert(0, word[starts[end] : end])
        end = starts[end]
    return " ".join(pieces) if len(word) / len(pieces) >= 2.5 else None


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each lower-case word occurs."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(WORD.findall(text.lower()))
    return counts


def english_words(vocabulary: Iterable[str]) -> frozenset[str]:
    """The whole words of a WordPiece vocabulary, and pyspellchecker's words that are not rare: some 70,000."""
    listed = SpellChecker(language="en").word_frequency.dictionary
    frequent = (word for word, count in listed.items() if count >= NOT_RARE and len(word) >= SHORTEST_TO_CORRECT)
    return frozenset(word for word in chain(vocabulary, frequent) if len(word) > 1 and WORD.fullmatch(word))
