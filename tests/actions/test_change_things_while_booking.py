"""Corrections, going back, skipping, refusing, asking why: the booking bends."""

from __future__ import annotations

import pytest

from actions.booking.state import Booking
from tests.actions.visitor import Visitor


@pytest.mark.parametrize("slot", ["email", "preferred_time", "consent"])
def test_a_number_can_be_corrected_at_any_later_step(slot: str, visitor: Visitor) -> None:
    visitor.at(slot).says("my number is actually 212-555-0199", "change_detail")
    assert (visitor.booking.phone or {})["e164"] == "+12125550199"
    assert visitor.heard[0] == "booking.changed"
    assert visitor.asked == slot


def test_a_name_can_be_corrected_at_the_end(visitor: Visitor) -> None:
    visitor.at("consent").says("sorry, my name is Anna Leeds", "change_detail")
    assert visitor.booking.full_name == "Anna Leeds"
    assert visitor.asked == "consent"
    assert "Anna Leeds" in visitor.text


def test_a_yes_with_a_correction_agrees_to_nothing_yet(visitor: Visitor) -> None:
    outcome = visitor.at("consent").says("yes but make it friday at 2", "affirm")
    assert (outcome.then, visitor.asked) == ("ask", "consent")
    assert (visitor.booking.preferred_time or {})["start"] == "2026-11-27T14:00:00-05:00"
    assert visitor.booking.consent is None


def test_change_something_asks_what_and_then_for_the_new_value(visitor: Visitor) -> None:
    visitor.at("consent").says("change something", "change_detail")
    assert visitor.heard == ["booking.change_what"]
    visitor.says("phone", "nlu_fallback")
    assert (visitor.heard, visitor.asked) == (["booking.ask_new.phone"], "phone")
    visitor.says("212 555 0199")
    assert (visitor.booking.phone or {})["e164"] == "+12125550199"
    assert visitor.asked == "consent"


def test_a_detail_to_change_can_be_left_as_it_is(visitor: Visitor) -> None:
    visitor.at("consent").presses('/change_detail{"detail": "email"}')
    assert visitor.asked == "email"
    visitor.presses("/skip")
    assert visitor.asked == "consent"
    assert visitor.booking.email == {"address": "ann@example.com"}


def test_change_works_at_every_step(visitor: Visitor) -> None:
    visitor.at("email").says("change my number", "change_detail")
    assert visitor.asked == "phone"
    visitor.says("212-555-0199")
    assert visitor.asked == "email"


@pytest.mark.parametrize("words", ["go back", "back", "previous question"])
def test_going_back_asks_the_step_before_anew(words: str, visitor: Visitor) -> None:
    visitor.at("email").says(words, "nlu_fallback")
    assert visitor.asked == "phone"
    assert visitor.booking.phone is None


def test_at_the_first_step_there_is_nothing_to_go_back_to(visitor: Visitor) -> None:
    visitor.at("interest").says("back", "go_back")
    assert visitor.asked == "interest"


@pytest.mark.parametrize(
    "words", ["skip", "no", "I don't have one", "I'd rather not", "I'd rather not give my email", "no email", "none"]
)
def test_the_email_may_be_left_out(words: str, visitor: Visitor) -> None:
    visitor.at("email").says(words, "nlu_fallback")
    assert visitor.asked == "preferred_time"
    assert visitor.booking.email == {"refused": True}


@pytest.mark.parametrize(
    "words", ["skip", "I'd rather not give my number", "email me instead", "I don't have a phone", "no"]
)
def test_the_phone_may_be_left_out_when_an_email_is_given(words: str, visitor: Visitor) -> None:
    visitor.at("phone").says(words, "nlu_fallback")
    assert (visitor.asked, visitor.heard) == ("email", ["booking.ask_email_required"])
    visitor.says("ann@example.com")
    assert visitor.asked == "preferred_time"
    assert visitor.booking.channels() == ("email",)


def test_an_email_in_place_of_a_number_is_enough(visitor: Visitor) -> None:
    visitor.at("phone").says("ann@example.com")
    assert visitor.asked == "preferred_time"
    assert not visitor.booking.has_phone()


def test_one_way_of_contact_is_needed(visitor: Visitor) -> None:
    visitor.at("phone").says("skip", "skip")
    visitor.says("no", "deny")
    assert visitor.heard == ["booking.need_one_channel"]
    assert {"/handoff", "/cancel"} <= set(visitor.payloads)
    visitor.says("ok then 212-555-0147", "inform")
    assert visitor.booking.has_phone()


@pytest.mark.parametrize("slot", ["phone", "email"])
def test_call_me_instead_of_email(slot: str, visitor: Visitor) -> None:
    visitor.at(slot).says("call me instead of e-mail", "nlu_fallback")
    assert visitor.booking.email == {"refused": True}
    if slot == "phone":
        assert (visitor.asked, visitor.heard) == ("phone", ["booking.ask_phone_required"])
        visitor.says("212-555-0147")
    visitor.says("any time")
    assert visitor.asked == "consent"
    assert visitor.booking.offered_channels() == ("call",)


