"""Keeps a conversation's history short, so that message 200 takes no longer than message 2.

Rasa copies and replays all events of a conversation several times per message and sends them with each action. What the
bot needs is the slots, the open form and the last turns. The full transcript is the desk's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

MOST_TURNS = 8
KEPT_TURNS = 3


def compacted(tracker: DialogueStateTracker, slots: Iterable[Slot]) -> DialogueStateTracker:
    """The same conversation with a short history; the tracker itself when it is short enough."""
    events = list(tracker.events)
    starts = _turn_starts(events)
    if len(starts) <= MOST_TURNS:
        return tracker
    cut = starts[-KEPT_TURNS]
    slots = list(slots)
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], slots)
    short = DialogueStateTracker.from_events(
        tracker.sender_id, [*_summary(before, events[cut].timestamp), *events[cut:]], slots
    )
    short.model_id, short.assistant_id = tracker.model_id, tracker.assistant_id
    return short


def _turn_starts(events: Sequence[Event]) -> list[int]:
    return [place for place, event in enumerate(events) if isinstance(event, UserUttered)]


def _summary(before: DialogueStateTracker, moment: float) -> list[Event]:
    """Events that lead to the state before the kept turns: a session, the slots, the open form, and listening."""
    form = before.active_loop_name
    told: list[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
    if form:
        told += [ActionExecuted(form), ActiveLoop(form)]
    told += [SlotSet(name, value) for name, value in _filled(before).items()]
    if form:
        told.append(ActionExecuted(ACTION_LISTEN_NAME))
    for event in told:
        event.timestamp = moment
    return told


def _filled(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.has_been_set or slot.value != slot.initial_value
    }
