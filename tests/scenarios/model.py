"""Reading the scenario files: what a visitor does, and what the reply must and must not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CHECKS = ("must_say", "must_not_say", "opens_with", "opens_with_kind", "some_kind", "only_kinds", "never_kinds")
STATES = ("leads", "lead", "danger_state", "stored_not")


@dataclass(frozen=True)
class Turn:
    """One thing a visitor does (`say` text, or `press` a button whose title matches) and what is expected then."""

    say: str = ""
    press: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A conversation with expectations; `rules` are the ids of safety.md it stands for."""

    id: str
    group: str
    rules: tuple[str, ...]
    turns: tuple[Turn, ...]
    needs_brain: bool = True


def load_scenarios() -> list[Scenario]:
    """All scenarios of this folder, in file order. Raises ValueError for a file that says something unknown."""
    named = yaml.safe_load((HERE / "expectations.yml").read_text(encoding="utf-8"))
    found: list[Scenario] = []
    for path in sorted((HERE / "groups").glob("*.yml")):
        found += _file(yaml.safe_load(path.read_text(encoding="utf-8")), named)
    ids = [scenario.id for scenario in found]
    if len(ids) != len(set(ids)):
        raise ValueError(f"scenario ids stand twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return found


def _file(content: Mapping[str, Any], named: Mapping[str, Any]) -> list[Scenario]:
    flows = content.get("openings", {})
    return [_scenario(entry, content, named, flows) for entry in content["scenarios"]]


def _scenario(
    entry: Mapping[str, Any], content: Mapping[str, Any], named: Mapping[str, Any], flows: Mapping[str, Any]
) -> Scenario:
    turns = [_turn(turn, {}, named) for turn in flows.get(entry.get("after", ""), [])]
    own = entry.get("turns") or [{key: entry[key] for key in entry if key not in ("id", "rules", "after")}]
    turns += [_turn(turn, content, named) for turn in own]
    return Scenario(
        id=entry["id"],
        group=content["group"],
        rules=tuple(entry.get("rules", content.get("rules", []))),
        turns=tuple(turns),
        needs_brain=entry.get("needs_brain", content.get("needs_brain", True)),
    )


def _turn(turn: Any, content: Mapping[str, Any], named: Mapping[str, Any]) -> Turn:
    if isinstance(turn, str):
        return Turn(say=turn)
    names = turn.get("expect", content.get("expect", []) if "expect" not in turn else [])
    names = [names] if isinstance(names, str) else names
    unknown = set(turn) - {"say", "press", "expect", "repeat", *CHECKS, *STATES}
    if unknown or set(names) - set(named):
        raise ValueError(f"unknown words in a scenario: {unknown or set(names) - set(named)} in {turn}")
    parts = [named[name] for name in names] + [turn]
    text = str(turn.get("say", "")) * int(turn.get("repeat", 1))
    return Turn(say=text, press=str(turn.get("press", "")), expected=_joined(parts))


def _joined(parts: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Several expectations as one: all of each; the last word on a state wins."""
    joined: dict[str, Any] = {}
    for part in parts:
        for key in CHECKS:
            joined[key] = [
                *joined.get(key, []),
                *([part[key]] if isinstance(part.get(key), str) else part.get(key, [])),
            ]
        joined |= {key: part[key] for key in STATES if key in part}
    # "some kind of" lists of several expectations are alternatives only within one of them.
    joined["some_kind_sets"] = [part["some_kind"] for part in parts if part.get("some_kind")]
    return joined
