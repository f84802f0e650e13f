"""The trained assistant is no worse than the floor, on the questions that may be looked at."""

from __future__ import annotations

from tests.eval import floor, metrics, report
from tests.eval.__main__ import run
from tests.eval.split import TUNING


def test_the_assistant_stays_above_the_floor() -> None:
    parts, _ = run([TUNING])
    measures = metrics.measure(parts[TUNING])
    assert floor.breaches(measures, floor.load()) == [], report.measures_table(parts, None)
