"""What a booking is, what was heard, and what comes out of one step. Plain values; no Rasa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

SLOTS = ("interest", "full_name", "phone", "email", "preferred_time", "consent")
CONTACT_CHANNELS = ("call", "text", "email")


@dataclass(frozen=True)
class Booking:
    """The values given so far.

    `phone` and `email` may be {"refused": True}. `consent` exists only once given. `tries` holds the conversation about
    the booking: failures per slot, channels preferred, the detail being changed.
    """

    interest: dict[str, Any] | None = None
    full_name: str | None = None
    phone: dict[str, Any] | None = None
    email: dict[str, Any] | None = None
    preferred_time: dict[str, Any] | None = None
    consent: dict[str, Any] | None = None
    form_run: str | None = None
    tries: dict[str, Any] = field(default_factory=dict)
    reference: str | None = None

    def value(self, slot: str) -> Any:
        """What is stored for `slot`."""
        return getattr(self, slot)

    def having(self, **values: Any) -> Booking:
        """A copy with other values."""
        return replace(self, **values)

    def missing(self) -> str | None:
        """The first slot still open, or None when everything incl. consent is there."""
        return next((slot for slot in SLOTS if self.value(slot) is None), None)

    def is_complete(self) -> bool:
        """Everything given and agreed, nothing stored yet: ready to be sent."""
        return self.missing() is None and bool(self.consent and self.consent.get("given")) and not self.reference

    def is_empty(self) -> bool:
        """Nothing of the person is held."""
        return all(self.value(slot) is None for slot in SLOTS[1:])

    def wiped(self) -> Booking:
        """Nothing left but the reference of what was stored."""
        return Booking(reference=self.reference)

    def has_phone(self) -> bool:
        """A number that can be called."""
        return bool(self.phone and self.phone.get("e164"))

    def has_email(self) -> bool:
        """An address that can be written to."""
        return bool(self.email and self.email.get("address"))

    def channels(self) -> tuple[str, ...]:
        """The ways of contact that the given values allow."""
        by_phone = ("call", "text") if self.has_phone() else ()
        return by_phone + (("email",) if self.has_email() else ())

    def offered_channels(self) -> tuple[str, ...]:
        """The ways to ask consent for: those allowed, narrowed to what the visitor said they prefer."""
        preferred = tuple(c for c in self.channels() if c in self.tries.get("prefer", ()))
        return preferred or self.channels()

    def failures(self, slot: str) -> int:
        """How often the answer for `slot` could not be used."""
        return int(self.tries.get("failures", {}).get(slot, 0))

    def failed(self, slot: str) -> Booking:
        """One more failure for `slot`."""
        counts = {**self.tries.get("failures", {}), slot: self.failures(slot) + 1}
        return self.having(tries={**self.tries, "failures": counts})

    def noting(self, **notes: Any) -> Booking:
        """A copy with notes about the conversation added."""
        return self.having(tries={**self.tries, **notes})


@dataclass(frozen=True)
class Part:
    """One wish of a message, as the pipeline split it."""

    text: str
    intent: str
    confidence: float
    known: bool


@dataclass(frozen=True)
class Heard:
    """One message, with what the booking needs to know around it.

    `command` is true for a button. `idle` is how long the visitor had been silent. `words` are the aliases of
    treatments, conditions and aspects, which tell a name from a topic.
    """

    text: str
    intent: str
    now: datetime
    zone: str
    confidence: float = 1.0
    command: bool = False
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    treatments: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    question_form: str = ""
    advice: str | None = None
    locale: str | None = None
    page: str = ""
    idle: timedelta = timedelta(0)
    words: frozenset[str] = frozenset()
    context_treatments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Button:
    """A button: the id of its title text, and the command it stands for."""

    title: str
    payload: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """One thing to say: a policy text with its values and buttons."""

    text_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    kind: str = "question"


@dataclass(frozen=True)
class Outcome:
    """The result of a step.

    `then`: "ask" (wait for the answer to `asks`), "pass" (the message belongs to somebody else, who answers it; the
    form asks again afterwards), "submit" (everything is there) or "end" (cancelled, refused; nothing is held any more).
    `follow` names an action that must run next.
    """

    booking: Booking
    says: tuple[Say, ...]
    asks: str | None
    then: str = "ask"
    follow: str | None = None
