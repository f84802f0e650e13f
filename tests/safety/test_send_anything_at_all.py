"""No text makes the safety checks raise, hang or change their mind (safety.md X1, X11, X12)."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from desk.gateway.safety import DangerCheck, guard_command, mask, normalise

ANY_TEXT = st.text(max_size=400) | st.text(
    alphabet="aeiknhtrbc ?!.'/(){}@0123456789-\u200b\uff41\u0430\ud800", max_size=400
)


@pytest.mark.parametrize(
    "text",
    [
        "I can't " * 12_500,
        "no chest pain " * 7_000,
        "chest pain? no " * 7_000,
        "a " * 50_000,
        "((((" * 25_000,
        "a@" * 50_000,
        "1" * 100_000,
        "4111 " * 20_000,
        "not " * 25_000,
        "x" * 100_000,
        "hhhh eeee llll pppp " * 5_000,
        "can prp cause a stroke " * 4_400,
        "\ufdfa" * 5_000,
    ],
    ids=lambda text: text[:14],
)
def test_X11_a_hundred_thousand_characters_take_less_than_a_second(check: DangerCheck, text: str) -> None:
    begun = time.process_time()
    check.check(text, state="emergency")
    mask(normalise(text))
    guard_command(text)
    assert time.process_time() - begun < 1.0


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, st.sampled_from(["", "emergency", "crisis"]))
def test_X12_nothing_raises(text: str, state: str) -> None:
    verdict = _check().check(text, state=state)  # type: ignore[arg-type]
    assert verdict.kind in ("", "emergency", "crisis", "safe_again")
    assert mask(normalise(text)).text is not None
    guard_command(text)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_X12_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='/\\ \u200b\uff0fEXTERNALexternal:bok{}"1\n', max_size=40))
def test_X1_what_the_guard_lets_through_is_no_command(text: str) -> None:
    guarded = guard_command(text)
    assert not guarded.startswith("/")
    assert not guarded.upper().startswith("EXTERNAL:")


_CHECKS: list[DangerCheck] = []


def _check() -> DangerCheck:
    if not _CHECKS:
        _CHECKS.append(DangerCheck.load(knowledge.policy_file("danger")))
    return _CHECKS[0]