def test_a_name_is_needed_and_says_why(visitor: Visitor) -> None:
    visitor.at("full_name").says("I'd rather not say", "nlu_fallback")
    assert (visitor.heard[0], visitor.asked) == ("booking.name_needed", "full_name")


@pytest.mark.parametrize(
    ("slot", "text_id"),
    [
        ("interest", "booking.why_interest"),
        ("full_name", "booking.why_name"),
        ("phone", "booking.why_phone"),
        ("email", "booking.why_email"),
        ("preferred_time", "booking.why_time"),
        ("consent", "booking.why_consent"),
    ],
)
def test_why_do_you_need_that_gets_the_reason_and_the_same_question(slot: str, text_id: str, visitor: Visitor) -> None:
    visitor.at(slot).says("why do you need that?", "why_needed")
    assert (visitor.heard[0], visitor.asked) == (text_id, slot)
    assert visitor.booking.failures(slot) == 0


def test_i_already_told_you_shows_what_is_known(visitor: Visitor) -> None:
    visitor.at("email").says("I already told you", "already_told")
    assert visitor.heard[0] == "booking.already_told"
    assert "(212) 555-0147" in visitor.text
    visitor.at("full_name").says("i told you already", "nlu_fallback")
    assert visitor.heard[0] == "booking.already_told_nothing"


@pytest.mark.parametrize("words", ["what?", "repeat", "say that again", "continue"])
def test_the_question_is_repeated_on_request(words: str, visitor: Visitor) -> None:
    visitor.at("phone").says(words, "repeat")
    assert visitor.heard == ["booking.ask_phone"]


@pytest.mark.parametrize(
    "words", ["cancel", "stop", "forget it", "never mind", "I changed my mind", "I don't want to book anymore"]
)
@pytest.mark.parametrize("slot", ["full_name", "phone", "consent"])
def test_cancel_wipes_everything_at_every_step(words: str, slot: str, visitor: Visitor) -> None:
    outcome = visitor.at(slot).says(words, "nlu_fallback")
    assert outcome.then == "end"
    assert outcome.booking == Booking()
    assert visitor.heard == ["booking.cancelled"]


def test_stop_contact_ends_the_booking_and_takes_consent_back(visitor: Visitor) -> None:
    outcome = visitor.at("phone").says("stop contacting me", "stop_contact")
    assert (outcome.then, outcome.follow) == ("end", "action_stop_contact")
    assert visitor.heard == ["booking.cancelled"]
    assert outcome.booking == Booking()


def test_starting_over_forgets_what_was_given(visitor: Visitor) -> None:
    visitor.at("email").says("start over", "nlu_fallback")
    assert visitor.heard[0] == "booking.restarted"
    assert visitor.asked == "interest"
    assert visitor.booking.is_empty()


@pytest.mark.parametrize(
    ("words", "channels"),
    [
        ("yes", ["call", "text", "email"]),
        ("ok sure", ["call", "text", "email"]),
        ("yes but only text", ["text"]),
        ("text only please", ["text"]),
        ("you can call me", ["call"]),
        ("yes, but no calls", ["text", "email"]),
        ("yes, just not by text", ["call", "email"]),
        ("e-mail is fine", ["email"]),
        ("call or text, no email", ["call", "text"]),
        ("I agree, except texts", ["call", "email"]),
        ("ok, not by phone", ["text", "email"]),
        ("all of them", ["call", "text", "email"]),
        ("calls are fine, email absolutely not", ["call"]),
        ("yes, but of course not by text", ["call", "email"]),
    ],
)
def test_consent_is_taken_channel_by_channel(words: str, channels: list[str], visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, "affirm")
    assert outcome.then == "submit", visitor.heard
    assert (outcome.booking.consent or {})["channels"] == channels


@pytest.mark.parametrize(
    "words", ["absolutely not", "of course not", "definitely not", "I do not", "ok, I don't agree"]
)
@pytest.mark.parametrize("intent", ["affirm", "deny", "nlu_fallback"])
def test_an_emphatic_no_is_a_no(words: str, intent: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, intent)
    assert outcome.then == "end", visitor.heard
    assert outcome.booking.is_empty()


@pytest.mark.parametrize("words", ["email absolutely not", "calls? definitely not", "text certainly not"])
def test_a_channel_ruled_out_with_emphasis_agrees_to_no_other(words: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, "affirm")
    assert outcome.then == "ask"
    assert outcome.booking.consent is None


@pytest.mark.parametrize("words", ["sure, why not", "yes, no problem", "ok no worries", "ok I don't mind"])
def test_a_harmless_not_is_still_a_yes(words: str, visitor: Visitor) -> None:
    assert visitor.at("consent").says(words, "affirm").then == "submit"


