"""What every action is: bounded in time, sorry when it fails, silent about persons in the log."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.answering.message import BotMessage, message
from actions.turn import Turn

log = logging.getLogger(__name__)

TIME_LIMIT = 6.5
"""Seconds for an action; the brain waits eight."""
LISTEN = "action_listen"


@dataclass(frozen=True)
class Reply:
    """What an action does: messages to say and events to record."""

    messages: Sequence[BotMessage] = ()
    events: Sequence[EventType] = ()
    outcome: str = "ok"


@dataclass
class LogLine:
    """One line per action: no words of the visitor, no values, the conversation only as a hash."""

    action: str
    sender: str
    started: float = field(default_factory=time.monotonic)

    def write(self, outcome: str, level: int = logging.INFO) -> None:
        """Writes the line."""
        digest = hashlib.sha256(self.sender.encode()).hexdigest()[:12]
        spent = round((time.monotonic() - self.started) * 1000)
        log.log(level, json.dumps({"conversation": digest, "action": self.action, "ms": spent, "outcome": outcome}))


class ClinicAction(Action, ABC):
    """Subclasses set `action` and say in `act` what happens. Abstract, so the server does not register it."""

    action: str = ""

    def name(self) -> str:
        """The name in domain.yml."""
        return self.action

    @abstractmethod
    async def act(self, turn: Turn) -> Reply:
        """What this action does."""

    def after_failure(self, turn: Turn) -> list[EventType]:
        """Events that leave the conversation usable after a failure."""
        return []

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Runs `act` within the time limit. Whatever goes wrong, the visitor gets a sentence and a telephone number."""
        line = LogLine(self.action, str(tracker.sender_id))
        turn = Turn(tracker, runtime.current())
        try:
            reply = await asyncio.wait_for(self.act(turn), TIME_LIMIT)
        except asyncio.TimeoutError:
            line.write("timeout", logging.ERROR)
            reply = self._sorry(turn)
        except (
            Exception
        ) as error:  # the last net: a visitor never meets silence, and the log gets no more than the type
            line.write(f"error {_where(error)}", logging.ERROR)
            reply = self._sorry(turn)
        else:
            line.write(reply.outcome)
        for said in reply.messages:
            dispatcher.utter_message(json_message=said)
        return [*reply.events, *self._listen_after(turn, reply)]

    def _sorry(self, turn: Turn) -> Reply:
        return Reply((message("error", turn.knowledge.texts.get("error")),), self.after_failure(turn))

    def _listen_after(self, turn: Turn, reply: Reply) -> list[EventType]:
        """An action that ran as a follow-up must say itself that the visitor is next: no rule predicts it."""
        follows = any(event.get("event") == "followup" for event in reply.events)
        came_after = turn.tracker.latest_action_name not in (LISTEN, None)
        return [FollowupAction(LISTEN)] if came_after and not turn.in_form and not follows else []


def _where(error: BaseException) -> str:
    """The type of an error and the line it came from; never its message, which may hold what the visitor wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
