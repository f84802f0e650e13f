"""What every step ends with: values stored, what changed said back, and the next question asked."""

from __future__ import annotations

from actions.booking import questions as q
from actions.booking.extract import Found
from actions.booking.state import SLOTS, Booking, Outcome, Say
from knowledge import Knowledge


def ask_for(booking: Booking, slot: str, before: tuple[Say, ...], knowledge: Knowledge) -> Outcome:
    return Outcome(booking, before + q.ask(slot, booking, knowledge), slot)


def ask_again(booking: Booking, slot: str, before: tuple[Say, ...], knowledge: Knowledge) -> Outcome:
    return Outcome(booking, before + q.ask_again(slot, booking, knowledge), slot)


def go_on(
    booking: Booking,
    values: dict[str, object],
    knowledge: Knowledge,
    *,
    asked: str | None = None,
    quiet: tuple[str, ...] = (),
    before: tuple[Say, ...] = (),
) -> Outcome:
    """Store the values, say what was noted beyond the plain answer, ask what is still open."""
    replaced = tuple(slot for slot in values if booking.value(slot) not in (None, values[slot], {"refused": True}))
    extra = tuple(slot for slot in values if slot not in (asked, *quiet, *replaced))
    changing = booking.tries.get("changing")
    stored = booking.having(**values).noting(changing=None if changing in values else changing, choosing=None)
    says = (
        before
        + _noted("booking.changed", replaced, stored, knowledge)
        + _noted("booking.noted", extra, stored, knowledge)
    )
    if asked == "full_name" and "full_name" in values and not says:
        says = (Say("booking.thanks_name", {"name": str(values["full_name"])}),)
    return ask_for(stored, stored.missing() or "consent", says, knowledge)


def _noted(text_id: str, slots: tuple[str, ...], booking: Booking, knowledge: Knowledge) -> tuple[Say, ...]:
    details = q.details_words(tuple(slot for slot in SLOTS if slot in slots and slot != "consent"), booking, knowledge)
    return (Say(text_id, {"details": details}),) if details else ()


def noting_closed_time(booking: Booking, found: Found) -> Booking:
    """A time that cannot be, given at another step, is remembered: the step for the time will say so."""
    if not found.wish or not found.wish.problem or booking.preferred_time:
        return booking
    return booking.noting(time_problem=q.problem_note(found.wish))
