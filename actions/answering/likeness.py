"""How much one fact speaks of the same thing as another, by the words they share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import Fact

WORD = re.compile(r"[a-z]{3,}")
EMPTY = frozenset(
    "the and for that this with from they them have has had does what which their there your you into more than not "
    "but are is was were its it's can may also only some one two how why when who article articles says say said cell "
    "cells stem exosome exosomes prp platelet platelets plasma rich treatment treatments therapy".split()
)


def alike(fact: Fact, others: Sequence[Fact]) -> float:
    """From 0 to 1: the share of the words of `others` that `fact` uses too; 0 when there are none."""
    wanted = {word for other in others for word in _words(other.title, other.text)}
    return len(wanted & _words(fact.title, fact.text, *fact.questions)) / len(wanted) if wanted else 0.0


def _words(*parts: str) -> set[str]:
    texts = " ".join(parts).lower()
    return {word.rstrip("s") for word in WORD.findall(texts)} - EMPTY
