"""The booking as a state machine: `begin`, `step` for each message, `again` after somebody else answered.

Pure: no Rasa, no clock, no network. The order of looking at a message: is it a child, does it end the booking, is it
about the booking itself (back, skip, why), which values does it hold, does it belong to somebody else, and only then:
not understood.
"""

from __future__ import annotations

from datetime import timedelta

from actions.booking import questions as q
from actions.booking.confirm import change, consent_step
from actions.booking.controls import channels_named, detail_named, is_adult, is_minor, means, preferred_channels
from actions.booking.extract import Found, gather
from actions.booking.state import SLOTS, Booking, Heard, Outcome, Say
from knowledge import Knowledge

LONG_SILENCE = timedelta(minutes=30)

# Intents that others answer; the form asks again afterwards.
_OTHERS = frozenset(
    "handoff record_lookup side_effect_report bot_challenge capabilities complaint compliment joke insult "
    "other_language "
    "out_of_scope greet goodbye thanks how_are_you ask_and_book".split()
)
_OTHERS_BY_PREFIX = ("ask_", "advice_", "follow_", "privacy_")
# Chat that gives way to a value in the same message: "hi, I'm Ann".
_LIGHT = frozenset(
    "greet goodbye thanks how_are_you compliment joke other_language out_of_scope insult complaint".split()
)
_UNASKED = frozenset(("inform", "change_detail"))


def begin(booking: Booking, heard: Heard, knowledge: Knowledge, run: str) -> Outcome:
    """The visitor wants to book (or gives contact details unasked). `run` identifies this run of the form."""
    if booking.reference:
        return already_booked(booking)
    if booking.is_complete():
        return Outcome(booking, (), None, "end", follow="action_submit_booking")
    if _from_minor(booking, heard):
        return _minor(booking)
    found = gather(heard, None, knowledge.clinic)
    if heard.intent in _UNASKED and not (found.phone or found.email or found.name or booking.form_run):
        return Outcome(booking, (), None, "end", follow="action_default_fallback")
    started = _noting_closed_time(booking.having(form_run=booking.form_run or run), found)
    values = {"interest": _known_interest(heard), **found.good()}
    return _go_on(
        started, {slot: v for slot, v in values.items() if v is not None}, knowledge, quiet=("interest", "full_name")
    )


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
    outcome = (
        _ending(booking, heard)
        or _control(booking, asked, heard, knowledge)
        or _content(booking, asked, heard, knowledge)
    )
    if heard.idle >= LONG_SILENCE and outcome.then == "ask":
        return Outcome(
            outcome.booking, (Say("booking.resumed"), *outcome.says), outcome.asks, outcome.then, outcome.follow
        )
    return outcome


# --- endings ---------------------------------------------------------------------------------------------------


def _from_minor(booking: Booking, heard: Heard) -> bool:
    """A child who said so once stays one, until the visitor gives an adult's age."""
    said = not heard.command and is_minor(heard.text)
    return said or (bool(booking.tries.get("minor")) and not is_adult(heard.text))


def _ending(booking: Booking, heard: Heard) -> Outcome | None:
    if _from_minor(booking, heard):
        return _minor(booking)
    if heard.intent == "stop_contact" and not channels_named(heard.text):
        return Outcome(booking.wiped(), (), None, "end", follow="action_stop_contact")
    short = len(heard.text.split()) <= 8
    if means("cancel", heard.text) or (heard.intent == "cancel" and short):
        return Outcome(booking.wiped(), (Say("booking.cancelled", kind="notice"),), None, "end")
    return None


def _minor(booking: Booking) -> Outcome:
    said = (Say("booking.minor", kind="notice"),)
    return Outcome(booking.wiped().noting(minor=True), said, None, "end")


def already_booked(booking: Booking) -> Outcome:
    """The request is with the team; a person changes or cancels it."""
    says = (Say("booking.already_booked", {"reference": booking.reference or ""}, (q.PERSON,), "notice"),)
    return Outcome(booking, says, None, "end")


# --- about the booking itself -----------------------------------------------------------------------------------


