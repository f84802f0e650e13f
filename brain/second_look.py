"""Whether clauses that may be wishes of their own are: for that, a fact of its own must come near each of them.

The signs of brain/division.py are seen before any fact is. Of the clauses that they leave in doubt, those that this
keeps were wishes seven times of eight, in 4,400 messages by a dozen hands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

SURE, NEAR = 0.7, 0.9
"""Confidence that it is a question of its kind, and score of its best fact."""
SHORT = 9
"""Words below which a mere mention of treatments ("between PRP and exosomes", "asking about exosomes") tells what the
rest of the message is about."""
MENTIONING = frozenset({"ask_what_is", "ask_compare", "ask_combination", "ask_questions_to_ask"})


def are_wishes(parts: Sequence[dict[str, Any]], doubtful: Collection[int]) -> bool:
    """Whether each of the doubtful ones among the parts is a wish of its own. False when there are none."""
    return bool(doubtful) and all(_is_wish(parts, place) for place in doubtful)


def _is_wish(parts: Sequence[dict[str, Any]], place: int) -> bool:
    part, best = parts[place], _best(parts[place])
    if not part["intent"].startswith("ask_") or part["confidence"] < SURE or best is None or best["score"] < NEAR:
        return False
    others = [_best(other) for n, other in enumerate(parts) if n != place]
    return not _only_mentions(part) and all(other is None or other["id"] != best["id"] for other in others)


def _only_mentions(part: dict[str, Any]) -> bool:
    words = len(part["text"].split())
    statement = part["question_form"] == "statement" and words < SHORT
    return words < 2 or bool(statement and part["intent"] in MENTIONING)


def _best(part: dict[str, Any]) -> dict[str, Any] | None:
    return part["facts"][0] if part["facts"] else None
