"""One visitor message on its way through Rasa: what failed, what was said, and the reply that is kept with the tracker.

Rasa swallows a failed action and goes on as if it had worked. A turn in which one failed is not stored at all, so that
the same message can simply be sent again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.trackers import DialogueStateTracker


@dataclass
class Turn:
    """A message being handled.

    `parsed` is what was understood (a fallback may take the message back from the tracker), `failures` names the
    actions that failed, and `reply` is set when the tracker is stored.
    """

    message_id: str
    output: CollectingOutputChannel = field(default_factory=CollectingOutputChannel)
    failures: list[str] = field(default_factory=list)
    parsed: dict[str, Any] = field(default_factory=dict)
    reply: dict[str, Any] | None = None

    def conclude(self, tracker: DialogueStateTracker) -> dict[str, Any]:
        """The reply to the gateway, in the contract's shape."""
        latest = tracker.latest_message.parse_data if tracker.latest_message else {}
        self.reply = {
            "messages": [
                said.get("custom") or {"kind": "notice", "text": said.get("text", "")} for said in self.output.messages
            ],
            "nlu": nlu_of(self.parsed or dict(latest or {})),
            "active_form": tracker.active_loop_name,
            "requested_slot": tracker.get_slot("requested_slot"),
            "error": None,
        }
        return self.reply


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def current() -> Turn | None:
    """The turn that this task is in, if any."""
    return _current.get()


@contextmanager
def taking(turn: Turn) -> Iterator[Turn]:
    """Makes `turn` the current one."""
    token = _current.set(turn)
    try:
        yield turn
    finally:
        _current.reset(token)


def nlu_of(parsed: dict[str, Any]) -> dict[str, Any]:
    """What was understood, in the contract's shape."""
    intent = parsed.get("intent") or {}
    return {
        "intent": intent.get("name"),
        "confidence": intent.get("confidence", 0.0),
        "ranking": parsed.get("intent_ranking") or [],
        "entities": parsed.get("entities") or [],
        "reading": parsed.get("reading") or {},
    }
