"""Danger in words that no sign knows is found by its likeness to other messages; what is merely close is not."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from desk.gateway.safety import DangerCheck
from knowledge.likeness import FILE, Likeness, LikenessError, LikenessModel
from tests.safety.conftest import lines_of

TESTS = Path(__file__).parent.parent
EMERGENCY = "my nan looks all waxy and clammy and doesn't recognise the kitchen"
CRISIS = "i don't think i'll be around to see my daughter's wedding and i'm choosing that"


class Sure:
    """A model that takes every text for the same danger."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def read(self, text: str) -> Likeness:
        return Likeness(self.kind, 1.0)


def sure(policy: dict[str, Any], kind: str) -> DangerCheck:
    return DangerCheck(policy, Sure(kind))  # type: ignore[arg-type]


@pytest.mark.parametrize(("message", "kind"), [(EMERGENCY, "emergency"), (CRISIS, "crisis")])
def test_E1_S1_likeness_is_named_as_the_reason(both: DangerCheck, check: DangerCheck, message: str, kind: str) -> None:
    assert not check.check(message).kind
    verdict = both.check(message)
    assert (verdict.kind, verdict.pattern_id) == (kind, f"likeness.{kind}")


@pytest.mark.parametrize("name", ["emergency", "crisis"])
def test_E1_S1_a_message_that_was_added_is_found(both: DangerCheck, name: str) -> None:
    """But for those of three words and less, which only the signs read."""
    missed = [message for message in lines_of(name, "unusual") if not both.check(message).kind]
    assert [message for message in missed if len(message.split()) > 5] == []


def test_E9_a_harmless_message_that_was_added_raises_no_alarm_by_likeness(both: DangerCheck) -> None:
    messages = [*lines_of("harmless"), *lines_of("harmless", "unusual")]
    assert [message for message in messages if both.check(message).pattern_id.startswith("likeness")] == []


def _turns(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [turn for part in value for turn in _turns(part.get("text", "") if isinstance(part, dict) else part)]


def test_E9_no_question_of_the_evaluation_raises_an_alarm(both: DangerCheck) -> None:
    files = sorted((TESTS / "eval" / "questions").glob("*.yml"))
    asked = [q for file in files for q in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]]
    turns = [turn for q in asked for turn in _turns(q.get("text") or q.get("turns"))]
    assert len(turns) > 1000
    assert [turn for turn in turns if both.check(turn).kind] == []


def test_E9_no_scenario_raises_an_alarm_that_the_signs_do_not(both: DangerCheck, check: DangerCheck) -> None:
    files = sorted((TESTS / "scenarios" / "groups").glob("*.yml"))
    scenarios = [s for file in files for s in yaml.safe_load(file.read_text(encoding="utf-8"))["scenarios"]]
    said = [turn for scenario in scenarios for turn in _turns(scenario.get("say") or [])]
    assert len(said) > 300
    assert [turn for turn in said if both.check(turn).kind != check.check(turn).kind] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Coffin",
        "Jane Killian",
        "Ms. Bloodworth-Pain",
        "4",
        "555 201 3344",
        "+1 (415) 988-0000",
        "12 Bridge Street, Springfield, IL 62704",
        "Apt 4B, 77 Cliff Rd",
        "graves.robert@example.com",
        "tomorrow at 5",
        "my name is Robert Graves",
        "I live on Railway Street",
        "yes",
        "no thanks",
        "???",
        "qwer tzui opas dfgh jklm nbvc xyqw rtzp",
        "Ich möchte bitte einen Termin am Donnerstag für meine Mutter",
    ],
)
def test_E9_a_name_a_number_or_an_address_raises_no_alarm(both: DangerCheck, text: str) -> None:
    assert not both.check(text).kind


def test_E7_likeness_to_the_danger_that_holds_is_no_news(policy: dict[str, Any]) -> None:
    assert sure(policy, "emergency").check("and now this", state="emergency").pattern_id == "stay"
    assert sure(policy, "crisis").check("and now this", state="emergency").pattern_id == "likeness.crisis"


def test_E7_likeness_does_not_keep_somebody_from_being_safe(policy: dict[str, Any]) -> None:
    assert sure(policy, "crisis").check("I am safe now", state="emergency").kind == "safe_again"


def test_a_sign_decides_before_likeness(policy: dict[str, Any]) -> None:
    assert sure(policy, "crisis").check("I can't breathe").pattern_id == "breathing.cannot"


@pytest.mark.parametrize("text", ["my arm has gone to sleep and ", "a b ", "x", "mum fell. ", "zzzz yyyy "])
def test_X11_time_grows_with_the_length_alone(both: DangerCheck, text: str) -> None:
    begun = time.process_time()
    both.check(text * (100_000 // len(text)))
    assert time.process_time() - begun < 2.0


def test_a_normal_message_takes_milliseconds(both: DangerCheck) -> None:
    both.check(EMERGENCY)
    begun = time.process_time()
    for _ in range(20):
        both._alike("my nan loks al waxy and clamy and doesnt recognise the kitchen " * 3)
    assert (time.process_time() - begun) / 20 < 0.01


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300) | st.text(alphabet="aeinrst ?!.,'\n0", max_size=300))
def test_X12_nothing_raises(text: str) -> None:
    verdict = _both().check(text)
    assert verdict.kind in ("", "emergency", "crisis")


_CHECKS: list[DangerCheck] = []


def _both() -> DangerCheck:
    from django.conf import settings as desk

    if not _CHECKS:
        _CHECKS.append(DangerCheck.load(knowledge.policy_file("danger"), LikenessModel.load(desk.MODELS_DIR)))
    return _CHECKS[0]


def test_a_missing_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(LikenessError, match=rf"{FILE} is missing.*make train"):
        LikenessModel.load(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", json.dumps({"format": 1}), '"\\ud800"', "\x00"])
def test_a_damaged_file_is_told_with_the_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(LikenessError, match=r"cannot be used.*make train"):
        LikenessModel.load(tmp_path)


def test_the_desk_does_not_start_without_it(tmp_path: Path, settings: Any) -> None:
    from desk.gateway.policy import policy

    settings.MODELS_DIR = tmp_path
    with pytest.raises(LikenessError, match="make train"):
        policy.__wrapped__()
