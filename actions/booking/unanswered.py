"""The question was not answered: told before, refused, left out, or not understood."""

from __future__ import annotations

from actions.booking import questions as q
from actions.booking.confirm import consent_step
from actions.booking.controls import detail_named, means, preferred_channels
from actions.booking.detours import change_named
from actions.booking.extract import Found
from actions.booking.moves import ask_again, ask_for, go_on
from actions.booking.state import SLOTS, Booking, Heard, Outcome, Say
from knowledge import Knowledge


def without_value(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Outcome:
    """The message holds no usable value for `asked` and belongs to nobody else."""
    if booking.tries.get("choosing") and detail_named(heard.text):
        return change_named(booking, heard, asked, knowledge)
    if asked == "consent":
        return _unusable_change(booking, found, knowledge) or consent_step(booking, heard, knowledge)
    if asked == booking.tries.get("changing") and (heard.intent in ("skip", "deny") or means("skip", heard.text)):
        kept = booking.noting(changing=None)
        return ask_for(kept, kept.missing() or "consent", (), knowledge)
    if heard.intent == "already_told" or means("told", heard.text):
        return _told(booking, asked, knowledge)
    if preferred_channels(heard.text):
        return ask_for(booking, booking.missing() or "consent", (), knowledge)
    if heard.intent == "change_detail" or (
        means("change", heard.text) and detail_named(heard.text) not in (None, asked)
    ):
        return change_named(booking, heard, asked, knowledge)
    if booking.value(asked) is not None and asked != booking.tries.get("changing"):
        return ask_for(booking, booking.missing() or "consent", (), knowledge)
    return _refused(booking, asked, heard, knowledge) or _failed(booking, asked, found, heard, knowledge)


def _unusable_change(booking: Booking, found: Found, knowledge: Knowledge) -> Outcome | None:
    """A change at the last step that cannot be used ("yes, but make it Sunday"): asked for again, nothing agreed."""
    if found.wish and found.wish.problem:
        said = q.wish_problem(found.wish, booking, knowledge)
        return Outcome(booking.noting(changing="preferred_time", choosing=None), (said,), "preferred_time")
    if found.email and found.email.problem:
        return Outcome(booking.noting(changing="email", choosing=None), (Say("booking.bad_email_1"),), "email")
    return None


def _told(booking: Booking, asked: str, knowledge: Knowledge) -> Outcome:
    details = q.details_words(tuple(s for s in SLOTS[1:-1] if booking.value(s)), booking, knowledge)
    say = Say("booking.already_told", {"details": details}) if details else Say("booking.already_told_nothing")
    return ask_again(booking, asked, (say,), knowledge)


def _refused(booking: Booking, asked: str, heard: Heard, knowledge: Knowledge) -> Outcome | None:
    """A step left out: phone or e-mail while one of them remains, the time, the topic. A name is needed."""
    declines = heard.intent in ("skip", "deny") or means("skip", heard.text) or means("refuse", heard.text)
    if asked == "interest" and (declines or booking.failures("interest") >= 1):
        return go_on(booking, {"interest": {"treatments": [], "topic": "general"}}, knowledge, asked=asked)
    if not declines:
        return None
    if asked == "full_name":
        return ask_again(booking, asked, (Say("booking.name_needed"),), knowledge)
    if asked == "preferred_time":
        anytime = {"text": "", "start": None, "end": None, "timezone": heard.zone, "kind": "any"}
        return go_on(booking, {"preferred_time": anytime}, knowledge, asked=asked)
    return _contact_refused(booking, asked, knowledge)


def _contact_refused(booking: Booking, asked: str, knowledge: Knowledge) -> Outcome:
    other = "email" if asked == "phone" else "phone"
    refused = booking.having(**{asked: {"refused": True}}).noting(changing=None)
    if refused.value(other) and refused.value(other).get("refused"):
        reopened = refused.having(phone=None, email=None)
        return Outcome(reopened, (Say("booking.need_one_channel", buttons=(q.PERSON, q.CANCEL)),), asked)
    says = (Say("booking.no_email"),) if asked == "email" and refused.has_phone() else ()
    return ask_for(refused, refused.missing() or "consent", says, knowledge)


def _failed(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Outcome:
    """Not usable: say why where the reason is known, else show an example; never blame."""
    if heard.intent in ("affirm", "book") and asked in ("full_name", "phone", "email", "preferred_time", "interest"):
        return ask_again(booking, asked, (), knowledge)
    failed = booking.failed(asked)
    return Outcome(failed, (_reason(failed, asked, found, heard, knowledge),), asked)


def _reason(booking: Booking, asked: str, found: Found, heard: Heard, knowledge: Knowledge) -> Say:
    if asked == "preferred_time" and found.wish and found.wish.problem:
        return q.wish_problem(found.wish, booking, knowledge)
    general = q.not_usable(asked, booking, knowledge)
    if booking.failures(asked) > 1:
        return general
    if found.phone and found.phone.problem:
        return Say(f"booking.bad_phone_{found.phone.problem}", buttons=general.buttons)
    if asked == "email" and found.email and found.email.problem == "no_at":
        return Say("booking.bad_email_no_at", buttons=general.buttons)
    return general
