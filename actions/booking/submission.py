"""Sending the finished booking: once, and never a confirmation before the desk has said that it is stored."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from actions.booking import questions as q
from actions.booking.state import Booking, Button, Say
from actions.desk import BUDGET, Desk, DeskRefused, DeskUnavailable
from knowledge import Knowledge

log = logging.getLogger(__name__)

TRY_AGAIN = Button("button.try_again", "/affirm")
# What the desk calls a field, and the value of the booking it comes from.
_FIELDS = {
    "name": "full_name",
    "phone": "phone",
    "email": "email",
    "preferred_time": "preferred_time",
    "timezone": "preferred_time",
}


@dataclass(frozen=True)
class Sent:
    """What became of it: `kind` is stored, failed, conflict or invalid (then `asks` is the value to ask for anew)."""

    kind: str
    booking: Booking
    says: tuple[Say, ...]
    asks: str | None = None


def lead_body(booking: Booking, conversation_id: str) -> dict[str, Any]:
    """The lead as the desk takes it. The same booking gives the same body every time."""
    phone, email, wish = booking.phone or {}, booking.email or {}, booking.preferred_time or {}
    consent = {name: value for name, value in (booking.consent or {}).items() if name != "given"}
    return {
        "conversation_id": conversation_id,
        "form_run": booking.form_run,
        "name": booking.full_name,
        "phone": phone.get("e164") or None,
        "phone_extension": phone.get("extension") or "",
        "email": email.get("address") or None,
        "preferred_time": {name: wish.get(name) for name in ("text", "start", "end", "timezone")},
        "interest": booking.interest or {"treatments": [], "topic": "general"},
        "consent": consent,
        "language": "en",
    }


async def send(
    booking: Booking, conversation_id: str, desk: Desk, knowledge: Knowledge, *, budget: float = BUDGET
) -> Sent:
    """Sends a complete booking. A failure keeps everything; the form run is the key, so trying again is safe."""
    try:
        reference = await desk.store_lead(lead_body(booking, conversation_id), budget=budget)
    except DeskUnavailable as error:
        log.warning("A booking could not be sent: %s.", type(error).__name__)
        return Sent("failed", booking, (Say("booking.failed", buttons=(TRY_AGAIN, q.PERSON, q.CANCEL), kind="error"),))
    except DeskRefused as refusal:
        return _refused(booking, refusal)
    return Sent(
        "stored", Booking(reference=reference, form_run=booking.form_run), (_confirmed(booking, reference, knowledge),)
    )


def _refused(booking: Booking, refusal: DeskRefused) -> Sent:
    log.warning("The desk refused a booking: status %s, fields %s.", refusal.status, sorted(refusal.fields))
    if refusal.status == 409:
        return Sent("conflict", booking.wiped(), (Say("booking.conflict", buttons=(q.PERSON,), kind="error"),))
    slot = next((_FIELDS[name] for name in refusal.fields if name in _FIELDS), None)
    if slot is None:
        return Sent("failed", booking, (Say("booking.failed", buttons=(TRY_AGAIN, q.PERSON, q.CANCEL), kind="error"),))
    reopened = booking.having(**{slot: None}, consent=None)
    return Sent("invalid", reopened, (Say(f"booking.bad_{slot}_1"),), slot)


def _confirmed(booking: Booking, reference: str, knowledge: Knowledge) -> Say:
    channels = tuple((booking.consent or {}).get("channels", ()))
    values = {
        "name": booking.full_name or "",
        "reference": reference,
        "channels": q.channel_words(channels, knowledge),
        "time": q.time_words(booking.preferred_time, knowledge),
    }
    return Say("booking.confirmed", values, kind="confirmation")
