"""Spelling, spacing, other alphabets and invisible characters do not hide danger (safety.md E6)."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.gateway.safety import DangerCheck
from tests.safety.conftest import lines_of

DANGER = [*lines_of("emergency"), *lines_of("crisis")]
HARMLESS = lines_of("harmless")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _zero_width(text: str) -> str:
    return "\u200b".join(text)


def _full_width(text: str) -> str:
    return text.translate(_WIDE)


def _stretched(text: str) -> str:
    return "".join(c * 3 if c in "aeiouy" else c for c in text)


def _curly(text: str) -> str:
    return text.replace("'", "\u2019")


def _wide_blanks(text: str) -> str:
    return text.replace(" ", "\u00a0 \u2009")


CHANGES: list[Callable[[str], str]] = [
    str.upper, str.title, _zero_width, _full_width, _stretched, _curly, _wide_blanks,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_E6_the_verdict_survives_the_change(check: DangerCheck, change: Callable[[str], str]) -> None:
    changed = [(message, change(message)) for message in DANGER]
    assert [old for old, new in changed if check.check(new).kind != check.check(old).kind] == []


@pytest.mark.parametrize("change", [str.upper, _zero_width, _full_width, _curly, _wide_blanks])
def test_E9_and_so_does_its_absence(check: DangerCheck, change: Callable[[str], str]) -> None:
    assert [message for message in HARMLESS if check.check(change(message)).kind] == []


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DANGER), st.randoms(use_true_random=False))
def test_E6_invisible_characters_anywhere_change_nothing(message: str, chance: random.Random) -> None:
    check = _shared()
    hidden = "".join(c + chance.choice(["", "", "\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff"]) for c in message)
    assert check.check(hidden).kind == check.check(message).kind


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DANGER), st.integers(1, 4))
def test_E6_letters_held_down_change_nothing(message: str, times: int) -> None:
    check = _shared()
    held = "".join(c * times if c.isalpha() else c for c in message)
    assert check.check(held).kind == check.check(message).kind


_CHECKS: list[DangerCheck] = []


def _shared() -> DangerCheck:
    # hypothesis does not mix with function fixtures; one instance serves all examples.
    import knowledge

    if not _CHECKS:
        _CHECKS.append(DangerCheck.load(knowledge.policy_file("danger")))
    return _CHECKS[0]
