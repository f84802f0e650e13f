"""Words that mean a treatment only beside the name of another one: "cells or exosomes", "between the cells and PRP"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

JOINED = r"(?:,? (?:and|or|vs\.?|versus|over|than|plus|&|compared (?:to|with))|,) (?:for )?(?:the |an? )?"
LEADING = (
    r"(?P<lead>^|[^\w\s] ?|\b(?:the|a|live|living|between|or|and|versus|vs|than|for|of|do|does|are|is|can|will|with"
    r"|take|get|have|about)\s)"
)
"""What may stand before such a word; "blood cells" and "skin cells" are no treatment."""


class BesideNames:
    """Replaces each of `words` by the plain name that it stands for, where another of `names` is joined to it."""

    def __init__(self, words: Mapping[str, str], names: Iterable[str]) -> None:
        every = [*names]
        self._words = tuple(words)
        self._found = [
            (pattern, rf"\g<lead>{name}")
            for word, name in words.items()
            for pattern in _patterns(word, [other for other in every if other != name])
        ]

    def put(self, text: str) -> str:
        """The text with the names in place of the words; other treatments must stand there by their plain names."""
        lower = text.lower()
        if any(word in lower for word in self._words):  # most texts have none, and the patterns take their time
            for pattern, named in self._found:
                text = pattern.sub(named, text)
        return text


def _patterns(word: str, others: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """For the word before another name, after it, and compared with it from further away."""
    other = rf"(?:{'|'.join(map(re.escape, others))})"
    before = rf"{LEADING}{re.escape(word)}(?={JOINED}{other}\b)"
    after = rf"(?P<lead>\b{other}{JOINED}){re.escape(word)}\b"
    apart = r"[^.?!]{1,40} (?:than|compared (?:to|with)) (?:the |an? )?"
    farther = (rf"(?P<lead>\b{other}\b{apart}){re.escape(word)}\b", rf"{LEADING}{re.escape(word)}(?={apart}{other}\b)")
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (before, after, *farther))
