"""The domain and the rules hold together: every intent has one rule, and nothing needs more than the rule policy."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import Knowledge

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def rules() -> list[dict[str, Any]]:
    return list(yaml.safe_load((ROOT / "data/rules.yml").read_text(encoding="utf-8"))["rules"])


def intents_of(rule: dict[str, Any]) -> list[str]:
    first = rule["steps"][0]
    return (
        [option["intent"] for option in first["or"]]
        if "or" in first
        else [first["intent"]]
        if "intent" in first
        else []
    )


def test_every_intent_has_exactly_one_rule(domain: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    counted = Counter(intent for rule in rules for intent in intents_of(rule))
    assert counted == Counter(domain["intents"])


def test_every_aspect_of_the_knowledge_is_an_intent(domain: dict[str, Any], kb: Knowledge) -> None:
    assert {f"ask_{aspect}" for aspect in kb.aspects} <= set(domain["intents"])


def test_rules_use_only_actions_of_the_domain(domain: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    used = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert used <= {*domain["actions"], *domain["forms"]}


def test_questions_are_answered_in_and_out_of_the_form_by_the_same_rule(rules: list[dict[str, Any]]) -> None:
    for rule in rules:
        if any(intent.startswith(("ask_", "follow_", "advice_")) for intent in intents_of(rule)):
            assert "condition" not in rule


def test_a_session_takes_nothing_over_and_outlasts_an_hour_of_silence(domain: dict[str, Any]) -> None:
    session = domain["session_config"]
    assert session["carry_over_slots_to_new_session"] is False
    assert session["session_expiration_time"] > 60


def test_no_slot_influences_the_rules(domain: dict[str, Any]) -> None:
    for slot in domain["slots"].values():
        assert slot["influence_conversation"] is False
        assert slot["mappings"] == [{"type": "custom"}]


def test_no_action_is_sent_the_domain(domain: dict[str, Any]) -> None:
    assert all(isinstance(action, str) for action in domain["actions"])


def test_the_reply_of_last_resort_exists(domain: dict[str, Any]) -> None:
    assert domain["responses"]["utter_default"][0]["custom"]["kind"] == "error"
    assert list(domain["responses"]) == ["utter_default"]


def test_there_is_no_extraction_action_that_would_run_on_every_message(domain: dict[str, Any]) -> None:
    assert "action_validate_slot_mappings" not in domain["actions"]
