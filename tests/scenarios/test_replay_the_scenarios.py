"""The scenario suite against the real product: brain, action server and desk, with a trained model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.stack import Stack
from tests.scenarios.fuzz import run as fuzz
from tests.scenarios.model import load_scenarios
from tests.scenarios.run import STRICT_GROUPS, Outcome, replay_all, report

NO_LIMITS = {"RATE_CONVERSATION_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0", "RATE_ADDRESS_PER_DAY": "0"}
WANTED_SHARE = 0.99
FUZZED = 400


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("var"), environment=NO_LIMITS) as running:
        yield running


@pytest.fixture(scope="module")
def outcomes(stack: Stack) -> list[Outcome]:
    return replay_all(load_scenarios(), stack.address, _database(stack))


def _database(stack: Stack) -> Path:
    return stack.settings.var / "desk.sqlite3"


def _told(outcomes: list[Outcome]) -> list[str]:
    return [f"{o.scenario.id}: {'; '.join(o.problems)}" for o in outcomes if o.problems]


def test_there_are_at_least_250_scenarios_and_each_names_its_rules() -> None:
    scenarios = load_scenarios()
    assert len(scenarios) >= 250
    assert [scenario.id for scenario in scenarios if not scenario.rules or not scenario.turns] == []


@pytest.mark.parametrize("group", STRICT_GROUPS)
def test_E1_S1_E9_not_one_scenario_of_danger_fails(outcomes: list[Outcome], group: str) -> None:
    assert _told([outcome for outcome in outcomes if outcome.scenario.group == group]) == []


def test_T4_not_one_reply_makes_a_forbidden_claim(outcomes: list[Outcome]) -> None:
    assert report(outcomes)["forbidden_claims"] == []


def test_nearly_all_other_scenarios_pass(outcomes: list[Outcome]) -> None:
    others = [outcome for outcome in outcomes if outcome.scenario.group not in STRICT_GROUPS]
    failed = _told(others)
    assert len(failed) <= (1 - WANTED_SHARE) * len(others), "\n".join(failed)


def test_X10_no_generated_message_breaks_delays_or_loses_anything(stack: Stack) -> None:
    tally = fuzz(stack.address, FUZZED, seed=7, progress=None)
    assert (tally.server_errors, tally.lost, tally.unanswered) == ([], [], [])


def test_E1_danger_is_answered_with_the_brain_stopped(tmp_path: Path) -> None:
    with Stack(tmp_path, only=("desk",), environment=NO_LIMITS) as desk_alone:
        chosen = [scenario for scenario in load_scenarios() if not scenario.needs_brain]
        assert _told(replay_all(chosen, desk_alone.address, tmp_path / "desk.sqlite3")) == []
