"""Replays the scenarios against a running product and reports what failed.

desk/.venv/bin/python -m tests.scenarios.run http://127.0.0.1:8000 [--database var/desk.sqlite3] [--danger-only]
    [--group NAME] [--id PART] [--report FILE.json] [--show]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import knowledge
from knowledge.claims import ClaimLinter
from tests.scenarios.model import Scenario, load_scenarios
from tests.scenarios.visitor import Records, Visitor, problems

STRICT_GROUPS = ("emergencies", "self-harm", "no false alarms")


@dataclass(frozen=True)
class Outcome:
    """One replayed scenario: what was wrong at which turn, and the conversation as it went."""

    scenario: Scenario
    problems: tuple[str, ...]
    conversation: tuple[str, ...]
    slowest: float


def replay(scenario: Scenario, client: httpx.Client, records: Records, linter: ClaimLinter) -> Outcome:
    """Plays one scenario in a conversation of its own."""
    visitor = Visitor(client)
    wrong: list[str] = []
    said: list[str] = []
    slowest = 0.0
    for number, turn in enumerate(scenario.turns, 1):
        said.append(f"> {turn.say[:300] or f'[{turn.press}]'}")
        try:
            replies = visitor.press(turn.press) if turn.press else visitor.say(turn.say)
        except (LookupError, httpx.HTTPError) as problem:
            wrong.append(f"turn {number}: {problem}")
            break
        said += [f"  ({message['kind']}) {message['text']}" for message in replies]
        slowest = max(slowest, visitor.seconds)
        state = records.state(visitor.id)
        wrong += [f"turn {number}: {p}" for p in problems(replies, turn.expected, state, linter)]
    return Outcome(scenario, tuple(wrong), tuple(said), slowest)


def replay_all(scenarios: Iterable[Scenario], address: str, database: Path | None, workers: int = 3) -> list[Outcome]:
    """Plays scenarios side by side, each in its own conversation; the outcomes in the same order."""
    linter, records = ClaimLinter(knowledge.policy_file("claims")), Records(database)
    with httpx.Client(base_url=address, timeout=30) as client, ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda scenario: replay(scenario, client, records, linter), scenarios))


def report(outcomes: list[Outcome]) -> dict[str, Any]:
    """Numbers per group, and the failures with their conversations."""
    groups: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        group = groups.setdefault(outcome.scenario.group, {"passed": 0, "all": 0})
        group["all"] += 1
        group["passed"] += not outcome.problems
    failed = [outcome for outcome in outcomes if outcome.problems]
    claims = [o.scenario.id for o in outcomes if any(": claims " in problem for problem in o.problems)]
    return {
        "scenarios": len(outcomes),
        "passed": len(outcomes) - len(failed),
        "groups": groups,
        "forbidden_claims": claims,
        "slowest_seconds": round(max((o.slowest for o in outcomes), default=0.0), 3),
        "failed": {
            o.scenario.id: {"rules": o.scenario.rules, "problems": o.problems, "conversation": o.conversation}
            for o in failed
        },
    }


def main(arguments: list[str] | None = None) -> int:
    """Command line; 0 when every scenario passed."""
    options = _options(arguments)
    chosen = [scenario for scenario in load_scenarios() if _wanted(scenario, options)]
    outcomes = replay_all(chosen, options.address, options.database, options.workers)
    result = report(outcomes)
    if options.report:
        options.report.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    _print(result, options.show)
    return 0 if result["passed"] == result["scenarios"] else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Replay the safety scenarios against a running product.")
    parser.add_argument("address")
    parser.add_argument("--database", type=Path)
    parser.add_argument("--danger-only", action="store_true", help="only those that must hold with the brain stopped")
    parser.add_argument("--group", default="")
    parser.add_argument("--id", default="")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--show", action="store_true", help="print the conversations of failed scenarios")
    parser.add_argument("--workers", type=int, default=3)
    return parser.parse_args(arguments)


def _wanted(scenario: Scenario, options: argparse.Namespace) -> bool:
    if options.danger_only and scenario.needs_brain:
        return False
    return options.group in scenario.group and options.id in scenario.id


def _print(result: dict[str, Any], show: bool) -> None:
    for name, numbers in result["groups"].items():
        share = 100 * numbers["passed"] / numbers["all"]
        sys.stdout.write(f"{name:24} {numbers['passed']:4} of {numbers['all']:4}  {share:5.1f}%\n")
    sys.stdout.write(f"{'all':24} {result['passed']:4} of {result['scenarios']:4}\n")
    sys.stdout.write(f"forbidden claims: {len(result['forbidden_claims'])}; slowest {result['slowest_seconds']} s\n")
    for name, failure in result["failed"].items():
        sys.stdout.write(f"\nFAILED {name} {list(failure['rules'])}\n  " + "\n  ".join(failure["problems"]) + "\n")
        if show:
            sys.stdout.write("    " + "\n    ".join(failure["conversation"]) + "\n")


if __name__ == "__main__":
    sys.exit(main())
