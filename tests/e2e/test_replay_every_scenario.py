"""Every safety scenario, played against the whole running product: what the parts do together, no part's test sees."""

from __future__ import annotations

from scripts.stack import Stack
from tests.scenarios.model import load_scenarios
from tests.scenarios.run import replay_all, report


def test_every_scenario_passes(stack: Stack) -> None:
    outcomes = replay_all(load_scenarios(), stack.address, stack.settings.var / "desk.sqlite3", workers=3)
    found = report(outcomes)
    assert found["failed"] == {}
    assert found["forbidden_claims"] == []
