"""A visitor who books, for tests of the booking without Rasa: says things, presses buttons, looks at the replies."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.answering.message import BotMessage
from actions.booking import machine
from actions.booking.speech import speak
from actions.booking.state import Booking, Heard, Outcome, Part
from actions.booking_actions import topic_words
from knowledge import Knowledge

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Monday morning in opening hours: "now" in all booking tests."""
ZONE = "America/New_York"


@dataclass
class Visitor:
    """Holds the booking and the open question between messages. `outcome` is the last step's result."""

    knowledge: Knowledge
    zone: str = ZONE
    booking: Booking = field(default_factory=Booking)
    asked: str | None = None
    outcome: Outcome | None = None
    heard: list[str] = field(default_factory=list)

    def says(self, text: str, intent: str = "inform", **about: Any) -> Outcome:
        """One message, as the pipeline would hand it on."""
        heard = Heard(
            text=text,
            intent=intent,
            now=about.pop("now", MONDAY),
            zone=self.zone,
            words=topic_words(self.knowledge),
            parts=about.pop("parts", ()),
            **about,
        )
        return self._step(heard)

    def presses(self, payload: str) -> Outcome:
        """One button, by its payload."""
        intent, _, values = payload.removeprefix("/").partition("{")
        entities = json.loads("{" + values) if values else {}
        details = {name: (value,) for name, value in entities.items() if name in ("detail", "channel")}
        treatments = tuple(entities[name] for name in ("treatment",) if name in entities)
        return self.says(payload, intent, command=True, details=details, treatments=treatments)

    def _step(self, heard: Heard) -> Outcome:
        if self.asked is None:
            outcome = machine.begin(self.booking, heard, self.knowledge, "run-1")
        else:
            outcome = machine.step(self.booking, self.asked, heard, self.knowledge)
        self.booking, self.outcome = outcome.booking, outcome
        self.asked = outcome.asks
        self.heard = [say.text_id for say in outcome.says]
        return outcome

    def asked_again(self) -> Outcome:
        """After somebody else has answered."""
        assert self.asked is not None
        heard = Heard("", "", MONDAY, self.zone)
        return machine.again(self.booking, self.asked, heard, self.knowledge)

    @property
    def messages(self) -> list[BotMessage]:
        """What the visitor reads."""
        assert self.outcome is not None
        return speak(self.outcome.says, self.knowledge)

    @property
    def text(self) -> str:
        """All of it as one text."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def payloads(self) -> list[str]:
        """The commands of the buttons shown."""
        return [button["payload"] for message in self.messages for button in message["buttons"]]

    def at(self, slot: str, **given: Any) -> Visitor:
        """A visitor who has come to `slot`, with everything before it given."""
        values: dict[str, Any] = {
            "interest": {"treatments": ["prp"], "topic": "prp"},
            "full_name": "Ann Lee",
            "phone": {"e164": "+12125550147", "display": "(212) 555-0147", "extension": ""},
            "email": {"address": "ann@example.com"},
            "preferred_time": {"text": "any time", "start": None, "end": None, "timezone": ZONE, "kind": "any"},
        }
        before = list(values)[: list(values).index(slot)] if slot in values else list(values)
        self.booking = Booking(form_run="run-1", **{**{name: values[name] for name in before}, **given})
        self.asked = slot
        return self


def part(text: str, intent: str, confidence: float = 0.9) -> Part:
    """One wish of a message."""
    return Part(text, intent, confidence, True)


def after(minutes: int) -> dict[str, Any]:
    """A silence before the message."""
    return {"idle": timedelta(minutes=minutes)}
