"""Other readings of a folded text: look-alike digits, mistyped danger words, and words taken apart letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.normalise import fold_doubles

_LEET = str.maketrans("01345789@$!|*+", "oieastbgasilit")
_LEET_TOKEN = re.compile(r"[a-z0-9@$!|*+]{2,40}")
_HAS_LEET = re.compile(r"(?:[a-z][0-9@$!|*+]+(?=[a-z0-9@$!|*+]*[a-z])|^[0-9@$|][a-z]{2}|[a-z]{2}[013457$@]+$)")
_UNIT = re.compile(r"^\d+[a-z]{1,4}$|^[a-z]{1,3}\d{2,}$")
_TOKEN = re.compile(r"[a-z]+")
_LETTERS = re.compile(r"(?<![a-z0-9])[a-z](?:[ .,*|/+-]{1,3}[a-z](?![a-z0-9])){2,}")
_LONG = re.compile(r"[a-z]{8,}")
_LONGEST = 18


class Spelling:
    """Corrects words that are one slip away from a danger word and are no words of their own."""

    def __init__(self, targets: Iterable[str], keep: Iterable[str]) -> None:
        """`targets`: the danger words; `keep`: real words close to one of them, never corrected."""
        self._targets = {fold_doubles(word) for word in targets}
        self._keep = {fold_doubles(word) for word in keep}
        self._near: dict[str, set[str]] = {}
        for word in sorted(self._targets):
            for shorter in {word, *_one_less(word)}:
                self._near.setdefault(shorter, set()).add(word)
        self._word = lru_cache(maxsize=4096)(self._corrected)

    def correct(self, text: str) -> str:
        """Return `text` with look-alike digits read as letters and mistyped danger words put right."""
        read = _LEET_TOKEN.sub(lambda m: _unleet(m.group()), text)
        return _TOKEN.sub(lambda m: self._word(m.group()), read)

    def _corrected(self, token: str) -> str:
        if not 4 <= len(token) <= _LONGEST or token in self._targets or token in self._keep:
            return token
        for shorter in (token, *_one_less(token)):
            for target in sorted(self._near.get(shorter, ())):
                if _one_slip(token, target):
                    return target
        return token


def runs(text: str) -> list[str]:
    """Words without blanks to look into: single letters put together, and long words."""
    joined = [fold_doubles(re.sub(r"[^a-z]", "", m.group())) for m in _LETTERS.finditer(text)]
    return [run for run in [*joined, *_LONG.findall(text)] if len(run) >= 5]


def join_letters(text: str) -> str:
    """ "c a n t  b r e a t h e" as "cantbreathe", the rest of the text as it is."""
    return _LETTERS.sub(lambda m: fold_doubles(re.sub(r"[^a-z]", "", m.group())), text)


def _unleet(token: str) -> str:
    if _UNIT.match(token) or not _HAS_LEET.search(token):
        return token
    return fold_doubles(token.translate(_LEET))


def _one_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _one_slip(typed: str, word: str) -> bool:
    """True for one letter more, less, other, or two neighbours swapped."""
    if abs(len(typed) - len(word)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    a, b = typed[at:], word[at:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:] if len(a) > 1 and len(b) > 1 else False
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
