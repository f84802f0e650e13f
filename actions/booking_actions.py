"""The actions of the booking: thin wrappers around actions/booking."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, EventType, FollowupAction, SlotSet

from actions.answering.message import BotMessage, message
from actions.base import LISTEN, ClinicAction, Reply
from actions.booking import machine
from actions.booking.ending import already_booked
from actions.booking.speech import speak
from actions.booking.state import SLOTS, Booking, Heard, Outcome, Part, Say
from actions.booking.submission import Sent, send
from actions.turn import FORM, Turn
from knowledge import Knowledge


def hear(turn: Turn) -> Heard:
    """The latest message as the booking needs it."""
    parse, reading = turn.parse, turn.parse.get("reading") or {}
    parts = tuple(
        Part(
            str(p.get("text") or ""),
            str(p.get("intent") or ""),
            float(p.get("confidence") or 0),
            bool(p.get("known", True)),
        )
        for p in reading.get("parts") or ()
    )
    return Heard(
        text=turn.text,
        intent=turn.intent,
        now=turn.now(),
        zone=turn.zone,
        confidence=float((parse.get("intent") or {}).get("confidence") or 0),
        command=turn.text.startswith("/") and not reading,
        details=_entities(parse, ("detail", "channel")),
        treatments=_values(parse, "treatment"),
        conditions=_values(parse, "condition"),
        parts=parts,
        question_form=str(reading.get("question_form") or ""),
        advice=reading.get("advice"),
        locale=turn.metadata.get("locale"),
        page=str(turn.metadata.get("page") or ""),
        idle=turn.idle(),
        words=topic_words(turn.knowledge),
        context_treatments=tuple((turn.context or {}).get("treatments") or ()),
    )


def topic_words(knowledge: Knowledge) -> frozenset[str]:
    """All words and phrases that name a treatment, a condition or a kind of question."""
    groups = (knowledge.treatments.values(), knowledge.conditions.values(), knowledge.aspects.values())
    return frozenset(alias.lower() for group in groups for entry in group for alias in entry.aliases)


def _entities(parse: dict[str, Any], names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {name: values for name in names if (values := _values(parse, name))}


def _values(parse: dict[str, Any], name: str) -> tuple[str, ...]:
    found: list[str] = []
    for entity in parse.get("entities") or ():
        if entity.get("entity") == name:
            value = entity.get("value")
            found += [str(v) for v in value] if isinstance(value, list) else [str(value)]
    return tuple(dict.fromkeys(found))


def booking_events(booking: Booking) -> list[EventType]:
    """The slots of a booking. `booking_tries` is always set, so that Rasa's form sees a validated value."""
    slots = [SlotSet(slot, booking.value(slot)) for slot in SLOTS]
    return [
        *slots,
        SlotSet("form_run", booking.form_run),
        SlotSet("lead_reference", booking.reference),
        SlotSet("booking_tries", booking.tries),
    ]


class ValidateBookingForm(ClinicAction):
    """One turn of the form: reads the message, keeps its values, asks the next question, or leaves it to the rules."""

    action = "validate_booking_form"

    async def act(self, turn: Turn) -> Reply:
        """Begin, step or ask again, by what has happened in this turn."""
        heard = hear(turn)
        outcome = self._outcome(turn, heard)
        messages = speak(outcome.says, turn.knowledge)
        return Reply(messages, [*booking_events(outcome.booking), *_form_events(outcome, turn)], outcome.then)

    def _outcome(self, turn: Turn, heard: Heard) -> Outcome:
        kinds = [(event.get("event"), event.get("name")) for event in turn.events_of_turn()]
        if ("active_loop", FORM) in kinds or not turn.asked:
            return machine.begin(turn.booking, heard, turn.knowledge, uuid4().hex)
        if any(kind == "action_execution_rejected" and name == FORM for kind, name in kinds):
            return machine.again(turn.booking, turn.asked, heard, turn.knowledge)
        return machine.step(turn.booking, turn.asked, heard, turn.knowledge)

    def after_failure(self, turn: Turn) -> list[EventType]:
        """The form stays where it was."""
        held = [SlotSet("booking_tries", turn.booking.tries), SlotSet("requested_slot", turn.asked)]
        return held if turn.asked else [*held, FollowupAction(LISTEN)]


def _form_events(outcome: Outcome, turn: Turn) -> list[EventType]:
    if outcome.then == "pass":
        return [SlotSet("requested_slot", turn.asked), ActionExecutionRejected(FORM)]
    if outcome.then == "end":
        return [SlotSet("requested_slot", None), FollowupAction(outcome.follow or LISTEN)]
    return [SlotSet("requested_slot", outcome.asks)]


async def submission(turn: Turn, booking: Booking) -> Reply:
    """Sends the booking and says what became of it."""
    sent = await send(booking, turn.conversation_id, turn.runtime.desk, turn.knowledge)
    messages = speak(sent.says, turn.knowledge)
    if sent.kind == "stored":
        messages.append(message("disclaimer", turn.knowledge.texts.get("disclaimer")))
    return Reply(messages, [*booking_events(sent.booking), *_after_sending(sent)], sent.kind)


def _after_sending(sent: Sent) -> list[EventType]:
    """A value that the desk cannot use is asked for again, in the open form."""
    return [ActiveLoop(FORM), SlotSet("requested_slot", sent.asks), FollowupAction(LISTEN)] if sent.asks else []


class ActionSubmitBooking(ClinicAction):
    """Sends the finished booking to the desk."""

    action = "action_submit_booking"

    async def act(self, turn: Turn) -> Reply:
        """Nothing to send is no failure: cancelled and refused bookings end here too."""
        if not turn.booking.is_complete():
            return Reply(outcome="nothing to send")
        return await submission(turn, turn.booking)


class ActionCancelBooking(ClinicAction):
    """Cancels outside the form: a booking that could not be sent yet, or nothing."""

    action = "action_cancel_booking"

    async def act(self, turn: Turn) -> Reply:
        """What was given is forgotten."""
        if turn.booking.reference:
            return Reply(speak(already_booked(turn.booking).says, turn.knowledge))
        text_id = "booking.nothing_to_cancel" if turn.booking.is_empty() else "booking.cancelled"
        said: list[BotMessage] = speak((Say(text_id, kind="notice"),), turn.knowledge)
        return Reply(said, booking_events(turn.booking.wiped()))


class ActionRestart(ClinicAction):
    """Starts over: the booking when one is open, else the conversation's subject."""

    action = "action_restart"

    async def act(self, turn: Turn) -> Reply:
        """Forgets everything but the reference of a stored request."""
        forgotten = [*booking_events(turn.booking.wiped()), SlotSet("context", None), SlotSet("requested_slot", None)]
        if turn.in_form:
            said = speak((Say("booking.restarted"),), turn.knowledge)
            return Reply(said, [*forgotten, ActiveLoop(None), FollowupAction(FORM)])
        said = [message("smalltalk", turn.knowledge.texts.get("greet"))]
        return Reply(said, [*forgotten, FollowupAction(LISTEN)])
