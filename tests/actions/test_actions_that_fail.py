"""An action that fails or hangs: a sentence with a telephone number, a usable conversation, a clean log."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from actions import base
from actions.base import ClinicAction, Reply
from actions.booking_actions import ValidateBookingForm
from actions.turn import Turn
from knowledge import Knowledge
from tests.actions.trackers import FakeDesk, Ran, tracker

SECRET = "Ann Lee 212-555-0147"


class Breaking(ClinicAction):
    """Fails with the visitor's words in the error."""

    action = "breaking"

    async def act(self, turn: Turn) -> Reply:
        raise ValueError(turn.text)


class Hanging(ClinicAction):
    """Never ends."""

    action = "hanging"

    async def act(self, turn: Turn) -> Reply:
        await asyncio.sleep(60)
        return Reply()


class BreakingForm(ValidateBookingForm):
    """The form's action, failing."""

    async def act(self, turn: Turn) -> Reply:
        raise KeyError(turn.text)


def test_a_failure_is_an_apology_with_the_phone(desk: FakeDesk, kb: Knowledge) -> None:
    ran = Ran(Breaking(), tracker(SECRET))
    assert ran.kinds == ["error"]
    assert kb.clinic.phone in ran.text


def test_an_action_that_hangs_is_ended(desk: FakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "TIME_LIMIT", 0.05)
    assert Ran(Hanging(), tracker("hello")).kinds == ["error"]


def test_the_log_has_one_line_with_a_hash_and_no_words_of_the_visitor(
    desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "actions.base"):
        Ran(Breaking(), tracker(SECRET))
    (record,) = caplog.records
    line = json.loads(record.getMessage())
    assert set(line) == {"conversation", "action", "ms", "outcome"}
    assert line["outcome"].startswith("error ValueError at test_actions_that_fail.py:")
    assert "Ann" not in caplog.text
    assert "sender-1" not in caplog.text


def test_the_form_stays_where_it_was(desk: FakeDesk) -> None:
    ran = Ran(BreakingForm(), tracker("x", "inform", slots={"requested_slot": "phone"}, form=True))
    assert ran.slot("requested_slot") == "phone"
    assert ran.slot("booking_tries") == {}
    ran = Ran(BreakingForm(), tracker("book", "book", form=True))
    assert ran.has("followup", "action_listen")


def test_an_action_run_as_a_follow_up_hands_the_turn_back(desk: FakeDesk) -> None:
    assert Ran(Breaking(), tracker("x", latest_action="booking_form")).has("followup", "action_listen")
    assert not Ran(Breaking(), tracker("x")).has("followup")
