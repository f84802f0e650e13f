"""The actions that answer: everything a visitor may ask or say outside the booking."""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.answering import Answer, answer
from actions.answering.beside import beside
from actions.answering.message import BotMessage, message
from actions.answering.talk import standard_buttons
from actions.base import ClinicAction, Reply
from actions.booking.controls import channels_named, is_minor
from actions.booking.state import CONTACT_CHANNELS
from actions.booking_actions import booking_events, submission
from actions.desk import DeskRefused, DeskUnavailable
from actions.turn import FORM, Turn

log = logging.getLogger(__name__)


def answered(turn: Turn) -> Answer:
    """The pure answer to the latest message; while the form is open nothing offers to book."""
    return _in_place(turn, answer(turn.parse, _subject(turn), turn.knowledge))


def _in_place(turn: Turn, given: Answer) -> Answer:
    return replace(given, messages=[_without_booking(m) for m in given.messages]) if turn.in_form else given


def _subject(turn: Turn) -> dict[str, Any] | None:
    """What the conversation is about; in a booking, without another subject, the treatment of the booking."""
    treatments = (turn.booking.interest or {}).get("treatments") if turn.in_form else None
    if not treatments or (turn.context or {}).get("treatments"):
        return turn.context
    return {**(turn.context or {}), "treatments": treatments}


def _without_booking(said: BotMessage) -> BotMessage:
    return {**said, "buttons": [b for b in said["buttons"] if b["payload"] != "/book"]}


def replied(turn: Turn, given: Answer) -> Reply:
    """The answer as a reply; a booking that it leads to starts right after, unless a rule starts it anyway."""
    events: list[EventType] = [SlotSet("context", given.context)]
    if given.booking and not turn.in_form and turn.intent != "ask_and_book":
        events.append(FollowupAction(FORM))
    return Reply(given.messages, events, given.behaviour)


class Answering(ClinicAction, ABC):
    """Answers, and first finishes a booking that was agreed but could not be sent."""

    action = ""
    finishes = True

    async def act(self, turn: Turn) -> Reply:
        """The answer; with an agreed booking still unsent, what became of that."""
        reply = _noting_minor(turn, await self.say(turn))
        if not (self.finishes and not turn.in_form and turn.booking.is_complete()):
            return reply
        sent = await submission(turn, turn.booking)
        disclaimed = any(said["kind"] == "disclaimer" for said in reply.messages)
        also = [said for said in sent.messages if not (disclaimed and said["kind"] == "disclaimer")]
        return Reply([*reply.messages, *also], [*reply.events, *sent.events], f"{reply.outcome}, {sent.outcome}")

    @abstractmethod
    async def say(self, turn: Turn) -> Reply:
        """The answer itself."""


def _noting_minor(turn: Turn, reply: Reply) -> Reply:
    """A child who says so is not asked for contact details later either."""
    if turn.in_form or not is_minor(turn.text):
        return reply
    return Reply(reply.messages, [*reply.events, SlotSet("booking_tries", {"minor": True})], reply.outcome)


class Plain:
    """Says what the answering says. No action by itself, so that the server does not register it."""

    async def say(self, turn: Turn) -> Reply:
        """Nothing added."""
        return replied(turn, answered(turn))


class ActionAnswer(Plain, Answering):
    """Questions and follow-ups."""

    action = "action_answer"


class ActionDefaultFallback(Plain, Answering):
    """Not understood."""

    action = "action_default_fallback"


class ActionDeny(Plain, Answering):
    """No, outside a form: nothing is sent."""

    action = "action_deny"
    finishes = False


class ActionAffirm(Plain, Answering):
    """Yes, outside a form: sends a booking that waits, else takes up the last offer."""

    action = "action_affirm"

    async def act(self, turn: Turn) -> Reply:
        """A waiting booking first."""
        return await submission(turn, turn.booking) if turn.booking.is_complete() else await self.say(turn)

    async def say(self, turn: Turn) -> Reply:
        """What the first button of the last reply would have led to; without one, what can be done."""
        offered = (turn.context or {}).get("offered") or ()
        payload = str(offered[0]["payload"]) if offered else ""
        if payload in ("", "/handoff"):
            return replied(turn, answered(turn))
        given = answer(command(payload), turn.context, turn.knowledge)
        return replied(turn, given)


def command(payload: str) -> dict[str, Any]:
    """The parse data of a button's payload, as the brain would make it."""
    intent, _, values = payload.removeprefix("/").partition("{")
    entities = json.loads("{" + values) if values else {}
    return {
        "text": payload,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }


class ActionSmalltalk(Answering):
    """Greetings, thanks, who are you; a complaint is noted for the team."""

    action = "action_smalltalk"

    async def say(self, turn: Turn) -> Reply:
        """Says so when a complaint could not be passed on."""
        reply = replied(turn, answered(turn))
        return await _noted(turn, reply, "complaint") if turn.intent == "complaint" else reply


