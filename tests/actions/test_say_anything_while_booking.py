"""Whatever is typed at whichever step: the booking does not break, fall silent, or agree to anything by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.booking import controls
from actions.booking.speech import speak
from knowledge import Knowledge
from tests.actions.visitor import Visitor

STEPS = ["interest", "full_name", "phone", "email", "preferred_time", "consent"]
INTENTS = (
    "inform nlu_fallback affirm deny ask_cost ask_safety follow_why thanks greet handoff skip go_back change_detail "
    "why_needed already_told book ask_and_book repeat advice_dose complaint stop_contact privacy_delete other_language"
).split()
WORDS = (
    "Ann|yes|no|my number is|212-555-0147|tomorrow|after 5|ann@example.com|skip|why|exosomes|how much|change|email|"
    "call me|instead|not|only|text|I'm 15|?|back|mañana|李|😀|maybe|sunday|{name}|{{7*7}}|/book|<b>|000000000000|"
    "next week|never mind|ok|absolutely|of course|do not|stop|what about|'|.."
).split("|")
TEXT = st.one_of(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.text(max_size=60))
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(text=TEXT, intent=st.sampled_from(INTENTS), slot=st.sampled_from(STEPS))
def test_every_message_has_an_answer_or_is_passed_on(text: str, intent: str, slot: str, kb: Knowledge) -> None:
    visitor = Visitor(kb).at(slot)
    outcome = visitor.says(text, intent)
    if outcome.then == "ask":
        assert outcome.asks in STEPS
        assert all(message["text"].strip() for message in speak(outcome.says, kb))
        assert outcome.says
    elif outcome.then == "pass":
        assert visitor.asked_again().says
    else:
        assert outcome.then in ("end", "submit")


@QUIET
@given(text=TEXT, intent=st.sampled_from(INTENTS))
def test_only_clear_words_agree_to_be_contacted(text: str, intent: str, kb: Knowledge) -> None:
    outcome = Visitor(kb).at("consent").says(text, intent)
    if outcome.then == "submit":
        agreed = controls.means("yes", text) or controls.channels_named(text) or intent == "affirm"
        assert agreed
        if re.search(r"\b(absolutely|definitely|of course) not\b", text.lower()):
            assert len((outcome.booking.consent or {})["channels"]) < 3  # some channel was ruled out
        assert (
            not re.match(r"\W*(no|never|don't)\b", text.lower())
            or "only" in text.lower()
            or controls.channels_named(text)
        )


@QUIET
@given(messages=st.lists(st.tuples(TEXT, st.sampled_from(INTENTS)), max_size=8))
def test_no_conversation_breaks_it_and_ended_means_forgotten(messages: list[tuple[str, str]], kb: Knowledge) -> None:
    visitor = Visitor(kb)
    visitor.says("book", "book")
    for text, intent in messages:
        if visitor.asked is None:
            break
        outcome = visitor.says(text, intent)
        if outcome.then == "end":
            assert outcome.booking.is_empty()


@pytest.mark.parametrize("words", ["{name}", "{{7*7}}", "{phone.__class__}", "${HOME}", "%s"])
def test_a_name_is_never_a_template(words: str, visitor: Visitor) -> None:
    visitor.at("consent", full_name=words).says("why?", "why_needed")
    given_name: dict[str, Any] = {"full_name": words}
    visitor.at("preferred_time", **given_name).says("any time")
    assert words in visitor.text
