"""Messages about the booking itself: start over, why, back, once more, change."""

from __future__ import annotations

from actions.booking import questions as q
from actions.booking.confirm import change
from actions.booking.controls import detail_named, means
from actions.booking.moves import ask_again, ask_for
from actions.booking.state import SLOTS, Booking, Heard, Outcome, Say
from knowledge import Knowledge


def detour(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome | None:
    text = heard.text
    if means("restart", text) or heard.intent == "restart":
        fresh = Booking(form_run=booking.form_run)
        return ask_for(fresh, fresh.missing() or "interest", (Say("booking.restarted"),), knowledge)
    if heard.intent == "why_needed" or means("why", text):
        return ask_again(booking, asked, (q.why(asked),), knowledge)
    if heard.intent == "go_back" or means("go_back", text):
        return _back(booking, asked, knowledge)
    if heard.intent == "repeat" or means("again", text):
        return ask_again(booking, asked, (), knowledge)
    if heard.command and heard.intent == "change_detail":
        return change_named(booking, heard, asked, knowledge)
    return None


def _back(booking: Booking, asked: str, knowledge: Knowledge) -> Outcome:
    """The step before, asked anew; what was given there is forgotten."""
    before = [slot for slot in SLOTS[: SLOTS.index(asked)] if booking.value(slot) is not None]
    if not before:
        return ask_again(booking, asked, (), knowledge)
    reopened = booking.having(**{before[-1]: None}).noting(changing=None)
    return ask_for(reopened, before[-1], (Say("booking.back"),), knowledge)


def change_named(booking: Booking, heard: Heard, asked: str, knowledge: Knowledge) -> Outcome:
    """A detail is to be changed: ask for the new value, or first which detail."""
    slot = next(iter(heard.details.get("detail", ())), None) or (None if heard.command else detail_named(heard.text))
    return change(booking, slot, asked, knowledge)
