"""What ends a booking before it is complete: a child, a cancellation, a request that is already stored."""

from __future__ import annotations

from actions.booking import questions as q
from actions.booking.controls import channels_named, is_adult, is_minor, means
from actions.booking.state import Booking, Heard, Outcome, Say


def from_minor(booking: Booking, heard: Heard) -> bool:
    """A child who said so once stays one, until the visitor gives an adult's age."""
    said = not heard.command and is_minor(heard.text)
    return said or (bool(booking.tries.get("minor")) and not is_adult(heard.text))


def ending(booking: Booking, heard: Heard) -> Outcome | None:
    if from_minor(booking, heard):
        return turned_away(booking)
    if heard.intent == "stop_contact" and not channels_named(heard.text):
        said = (Say("booking.cancelled", kind="notice"),)
        return Outcome(booking.wiped(), said, None, "end", follow="action_stop_contact")
    short = len(heard.text.split()) <= 8
    if means("cancel", heard.text) or (heard.intent == "cancel" and short):
        return Outcome(booking.wiped(), (Say("booking.cancelled", kind="notice"),), None, "end")
    return None


def turned_away(booking: Booking) -> Outcome:
    said = (Say("booking.minor", kind="notice"),)
    return Outcome(booking.wiped().noting(minor=True), said, None, "end")


def already_booked(booking: Booking) -> Outcome:
    """The request is with the team; a person changes or cancels it."""
    says = (Say("booking.already_booked", {"reference": booking.reference or ""}, (q.PERSON,), "notice"),)
    return Outcome(booking, says, None, "end")
