"""A part dies in the middle: nothing false is said, nothing typed is lost, and the chat goes on when it is back."""

from __future__ import annotations

import time

import httpx

from scripts.stack import Stack
from tests.e2e.conftest import Talk, kinds, stored, text


def leads_of(stack: Stack, talk: Talk) -> list[tuple[object, ...]]:
    return stored(stack, "leads_lead", "reference", talk)


def at_consent(talk: Talk) -> None:
    talk.say("i want to book a consultation for prp")
    talk.say("Jo Park")
    talk.say("212-555-0151")
    talk.say("skip")
    assert "Yes, contact me" in {b["title"] for m in talk.say("next tuesday afternoon") for b in m["buttons"]}


def test_the_action_server_dies_between_yes_and_the_reply(stack: Stack, talk: Talk) -> None:
    at_consent(talk)
    stack.stop("actions")
    try:
        replies = talk.press("Yes, contact me")
        assert "confirmation" not in kinds(replies)
        assert "555" in text(replies)
        assert leads_of(stack, talk) == []
    finally:
        stack.start("actions")
        stack.wait()
    again = talk.press("Try again")
    if "confirmation" not in kinds(again):
        again = talk.press("Yes, contact me")
    assert "confirmation" in kinds(again)
    assert len(leads_of(stack, talk)) == 1


def test_the_brain_dies_in_the_middle_of_a_booking(stack: Stack, talk: Talk) -> None:
    talk.say("book a consultation about stem cells")
    stack.stop("brain")
    try:
        replies = talk.say("Ada Lindqvist")
        assert "555" in text(replies)
        assert "911" in text(replies)
        assert "brain" in httpx.get(f"{stack.address}/readyz", timeout=15).text
        assert kinds(talk.say("i cant breathe"))[0] == "emergency"
        assert "Ada Lindqvist" in [m["text"] for m in talk.history()]
    finally:
        stack.start("brain")
        stack.wait()
    talk.say("i'm ok now, false alarm")
    assert kinds(talk.say("Ada Lindqvist"))[-1] == "question"


def test_the_desk_dies_and_the_conversation_is_still_there(stack: Stack, talk: Talk) -> None:
    talk.say("what is prp")
    before = len(talk.history())
    stack.stop("desk")
    stack.start("desk")
    stack.wait()
    assert len(talk.history()) == before
    assert kinds(talk.say("and how much is that?"))


def test_it_starts_within_its_budgets(stack: Stack) -> None:
    stack.stop("brain")
    started = time.monotonic()
    stack.start("brain")
    stack.wait()
    print(f"brain ready again after {time.monotonic() - started:.1f} s; resident MB {stack.resident_mb()}")
    assert sum(stack.resident_mb().values()) < 1100
