"""The last step: the summary is on the table and the visitor answers whether, and how, the clinic may get in touch."""

from __future__ import annotations

from datetime import timezone

from actions.booking import questions as q
from actions.booking.consent import read_answer
from actions.booking.controls import detail_named, means
from actions.booking.state import SLOTS, Booking, Heard, Outcome, Say
from knowledge import Knowledge


def consent_step(booking: Booking, heard: Heard, knowledge: Knowledge, *, changed: tuple[str, ...] = ()) -> Outcome:
    """The answer to the consent question. A changed detail is shown again before anything is agreed."""
    if changed:
        details = q.details_words(tuple(s for s in SLOTS if s in changed), booking, knowledge)
        return Outcome(
            booking, (Say("booking.changed", {"details": details}), *q.ask("consent", booking, knowledge)), "consent"
        )
    if _wants_change(heard):
        return change(booking, detail_named(heard.text), "consent", knowledge)
    channels = tuple(heard.details.get("channel", ()))
    if heard.command and heard.intent == "affirm":
        return _agreed(booking, heard, knowledge, channels or booking.offered_channels())
    answer = read_answer(heard.text, heard.intent, booking.offered_channels())
    if (heard.command and heard.intent == "deny") or answer.kind == "no":
        return Outcome(booking.wiped(), (Say("booking.no_consent", buttons=(q.PERSON,), kind="notice"),), None, "end")
    if answer.kind in ("yes", "narrow"):
        return _with_channels(booking, heard, knowledge, answer.kind, answer.channels)
    failed = booking.failed("consent")
    return Outcome(failed, (q.not_usable("consent", failed, knowledge),), "consent")


def _wants_change(heard: Heard) -> bool:
    if heard.command:
        return heard.intent == "change_detail"
    return means("change", heard.text) and (
        heard.intent == "change_detail" or not means("yes", heard.text) or detail_named(heard.text) is not None
    )


def change(booking: Booking, slot: str | None, asked: str, knowledge: Knowledge) -> Outcome:
    """A detail is to be changed: ask for the new value, or first which detail it is."""
    if slot not in SLOTS[:-1]:
        return Outcome(booking.noting(choosing=True), (Say("booking.change_what", buttons=q.change_buttons()),), asked)
    changing = booking.noting(changing=slot, choosing=None)
    return Outcome(changing, q.ask(slot, changing, knowledge), slot)


def _with_channels(booking: Booking, heard: Heard, knowledge: Knowledge, kind: str, wanted: tuple[str, ...]) -> Outcome:
    """Consent to `wanted`. A channel without its number or address needs that first; ruling some out is no yes."""
    missing = (
        "email"
        if "email" in wanted and not booking.has_email()
        else "phone"
        if set(wanted) & {"call", "text"} and not booking.has_phone()
        else ""
    )
    usable = tuple(c for c in wanted if c in booking.channels())
    if missing and not usable:
        reopened = booking.having(**{missing: None}).noting(prefer=list(wanted))
        return Outcome(reopened, (Say("booking.consent_needs"), Say(f"booking.ask_{missing}")), missing)
    if kind == "narrow" or not usable:
        narrowed = booking.noting(prefer=list(usable))
        return Outcome(narrowed, q.ask_again("consent", narrowed, knowledge), "consent")
    return _agreed(booking, heard, knowledge, usable)


def _agreed(booking: Booking, heard: Heard, knowledge: Knowledge, channels: tuple[str, ...]) -> Outcome:
    """Agreed: the exact wording, its version, the channels, the moment and the page are kept as evidence."""
    usable = tuple(c for c in channels if c in booking.channels())
    if not usable or booking.having(consent={}).missing():
        return Outcome(
            booking, q.ask(booking.missing() or "consent", booking, knowledge), booking.missing() or "consent"
        )
    consent = {
        "given": True,
        "wording_id": "booking.consent",
        "wording_version": str(knowledge.texts.version("booking.consent")),
        "wording_text": knowledge.texts.get(
            "booking.consent", channels=q.channel_words(booking.offered_channels(), knowledge)
        ),
        "channels": list(usable),
        "granted_at": heard.now.astimezone(timezone.utc).isoformat(timespec="seconds"),
        "page": heard.page,
    }
    return Outcome(booking.having(consent=consent), (), None, "submit")