@pytest.mark.parametrize("intent", ["affirm", "follow_up", "ask_side_effects", "nlu_fallback", "handoff"])
def test_a_question_after_an_ok_agrees_to_nothing(intent: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says("ok and what about the side effects", intent)
    assert outcome.then in ("ask", "pass")
    assert outcome.booking.consent is None


def test_another_topic_at_the_end_is_a_change(visitor: Visitor) -> None:
    visitor.at("consent").says("yes but i want stem cells instead", "advice_forgo", treatments=("stem_cells",))
    assert visitor.asked == "consent"
    assert (visitor.booking.interest or {})["treatments"] == ["stem_cells"]


def test_a_name_can_be_corrected_right_after(visitor: Visitor) -> None:
    visitor.at("phone").says("no wait, it's Robert Stone", "change_detail")
    assert visitor.booking.full_name == "Robert Stone"
    assert visitor.asked == "phone"


@pytest.mark.parametrize(
    "words",
    [
        "maybe",
        "I'm not sure",
        "later perhaps",
        "hmm",
        "depends",
        "yes if a doctor calls me",
        "i guess so",
        "okay but when",
    ],
)
def test_doubt_is_never_a_yes(words: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, "affirm")
    assert outcome.then == "ask"
    assert outcome.booking.consent is None


def test_ruling_a_channel_out_asks_again_for_the_rest(visitor: Visitor) -> None:
    outcome = visitor.at("consent").says("no calls please", "deny")
    assert (outcome.then, visitor.asked) == ("ask", "consent")
    assert "text message or e-mail" in visitor.text
    assert "phone call" not in visitor.text


def test_a_channel_without_its_address_asks_for_it(visitor: Visitor) -> None:
    visitor.at("consent", email={"refused": True}).says("only by email", "affirm")
    assert (visitor.heard[0], visitor.asked) == ("booking.consent_needs", "email")
    visitor.says("ann@example.com")
    assert visitor.asked == "consent"
    assert visitor.booking.offered_channels() == ("email",)


@pytest.mark.parametrize("intent", ["change_detail", "handoff", "nlu_fallback"])
def test_a_way_preferred_is_understood_whatever_else_it_looks_like(intent: str, visitor: Visitor) -> None:
    visitor.at("email").says("just call me", intent, confidence=0.9)
    assert visitor.booking.email == {"refused": True}
    assert visitor.asked == "preferred_time"


def test_no_thanks_at_the_email_skips_it_and_cancels_nothing(visitor: Visitor) -> None:
    visitor.at("email").says("no thanks", "deny")
    assert visitor.asked == "preferred_time"


def test_a_value_given_at_what_should_i_change_is_taken_at_once(visitor: Visitor) -> None:
    visitor.at("consent").presses("/change_detail")
    visitor.says("my email is maria@example.com", "inform")
    assert visitor.asked == "consent"
    assert visitor.booking.email == {"address": "maria@example.com"}


@pytest.mark.parametrize(
    ("words", "slot"), [("yes but make it sunday at 3", "preferred_time"), ("my email is ann@", "email")]
)
def test_a_change_that_cannot_be_used_agrees_to_nothing(words: str, slot: str, visitor: Visitor) -> None:
    outcome = visitor.at("consent").says(words, "affirm")
    assert (outcome.then, outcome.asks) == ("ask", slot)
    assert outcome.booking.consent is None


def test_the_wording_kept_is_the_wording_shown(visitor: Visitor) -> None:
    visitor.at("preferred_time").says("any time")
    shown = visitor.text
    visitor.says("yes but only text", "affirm")
    assert (visitor.booking.consent or {})["wording_text"] in shown


def test_yes_contact_me_while_a_new_value_is_awaited_keeps_the_old_one(visitor: Visitor) -> None:
    visitor.at("consent").presses('/change_detail{"detail": "email"}')
    assert visitor.presses("/affirm").then == "submit"
    visitor.at("consent").presses('/change_detail{"detail": "email"}')
    assert visitor.says("Yes, contact me", "affirm").then == "submit"


@pytest.mark.parametrize("words", ["just call me", "call me please", "you can text me"])
def test_naming_a_way_of_contact_at_the_end_is_an_answer_even_if_it_looks_like_a_hand_off(
    words: str, visitor: Visitor
) -> None:
    assert visitor.at("consent").says(words, "handoff", confidence=0.9).then == "submit"


def test_a_yes_that_asks_for_deletion_agrees_to_nothing(visitor: Visitor) -> None:
    outcome = visitor.at("consent").says("yes delete everything", "privacy_delete")
    assert outcome.then == "pass"
    assert outcome.booking.consent is None


def test_no_contact_by_phone_rules_out_calls_only(visitor: Visitor) -> None:
    visitor.at("consent").says("don't contact me by phone", "deny")
    assert visitor.asked == "consent"
    assert visitor.booking.offered_channels() == ("text", "email")


def test_call_me_instead_of_email_at_the_end_asks_for_the_number(visitor: Visitor) -> None:
    visitor.at("consent", phone={"refused": True}).says("call me instead of email", "change_detail")
    assert (visitor.heard[0], visitor.asked) == ("booking.consent_needs", "phone")
    visitor.says("212-555-0147")
    assert visitor.asked == "consent"
    assert visitor.booking.offered_channels() == ("call",)
