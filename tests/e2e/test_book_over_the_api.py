"""A visitor asks, books with a question and a correction in the middle, and the lead is on the desk."""

from __future__ import annotations

from scripts.stack import Stack
from tests.e2e.conftest import Talk, kinds, stored, text


def begin_booking(talk: Talk) -> None:
    talk.say("what is exosome therapy?")
    talk.say("i'd like to book a consultation about exosomes")
    talk.say("Maria O'Brien-Núñez")


def finish(talk: Talk) -> list[dict]:  # type: ignore[type-arg]
    talk.say("skip")
    talk.say("next tuesday afternoon")
    return talk.press("Yes, contact me")


def test_the_greeting_says_what_it_is(talk: Talk) -> None:
    said = text(talk.greeting).lower()
    assert "automated" in said
    assert "911" in said


def test_an_answer_has_its_source_and_the_disclaimer(talk: Talk) -> None:
    replies = talk.say("how big are exosomes")
    assert kinds(replies) == ["answer", "disclaimer"]
    assert "30" in replies[0]["text"]
    assert replies[0]["sources"]


def test_a_question_in_the_middle_is_answered_and_the_booking_goes_on(talk: Talk) -> None:
    begin_booking(talk)
    replies = talk.say("how much does it cost?")
    assert kinds(replies)[:2] == ["answer", "disclaimer"]
    assert kinds(replies)[-1] == "question"


def test_the_lead_is_stored_with_consent_before_it_is_confirmed(stack: Stack, talk: Talk) -> None:
    begin_booking(talk)
    talk.say("212-555-0147")
    talk.say("my number is actually 212-555-0148")
    replies = finish(talk)
    assert "confirmation" in kinds(replies)
    assert kinds(replies)[-1] in ("disclaimer", "confirmation")
    leads = stored(stack, "leads_lead", "name, phone, reference", talk)
    assert [lead[:2] for lead in leads] == [("Maria O'Brien-Núñez", "+12125550148")]
    assert leads[0][2] in text(replies)
    consent = stored(stack, "leads_consentevent", "direction, wording_text", talk)
    assert consent
    assert all(direction == "granted" and wording for direction, wording in consent)


def test_no_consent_no_lead(stack: Stack, talk: Talk) -> None:
    begin_booking(talk)
    talk.say("212-555-0149")
    talk.say("skip")
    talk.say("next tuesday afternoon")
    replies = talk.press("No, do not contact me")
    assert "confirmation" not in kinds(replies)
    assert not stored(stack, "leads_lead", "reference", talk)


def test_several_wishes_are_served_and_the_time_is_kept(talk: Talk) -> None:
    replies = talk.say("how much is exosome therapy, is it safe, and can I come tuesday?")
    assert kinds(replies).count("answer") == 2
    assert kinds(replies).count("disclaimer") == 1
    assert kinds(replies)[-1] == "question"
