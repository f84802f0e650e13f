"""Danger in a visitor's words is found, whatever the words (safety.md E1-E6, S1)."""

from typing import Any

import pytest

from desk.gateway.safety import DangerCheck
from tests.safety.conftest import lines_of


def _wrong(check: DangerCheck, messages: list[str], kind: str) -> list[str]:
    return [f"{message!r} -> {check.check(message)}" for message in messages if check.check(message).kind != kind]


def test_E3_every_example_of_every_pattern_is_found(check: DangerCheck, policy: dict[str, Any]) -> None:
    wrong = [miss for p in policy["patterns"] for miss in _wrong(check, p["examples"], p["kind"])]
    assert wrong == []


def test_E3_every_sign_has_a_pattern_with_examples_and_counter_examples(policy: dict[str, Any]) -> None:
    rules = {pattern["rule"] for pattern in policy["patterns"]}
    signs = (
        "breathing anaphylaxis chest stroke vision collapse bleeding infection "
        "spine headache clot limb pregnancy overdose"
    )
    assert {f"E3.{sign}" for sign in signs.split()} <= rules
    assert [p["id"] for p in policy["patterns"] if not p["examples"] or not p["counter_examples"]] == []


def test_E1_emergencies_in_many_voices_are_found(check: DangerCheck) -> None:
    assert _wrong(check, lines_of("emergency"), "emergency") == []


def test_S1_self_harm_in_many_voices_is_found(check: DangerCheck) -> None:
    assert _wrong(check, lines_of("crisis"), "crisis") == []


@pytest.mark.parametrize("words", ["I can't breathe", "my chest hurts", "I want to kill myself", "no puedo respirar"])
def test_E6_danger_at_the_end_of_a_long_message_is_found(check: DangerCheck, words: str) -> None:
    assert check.check("I have been reading about exosomes and their price for days. " * 400 + words).kind


BEFORE = ("hi quick question ", "no i dont want to book, ", "I had a stent in 2015. ", "how much is prp? ")
AFTER = (
    " how much is prp",
    " is that normal?",
    ". can exosomes help?",
    " or is it just a side effect",
    " lol",
    " should i wait",
)
MAY_BE_LOST = 0.02


def test_E4_words_around_a_sign_hardly_ever_hide_it(check: DangerCheck) -> None:
    messages = [*lines_of("emergency"), *lines_of("crisis")][::3]
    around = [f"{words}{message}" for message in messages for words in BEFORE]
    around += [f"{message}{words}" for message in messages for words in AFTER]
    lost = [text for text in around if not check.check(text).kind]
    assert len(lost) <= MAY_BE_LOST * len(around), lost


@pytest.mark.parametrize(
    ("message", "lang"), [("no puedo respirar", "es"), ("quiero morir", "es"), ("I can't breathe", "en")]
)
def test_E8_the_language_of_the_danger_is_told(check: DangerCheck, message: str, lang: str) -> None:
    assert check.check(message).lang == lang


def test_S1_self_harm_decides_over_an_overdose_and_an_emergency_over_both(check: DangerCheck) -> None:
    assert check.check("I took too many pills").kind == "emergency"
    assert check.check("I took too many pills, I want to die").kind == "crisis"
    assert check.check("I took too many pills, I want to die and now I can't breathe").kind == "emergency"
