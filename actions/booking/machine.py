"""The booking as a state machine: `begin`, `step` for each message, `again` after somebody else answered.

Pure: no Rasa, no clock, no network. The order of looking at a message: is it a child, does it end the booking, is it
about the booking itself (back, skip, why), which values does it hold, does it belong to somebody else, and only then:
not understood.
"""

from __future__ import annotations

from datetime import timedelta

from actions.booking import questions as q
from actions.booking.confirm import consent_step
from actions.booking.controls import preferred_channels
from actions.booking.detours import detour
from actions.booking.ending import already_booked, ending, from_minor, turned_away
from actions.booking.extract import Found, gather
from actions.booking.moves import go_on, noting_closed_time
from actions.booking.routing import is_for_others
from actions.booking.state import Booking, Heard, Outcome, Say
from actions.booking.unanswered import without_value
from knowledge import Knowledge

LONG_SILENCE = timedelta(minutes=30)
_UNASKED = frozenset(("inform", "change_detail"))


def begin(booking: Booking, heard: Heard, knowledge: Knowledge, run: str) -> Outcome:
    """The visitor wants to book (or gives contact details unasked). `run` identifies this run of the form."""
    if booking.reference:
        return already_booked(booking)
    if booking.is_complete():
        return Outcome(booking, (), None, "end", follow="action_submit_booking")
    if from_minor(booking, heard):
        return turned_away(booking)
    found = gather(heard, None, knowledge.clinic)
    if heard.intent in _UNASKED and not (found.phone or found.email or found.name or booking.form_run):
        return Outcome(booking, (), None, "end", follow="action_default_fallback")
    started = noting_closed_time(booking.having(form_run=booking.form_run or run), found)
    values = {"interest": _known_interest(heard), **found.good()}
    return go_on(started, {slot: v for slot, v in values.items() if v is not None}, knowledge, quiet=("interest",))


def _known_interest(heard: Heard) -> dict[str, object] | None:
    treatments = list(heard.treatments or heard.context_treatments)
    if not treatments:
        return None
    return {"treatments": treatments, "topic": treatments[0] if len(treatments) == 1 else "comparison"}


def again(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome:
    """Ask the open question again, because the last message was answered by somebody else."""
    slot = asked if booking.value(asked) is None or asked == booking.tries.get("changing") else booking.missing()
    slot = slot or "consent"
    return Outcome(booking, q.ask_again(slot, booking, knowledge), slot)


def step(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome:
    """One message while the form waits for `asked`."""
    if _agrees_after_all(booking, asked, heard):
        booking, asked = booking.noting(changing=None), "consent"
    outcome = (
        ending(booking, heard) or detour(booking, asked, heard, knowledge) or _content(booking, asked, heard, knowledge)
    )
    if heard.idle >= LONG_SILENCE and outcome.then == "ask":
        return Outcome(
            outcome.booking, (Say("booking.resumed"), *outcome.says), outcome.asks, outcome.then, outcome.follow
        )
    return outcome


def _agrees_after_all(booking: Booking, asked: str, heard: Heard) -> bool:
    """ "Yes, contact me" while a new value is awaited: the old one stays, and that was the answer to the consent."""
    if asked != booking.tries.get("changing") or booking.missing() != "consent":
        return False
    return heard.intent == "affirm" and (heard.command or "contact me" in heard.text.lower())


def _content(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome:
    found = gather(heard, asked, knowledge.clinic)
    values, wanted = found.good(), is_for_others(heard, found, asked)
    booking = noting_closed_time(booking if asked == "consent" else _preferring(booking, heard), found)
    if wanted:
        return _pass(booking, asked, values, heard)
    if values:
        return _take(booking, asked, found, heard, knowledge)
    return without_value(booking, asked, found, heard, knowledge)


def _preferring(booking: Booking, heard: Heard) -> Booking:
    """ "Call me instead of e-mail": the way preferred is kept for the consent question, the other one is let go."""
    wanted = preferred_channels(heard.text)
    if not wanted:
        return booking
    noted = booking.noting(prefer=list(wanted))
    if "email" not in wanted and booking.email is None:
        return noted.having(email={"refused": True})
    if wanted == ("email",) and booking.phone is None:
        return noted.having(phone={"refused": True})
    return noted


def _pass(booking: Booking, asked: str, values: dict[str, object], heard: Heard) -> Outcome:
    """Others answer; what the message gave is kept. At the last step nothing is agreed on the side."""
    if heard.intent.startswith("ask_") and len(heard.treatments) == 1 and booking.interest is None:
        values = {"interest": {"treatments": list(heard.treatments), "topic": heard.treatments[0]}, **values}
    return Outcome(booking.having(**values), (), asked, "pass")


def _take(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Outcome:
    """Values were given. A refusal beside them ("no phone, write to ann@...") counts too."""
    values = found.good()
    if asked == "phone" and "phone" not in values and "email" in values and booking.phone is None:
        values["phone"] = {"refused": True}
    if asked == "consent":
        return consent_step(booking.having(**values), heard, knowledge, changed=tuple(values))
    if found.wish and found.wish.problem and asked == "preferred_time":
        return without_value(booking.having(**values), asked, found, heard, knowledge)
    before = (
        ()
        if not (found.phone and found.phone.from_letters)
        else (Say("booking.from_letters", {"visitor_phone": found.phone.display}),)
    )
    return go_on(booking, values, knowledge, asked=asked, before=before)
