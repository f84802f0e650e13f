"""Which of the offered buttons a visitor means by "the second one", "number 2" or "the one about price"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.answering.context import Offer

WORDS = ("first", "second", "third", "fourth", "fifth")
ORDINAL = re.compile(
    r"\b(?:(first|second|third|fourth|fifth|last)|(?:number |no\.? |#)?([1-5])(?:st|nd|rd|th)?)\b", re.IGNORECASE
)
WORD = re.compile(r"[a-z]{3,}")
EMPTY = frozenset("the one about and for with what that this please more tell show".split())


def picked(text: str, offered: Sequence[Offer]) -> Offer | None:
    """The offer meant, or None when it can't be told."""
    if not offered:
        return None
    if match := ORDINAL.search(text):
        return _at(match, offered)
    wanted = _words(text)
    best = max(offered, key=lambda offer: len(wanted & _words(offer.title)))
    return best if wanted & _words(best.title) else None


def _at(match: re.Match[str], offered: Sequence[Offer]) -> Offer | None:
    word, digit = match[1], match[2]
    if word and word.lower() == "last":
        return offered[-1]
    position = WORDS.index(word.lower()) if word else int(digit) - 1
    return offered[position] if position < len(offered) else None


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower())) - EMPTY