class ActionRefusal(Answering):
    """No personal medical advice; a side effect is noted for the team."""

    action = "action_refusal"

    async def say(self, turn: Turn) -> Reply:
        """Says so when a report could not be passed on."""
        reply = replied(turn, answered(turn))
        return await _noted(turn, reply, "side_effect") if turn.intent == "side_effect_report" else reply


async def _noted(turn: Turn, reply: Reply, kind: str) -> Reply:
    """The same reply once the desk has the report; else the wording that does not say that it has."""
    if await _told(turn.runtime.desk.report(turn.conversation_id, kind)) is not None:
        return reply
    failed = {"complaint": "complaint_failed", "side_effect": "side_effect_report_failed"}[kind]
    first, *others = reply.messages
    return Reply(
        [{**first, "text": turn.knowledge.texts.get(failed)}, *others], reply.events, f"{reply.outcome}, not noted"
    )


async def _told(telling: Awaitable[Any]) -> Any:
    """The desk's answer (True when it has none), or None when the desk could not be told."""
    try:
        answer_of_desk = await telling
    except (DeskUnavailable, DeskRefused) as error:
        log.warning("The desk could not be told: %s.", type(error).__name__)
        return None
    return True if answer_of_desk is None else answer_of_desk


class Serving:
    """Does something for the visitor, and still answers what else the message asks. No action by itself."""

    async def say(self, turn: Turn) -> Reply:
        """The answers first, then what was done, for every such wish in the message."""
        wanted = [intent for intent in _intents(turn) if intent in DEEDS]
        if not wanted:
            return replied(turn, answered(turn))
        rest = beside(turn.parse, _subject(turn), turn.knowledge, wanted)
        reply = replied(turn, _in_place(turn, rest)) if rest else Reply()
        done = [await DEEDS[intent](turn) for intent in wanted]
        outcome = ", ".join([reply.outcome] * bool(rest) + [outcome for _, outcome in done])
        return Reply([*reply.messages, *(said for said, _ in done)], reply.events, outcome)


def _intents(turn: Turn) -> list[str]:
    parts = (turn.parse.get("reading") or {}).get("parts") or ()
    return list(dict.fromkeys([turn.intent, *(part["intent"] for part in parts if part.get("known"))]))


class ActionPrivacy(Serving, Answering):
    """Privacy questions; deletion and access open a request with a due date."""

    action = "action_privacy"
    finishes = False


class ActionHandoff(Serving, Answering):
    """A person is asked for."""

    action = "action_handoff"


async def _requested(turn: Turn, kind: str, text_id: str) -> tuple[BotMessage, str]:
    """Opens a privacy request. Never says that something is deleted: what was asked for, and until when."""
    due_on = await _told(turn.runtime.desk.open_privacy_request(turn.conversation_id, kind))
    texts = turn.knowledge.texts
    text = texts.get(text_id, due_on=_spelled_out(str(due_on))) if due_on else texts.get("privacy.failed")
    return message("privacy", text), "opened" if due_on else "failed"


def _spelled_out(iso: str) -> str:
    """ "December 22, 2026", so that nobody mixes up day and month."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day:%B} {day.day}, {day.year}"


async def _person_asked_for(turn: Turn) -> tuple[BotMessage, str]:
    """Promises nobody who is not there. Outside the form a call can be arranged: a person needs a number to call."""
    online = await _told(turn.runtime.desk.ask_for_person(turn.conversation_id, "asked for a person"))
    text_id = "handoff_failed" if online is None else "handoff_done_online" if online else "handoff_done"
    ways_on = [] if turn.in_form else standard_buttons(("book",), turn.knowledge)
    return message("handoff", turn.knowledge.texts.get(text_id), buttons=ways_on), text_id


DEEDS: Mapping[str, Callable[[Turn], Awaitable[tuple[BotMessage, str]]]] = {
    "privacy_delete": lambda turn: _requested(turn, "erase", "privacy.delete"),
    "privacy_access": lambda turn: _requested(turn, "access", "privacy.access"),
    "handoff": _person_asked_for,
}


class ActionStopContact(ClinicAction):
    """Consent is taken back, and a booking on the way is dropped."""

    action = "action_stop_contact"

    async def act(self, turn: Turn) -> Reply:
        """All channels, unless some are named. What was said is kept only as the kind of request."""
        channels = _channels(turn)
        revoked = await _told(turn.runtime.desk.revoke(turn.conversation_id, channels, "stop contact, in chat"))
        text_id = "stop_contact.failed" if revoked is None else "stop_contact.done"
        said: list[BotMessage] = [message("privacy", turn.knowledge.texts.get(text_id))]
        dropped = [] if turn.in_form else booking_events(turn.booking.wiped())
        return Reply(said, dropped, text_id)


def _channels(turn: Turn) -> tuple[str, ...]:
    return channels_named(turn.text) or CONTACT_CHANNELS
