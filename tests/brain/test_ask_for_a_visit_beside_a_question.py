"""A visit or a call that is asked for in any words, also beside a question, is heard."""

from __future__ import annotations

import pytest

from brain.reading import _with_request
from brain.requests import requested
from tests.brain.conftest import Pipeline


@pytest.mark.parametrize(
    "text",
    [
        "book me in",
        "can we just come by on Saturday",
        "I'd love a spot on Friday if you have one",
        "do you have room on tuesday",
        "any openings this week",
        "can i get an appointment",
        "when could we come and see someone",
        "is next tuesday possible",
        "squeeze me in for thursday",
        "how soon can i get in",
        "I want to come in",
        "can i come after work wednesday",
    ],
)
def test_a_visit_is_asked_for(text: str) -> None:
    assert requested(text) == "book"


@pytest.mark.parametrize("text", ["call me", "have someone ring me after 4", "he wants to be called", "give us a call"])
def test_a_call_is_asked_for(text: str) -> None:
    assert requested(text) == "handoff"


def test_what_is_booked_already_is_for_the_team_to_change() -> None:
    assert requested("can i reschedule my appt") == "handoff"
    assert requested("please move my visit to friday") == "handoff"


@pytest.mark.parametrize(
    "text",
    [
        "do i need an appointment",
        "don't call me",
        "before i book, is it safe",
        "can i come without an appointment",
        "call me a sceptic but is it safe",
        "call me Mike",
        "they promised to call me and never did",
        "put me in touch with a former patient",
        "how do i get my records",
        "do you have an emergency room",
        "what happens when i come in for it",
    ],
)
def test_speaking_of_one_is_not_asking_for_one(text: str) -> None:
    assert requested(text) == ""


def test_beside_a_question_it_is_a_part_of_its_own(pipeline: Pipeline) -> None:
    parsed = pipeline.parse("is prp safe, and i'd love a spot on friday if you have one")
    assert "book" in [part["intent"] for part in parsed["reading"]["parts"]]
    assert parsed["intent"]["name"] == "ask_and_book"


def test_it_is_heard_however_the_message_was_divided() -> None:
    safe = {"intent": "ask_safety", "known": True}
    parts = _with_request("is prp safe? oh and can you move my appointment to friday", [safe])
    assert [part["intent"] for part in parts] == ["ask_safety", "handoff"]


def test_what_was_heard_is_not_heard_twice() -> None:
    parts = [{"intent": "ask_safety", "known": True}, {"intent": "handoff", "known": True}]
    assert _with_request("is prp safe? call me", parts) == parts
    assert len(_with_request("call me", [{"intent": "inform", "known": True}])) == 1
