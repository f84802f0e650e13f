"""Small helpers about sentences, used by the model and the checks."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“$¿¡])")
_NOT_AN_END = re.compile(r"\b(?:vs|e\.g|i\.e|approx|Dr|St|No)\.$")
_WORD = re.compile(r"[\w$%][\w$%.,'’/+-]*")


def split_first_sentence(text: str) -> tuple[str, str]:
    """The first sentence and the rest ("" when there is only one)."""
    for match in _SENTENCE_END.finditer(text):
        head = text[: match.start()]
        if not _NOT_AN_END.search(head):
            return head, text[match.end() :]
    return text, ""


def count_words(text: str) -> int:
    """Words as a reader counts them: "$5,000-$25,000" is one."""
    return len(_WORD.findall(text))
