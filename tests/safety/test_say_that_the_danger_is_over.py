"""An alarm holds until the visitor says they are safe (safety.md E7, S4)."""

from typing import Any

import pytest

from desk.gateway.safety import DangerCheck


@pytest.mark.parametrize("state", ["emergency", "crisis"])
def test_E7_S4_words_of_safety_end_the_state(check: DangerCheck, policy: dict[str, Any], state: Any) -> None:
    examples = policy["safe"][state]["examples"]
    assert [e for e in examples if check.check(e, state=state).kind != "safe_again"] == []


@pytest.mark.parametrize("state", ["emergency", "crisis"])
def test_E7_S4_anything_else_keeps_the_state(check: DangerCheck, policy: dict[str, Any], state: Any) -> None:
    examples = policy["safe"][state]["counter_examples"]
    assert [e for e in examples if check.check(e, state=state).kind not in ("emergency", "crisis")] == []


def test_E7_the_same_danger_goes_on_as_stay_and_new_danger_as_itself(check: DangerCheck) -> None:
    assert check.check("should I wait?", state="emergency").pattern_id == "stay"
    assert check.check("I want to die", state="emergency").kind == "crisis"
    assert check.check("I'm ok now but my chest still hurts", state="emergency").pattern_id == "chest.pain"


def test_E7_the_words_the_reply_asks_for_are_understood(check: DangerCheck) -> None:
    for words in ("I am safe", "i am safe.", "I AM SAFE", "estoy a salvo", "Estoy a salvo."):
        assert check.check(words, state="emergency").kind == "safe_again"
        assert check.check(words, state="crisis").kind == "safe_again"


def test_E8_a_stay_in_spanish_is_told_in_spanish(check: DangerCheck) -> None:
    assert check.check("¿debo esperar?", state="emergency").lang == "es"


def test_without_a_state_words_of_safety_mean_nothing(check: DangerCheck) -> None:
    assert check.check("I am safe").kind == ""
