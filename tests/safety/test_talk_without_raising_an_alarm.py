"""Idioms, denials, the past, general questions and science words raise no alarm (safety.md E9, S5)."""

from typing import Any

from desk.gateway.safety import DangerCheck
from tests.safety.conftest import lines_of


def _alarms(check: DangerCheck, messages: list[str]) -> list[str]:
    return [f"{message!r} -> {check.check(message)}" for message in messages if check.check(message).kind]


def test_E9_no_counter_example_of_any_pattern_raises_an_alarm(check: DangerCheck, policy: dict[str, Any]) -> None:
    assert [alarm for p in policy["patterns"] for alarm in _alarms(check, p["counter_examples"])] == []


def test_E9_no_idiom_raises_an_alarm(check: DangerCheck, policy: dict[str, Any]) -> None:
    assert [alarm for idiom in policy["idioms"] for alarm in _alarms(check, idiom["examples"])] == []


def test_E9_no_example_of_what_turns_a_sign_into_a_mention_raises_an_alarm(
    check: DangerCheck, policy: dict[str, Any]
) -> None:
    examples = [e for rule in policy["suppressors"].values() for e in rule.get("examples", [])]
    assert _alarms(check, examples) == []


def test_E9_everyday_talk_of_visitors_raises_no_alarm(check: DangerCheck) -> None:
    assert _alarms(check, lines_of("harmless")) == []


def test_E9_no_question_of_the_knowledge_base_raises_an_alarm(check: DangerCheck) -> None:
    import knowledge

    facts = knowledge.load().facts.values()
    assert _alarms(check, [question for fact in facts for question in fact.questions]) == []


def test_E9_what_the_assistant_itself_says_raises_no_alarm_when_quoted_back(check: DangerCheck) -> None:
    import knowledge

    assert _alarms(check, [fact.text for fact in knowledge.load().facts.values()]) == []