def _control(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome | None:
    text = heard.text
    if means("restart", text) or heard.intent == "restart":
        fresh = Booking(form_run=booking.form_run)
        return _ask(fresh, fresh.missing() or "interest", (Say("booking.restarted"),), knowledge)
    if heard.intent == "why_needed" or means("why", text):
        return _ask_again(booking, asked, (q.why(asked),), knowledge)
    if heard.intent == "go_back" or means("go_back", text):
        return _back(booking, asked, knowledge)
    if heard.intent == "repeat" or means("again", text):
        return _ask_again(booking, asked, (), knowledge)
    if heard.command and heard.intent == "change_detail":
        return _change(booking, heard, asked, knowledge)
    if booking.tries.get("choosing") and detail_named(text) and len(text.split()) <= 4:
        return _change(booking, heard, asked, knowledge)
    return None


def _back(booking: Booking, asked: str, knowledge: Knowledge) -> Outcome:
    """The step before, asked anew; what was given there is forgotten."""
    before = [slot for slot in SLOTS[: SLOTS.index(asked)] if booking.value(slot) is not None]
    if not before:
        return _ask_again(booking, asked, (), knowledge)
    reopened = booking.having(**{before[-1]: None}).noting(changing=None)
    return _ask(reopened, before[-1], (Say("booking.back"),), knowledge)


def _change(booking: Booking, heard: Heard, asked: str, knowledge: Knowledge) -> Outcome:
    """A detail is to be changed: ask for the new value, or first which detail."""
    slot = next(iter(heard.details.get("detail", ())), None) or (None if heard.command else detail_named(heard.text))
    return change(booking, slot, asked, knowledge)


# --- values ------------------------------------------------------------------------------------------------------


def _content(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome:
    found = gather(heard, asked, knowledge.clinic)
    values, wanted = found.good(), _is_for_others(heard, found, asked)
    booking = _noting_closed_time(_preferring(booking, heard), found)
    if wanted:
        return _pass(booking, asked, values, heard)
    if values:
        return _take(booking, asked, found, heard, knowledge)
    return _without_value(booking, asked, found, heard, knowledge)


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


def _noting_closed_time(booking: Booking, found: Found) -> Booking:
    """A time that cannot be, given at another step, is remembered: the step for the time will say so."""
    if not found.wish or not found.wish.problem or booking.preferred_time:
        return booking
    return booking.noting(time_problem=q.problem_note(found.wish))


def _is_for_others(heard: Heard, found: Found, asked: str) -> bool:
    """Whether somebody else must answer this message (values in it are taken all the same)."""
    if heard.command and heard.intent in ("inform", "affirm", "deny", "skip", "book"):
        return False
    if asked in ("phone", "email") and preferred_channels(heard.text) and "?" not in heard.text:
        return False
    others = heard.intent in _OTHERS or heard.intent.startswith(_OTHERS_BY_PREFIX) or bool(heard.advice)
    if found.good() or found.tried(asked):
        return others and heard.intent not in _LIGHT and _asks_something(heard, found, asked)
    if (
        asked == "consent"
        and heard.intent not in _OTHERS_BY_PREFIX
        and (means("yes", heard.text) or means("no", heard.text))
    ):
        return others and heard.intent not in _LIGHT and "?" in heard.text
    if others and heard.intent in _LIGHT and (means("refuse", heard.text) or means("skip", heard.text)):
        return False
    return others or (heard.intent in ("nlu_fallback",) and heard.text.rstrip().endswith("?"))


def _asks_something(heard: Heard, found: Found, asked: str) -> bool:
    """Whether a question is left when the values are taken out of the message."""
    if any(p.known and p.intent.startswith(_OTHERS_BY_PREFIX) for p in heard.parts) and len(heard.parts) > 1:
        return True
    if heard.intent == "ask_and_book" or "?" in found.rest:
        return asked != "preferred_time" or not found.wish or heard.intent != "ask_consultation"
    return heard.intent.startswith(("ask_", "advice_")) and len(found.rest.split()) >= 3 and not found.name


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
        return _without_value(booking.having(**values), asked, found, heard, knowledge)
    before = (
        ()
        if not (found.phone and found.phone.from_letters)
        else (Say("booking.from_letters", {"visitor_phone": found.phone.display}),)
    )
    return _go_on(booking, values, knowledge, asked=asked, before=before)


def _go_on(
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
    return _ask(stored, stored.missing() or "consent", says, knowledge)


def _noted(text_id: str, slots: tuple[str, ...], booking: Booking, knowledge: Knowledge) -> tuple[Say, ...]:
    details = q.details_words(tuple(slot for slot in SLOTS if slot in slots and slot != "consent"), booking, knowledge)
    return (Say(text_id, {"details": details}),) if details else ()


# --- no value ----------------------------------------------------------------------------------------------------


def _without_value(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Outcome:
    if asked == "consent":
        return consent_step(booking, heard, knowledge)
    if asked == booking.tries.get("changing") and (heard.intent in ("skip", "deny") or means("skip", heard.text)):
        kept = booking.noting(changing=None)
        return _ask(kept, kept.missing() or "consent", (), knowledge)
    if heard.intent == "already_told" or means("told", heard.text):
        return _told(booking, asked, knowledge)
    if preferred_channels(heard.text):
        return _ask(booking, booking.missing() or "consent", (), knowledge)
    if heard.intent == "change_detail" or (
        means("change", heard.text) and detail_named(heard.text) not in (None, asked)
    ):
        return _change(booking, heard, asked, knowledge)
    if booking.value(asked) is not None and asked != booking.tries.get("changing"):
        return _ask(booking, booking.missing() or "consent", (), knowledge)
    return _refused(booking, asked, heard, knowledge) or _failed(booking, asked, found, heard, knowledge)


def _told(booking: Booking, asked: str, knowledge: Knowledge) -> Outcome:
    details = q.details_words(tuple(s for s in SLOTS[1:-1] if booking.value(s)), booking, knowledge)
    say = Say("booking.already_told", {"details": details}) if details else Say("booking.already_told_nothing")
    return _ask_again(booking, asked, (say,), knowledge)


def _refused(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome | None:
    """A step left out: phone or e-mail while one of them remains, the time, the topic. A name is needed."""
    declines = heard.intent in ("skip", "deny") or means("skip", heard.text) or means("refuse", heard.text)
    if asked == "interest" and (declines or booking.failures("interest") >= 1):
        return _go_on(booking, {"interest": {"treatments": [], "topic": "general"}}, knowledge, asked=asked)
    if not declines:
        return None
    if asked == "full_name":
        return _ask_again(booking, asked, (Say("booking.name_needed"),), knowledge)
    if asked == "preferred_time":
        anytime = {"text": "", "start": None, "end": None, "timezone": heard.zone, "kind": "any"}
        return _go_on(booking, {"preferred_time": anytime}, knowledge, asked=asked)
    return _contact_refused(booking, asked, knowledge)


def _contact_refused(booking: Booking, asked: str, knowledge: Knowledge) -> Outcome:
    other = "email" if asked == "phone" else "phone"
    refused = booking.having(**{asked: {"refused": True}}).noting(changing=None)
    if refused.value(other) and refused.value(other).get("refused"):
        reopened = refused.having(phone=None, email=None)
        return Outcome(reopened, (Say("booking.need_one_channel", buttons=(q.PERSON, q.CANCEL)),), asked)
    says = (Say("booking.no_email"),) if asked == "email" and refused.has_phone() else ()
    return _ask(refused, refused.missing() or "consent", says, knowledge)


def _failed(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Outcome:
    """Not usable: say why where the reason is known, else show an example; never blame."""
    if heard.intent in ("affirm", "book") and asked in ("full_name", "phone", "email", "preferred_time", "interest"):
        return _ask_again(booking, asked, (), knowledge)
    failed = booking.failed(asked)
    return Outcome(failed, (_reason(failed, asked, found, heard, knowledge),), asked)


def _reason(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Say:
    if asked == "preferred_time" and found.wish and found.wish.problem:
        return q.wish_problem(found.wish, heard, knowledge, booking)
    general = q.not_usable(asked, booking, knowledge)
    if booking.failures(asked) > 1:
        return general
    if found.phone and found.phone.problem:
        return Say(f"booking.bad_phone_{found.phone.problem}", buttons=general.buttons)
    if asked == "email" and found.email and found.email.problem == "no_at":
        return Say("booking.bad_email_no_at", buttons=general.buttons)
    return general


# --- asking --------------------------------------------------------------------------------------------------------


def _ask(booking: Booking, slot: str, before: tuple[Say, ...], knowledge: Knowledge) -> Outcome:
    return Outcome(booking, before + q.ask(slot, booking, knowledge), slot)


def _ask_again(booking: Booking, slot: str, before: tuple[Say, ...], knowledge: Knowledge) -> Outcome:
    return Outcome(booking, before + q.ask_again(slot, booking, knowledge), slot)
