"""One turn as an action sees it: the tracker in the product's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from rasa_sdk import Tracker

from actions.booking.state import SLOTS, Booking
from actions.booking.times import zone_or
from actions.runtime import Runtime
from knowledge import Knowledge

FORM = "booking_form"


@dataclass(frozen=True)
class Turn:
    """The tracker of one call with what all actions share."""

    tracker: Tracker
    runtime: Runtime

    @property
    def knowledge(self) -> Knowledge:
        """Today's knowledge base."""
        return self.runtime.knowledge

    @property
    def parse(self) -> dict[str, Any]:
        """The latest message as the brain understood it."""
        return self.tracker.latest_message or {}

    @property
    def text(self) -> str:
        """What the visitor typed (for a button: its command)."""
        return str(self.parse.get("text") or "")

    @property
    def intent(self) -> str:
        """The intent of the latest message."""
        return str((self.parse.get("intent") or {}).get("name") or "")

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the gateway said about the message: page, locale, timezone, conversation_id."""
        return self.parse.get("metadata") or {}

    @property
    def conversation_id(self) -> str:
        """The desk's id of the conversation."""
        return str(self.metadata.get("conversation_id") or self.tracker.sender_id)

    @property
    def zone(self) -> str:
        """The visitor's time zone, else the clinic's."""
        return zone_or(self.metadata.get("timezone"), self.knowledge.clinic.timezone)

    @property
    def in_form(self) -> bool:
        """Whether the booking form is open."""
        return (self.tracker.active_loop or {}).get("name") == FORM

    @property
    def asked(self) -> str | None:
        """The value the form waits for."""
        return self.tracker.slots.get("requested_slot")

    @property
    def context(self) -> dict[str, Any] | None:
        """What the conversation is about."""
        return self.tracker.slots.get("context")

    @property
    def booking(self) -> Booking:
        """The booking so far."""
        values = {slot: self.tracker.slots.get(slot) for slot in SLOTS}
        return Booking(
            **values,
            form_run=self.tracker.slots.get("form_run"),
            tries=self.tracker.slots.get("booking_tries") or {},
            reference=self.tracker.slots.get("lead_reference"),
        )

    def events_of_turn(self) -> list[Mapping[str, Any]]:
        """The events since the visitor's latest message."""
        events = self.tracker.events or []
        start = next((n for n in range(len(events) - 1, -1, -1) if events[n].get("event") == "user"), 0)
        return events[start + 1 :]

    def idle(self) -> timedelta:
        """How long the visitor was silent before the latest message."""
        moments = [float(e.get("timestamp") or 0) for e in self.tracker.events or [] if e.get("event") == "user"]
        return timedelta(seconds=max(moments[-1] - moments[-2], 0)) if len(moments) > 1 else timedelta(0)

    def now(self) -> datetime:
        """This moment in UTC."""
        return self.runtime.now().astimezone(timezone.utc)
