"""Whoever edits a policy file learns of a mistake at once, and its examples are tests (docs/safety.md)."""

import copy
from typing import Any

import pytest

import knowledge
from desk.gateway.safety import DangerCheck
from desk.gateway.safety.patterns import PatternError
from knowledge.claims import ClaimLinter, PolicyMatcher


def test_A1_every_advice_example_is_refused_for_its_kind_and_no_counter_example_is() -> None:
    policy = knowledge.policy_file("advice")
    matcher = PolicyMatcher(policy["patterns"], policy["words"])
    found = [(p["kind"], e, matcher.first(e)) for p in policy["patterns"] for e in p["examples"]]
    assert [(kind, e) for kind, e, hit in found if not hit or hit["kind"] != kind] == []
    assert [e for p in policy["patterns"] for e in p["counter_examples"] if matcher.first(e)] == []


def test_T5_every_wrong_premise_is_corrected_and_no_counter_example_is() -> None:
    policy = knowledge.policy_file("premises")
    matcher = PolicyMatcher(policy["premises"], policy["words"])
    found = [(p["id"], e, matcher.first(e)) for p in policy["premises"] for e in p["examples"]]
    assert [(name, e) for name, e, hit in found if not hit or hit["id"] != name] == []
    hits = [(p["id"], e) for p in policy["premises"] for e in p["counter_examples"] if p in matcher.all(e)]
    assert hits == []


def test_T5_no_correction_opens_with_yes_and_all_point_to_facts() -> None:
    base = knowledge.load()
    for premise in knowledge.policy_file("premises")["premises"]:
        assert not premise["correction"]["en"].lower().startswith(("yes", "correct", "right", "exactly"))
        assert [fact for fact in premise["show"] if fact not in base.facts] == []


def test_A1_T5_no_example_question_of_a_fact_is_refused() -> None:
    policy = knowledge.policy_file("advice")
    matcher = PolicyMatcher(policy["patterns"], policy["words"])
    facts = knowledge.load().facts.values()
    refused = [q for fact in facts for q in fact.questions if matcher.first(q)]
    # A handful of example questions name "me"; more than that means that a pattern is too wide.
    assert len(refused) <= 0.005 * sum(len(fact.questions) for fact in facts), refused


def test_T4_the_linter_finds_every_example_and_spares_the_denials() -> None:
    policy = knowledge.policy_file("claims")
    linter = ClaimLinter(policy)
    missed = [e for rule in policy["claims"] for e in rule["examples"] if rule["id"] not in _ids(linter, e)]
    assert missed == []
    assert [e for rule in policy["claims"] for e in rule["counter_examples"] if _ids(linter, e)] == []


def _ids(linter: ClaimLinter, text: str) -> list[str]:
    return [claim.id for claim in linter.claims(text)]


def test_T3_T4_no_fact_opening_row_or_policy_text_makes_a_forbidden_claim() -> None:
    linter = ClaimLinter(knowledge.policy_file("claims"))
    texts = [text for fact in knowledge.load().facts.values() for text in (fact.text, *fact.openings.values())]
    texts += [p["correction"]["en"] for p in knowledge.policy_file("premises")["premises"]]
    texts += list(_strings(knowledge.policy_file("texts")["texts"]))
    assert [claim for text in texts for claim in linter.claims(text)] == []


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in _strings(part)]


def test_an_unknown_word_group_is_named(policy: dict[str, Any]) -> None:
    broken = copy.deepcopy(policy)
    broken["patterns"][0]["any"] = ["{nonsense} here"]
    with pytest.raises(PatternError, match="nonsense"):
        DangerCheck.load(broken)


def test_word_groups_in_a_circle_are_told(policy: dict[str, Any]) -> None:
    broken = copy.deepcopy(policy)
    broken["words"] |= {"a": "{b}", "b": "{a}"}
    broken["patterns"][0]["any"] = ["{a}"]
    with pytest.raises(PatternError, match="without end"):
        DangerCheck.load(broken)


def test_a_broken_expression_is_shown(policy: dict[str, Any]) -> None:
    broken = copy.deepcopy(policy)
    broken["patterns"][0]["any"] = ["(unclosed"]
    with pytest.raises(PatternError, match="unclosed"):
        DangerCheck.load(broken)


def test_a_gap_without_its_blank_is_told(policy: dict[str, Any]) -> None:
    broken = copy.deepcopy(policy)
    broken["patterns"][0]["any"] = ["cant ~3breathe"]
    with pytest.raises(PatternError, match="gap"):
        DangerCheck.load(broken)


def test_an_empty_list_is_told(policy: dict[str, Any]) -> None:
    broken = copy.deepcopy(policy)
    broken["patterns"][0]["any"] = []
    with pytest.raises(PatternError, match="no pattern"):
        DangerCheck.load(broken)


def test_broken_advice_patterns_are_shown() -> None:
    with pytest.raises(ValueError, match="unclosed"):
        PolicyMatcher([{"any": ["(unclosed"]}], {})
    with pytest.raises(ValueError, match="nonsense"):
        PolicyMatcher([{"any": ["{nonsense}"]}], {})
