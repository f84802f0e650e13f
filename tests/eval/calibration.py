"""Does the confidence mean what it says? Reliability table and expected calibration error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.eval.judge import Verdict

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The questions whose confidence lay between `low` and `high`: how many, how sure, how often right (0 to 1)."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(pairs: Iterable[tuple[float, bool]], bins: int = BINS) -> tuple[Bin, ...]:
    """The reliability table over (confidence, right) pairs; empty bins are left out."""
    table: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        table.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    return tuple(_bin(number, table[number], bins) for number in sorted(table))


def expected_error(table: Sequence[Bin]) -> float:
    """The expected calibration error (Naeini 2015): the mean gap between confidence and accuracy, by bin size."""
    total = sum(row.count for row in table)
    return sum(row.count * abs(row.confidence - row.accuracy) for row in table) / total if total else 0.0


def confidence_pairs(verdicts: Iterable[Verdict]) -> list[tuple[float, bool]]:
    """Confidence and rightness of the intent, for the questions that are scored on it."""
    return [(v.turn.confidence, bool(v.intent_right)) for v in verdicts if v.intents]


def _bin(number: int, pairs: list[tuple[float, bool]], bins: int) -> Bin:
    count = len(pairs)
    return Bin(
        low=number / bins,
        high=(number + 1) / bins,
        count=count,
        confidence=sum(confidence for confidence, _ in pairs) / count,
        accuracy=sum(right for _, right in pairs) / count,
    )
