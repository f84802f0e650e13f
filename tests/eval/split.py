"""Which questions may be looked at while the assistant is being improved.

The part follows from the id alone, so nobody chooses it and a new question cannot move an old one.
"""

from __future__ import annotations

from hashlib import sha256

TUNING = "tuning"
TEST = "test"
PARTS = (TUNING, TEST)
TUNING_PERCENT = 40


def part_of(question_id: str) -> str:
    """The part a question belongs to: about 40 of 100 ids are for tuning, the rest for the test."""
    number = int(sha256(question_id.encode("utf-8")).hexdigest()[:8], 16)
    return TUNING if number % 100 < TUNING_PERCENT else TEST
