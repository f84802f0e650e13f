"""Where Rasa's trackers live: one row a conversation in SQLite (WAL) or PostgreSQL, and the live ones in memory.

The row also carries the last reply, so that a message that is sent twice is answered twice but handled once; both are
written in one statement. An error of the database is an error of the message: nothing falls back to memory.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from brain import settings
from brain.compaction import compacted
from brain.turn import current

LIVE = 500
"""Trackers kept in memory, least recently used out first; about 60 KB each."""

METADATA = sa.MetaData()
TRACKERS = sa.Table(
    "trackers",
    METADATA,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("message_id", sa.String(255), nullable=False, default=""),
    sa.Column("reply", sa.Text, nullable=False, default=""),
)


class ClinicTrackerStore(TrackerStore):
    """`url` is an SQLAlchemy URL; without one the setting TRACKER_DB is used."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, url: str = "", **_: Any) -> None:
        self._engine = engine(url or settings.read().tracker_db)
        METADATA.create_all(self._engine)
        self._live: OrderedDict[str, tuple[DialogueStateTracker, int]] = OrderedDict()
        super().__init__(domain, event_broker)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new tracker. It is stored when its first message has been handled, not before."""
        return self.init_tracker(sender_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, from memory when what is there is what was stored last."""
        live = self._live.get(sender_id)
        if live and len(live[0].events) == live[1]:
            self._live.move_to_end(sender_id)
            return live[0]
        return await asyncio.get_running_loop().run_in_executor(None, self._read, sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores the tracker and the turn's reply in one statement; nothing when an action of the turn failed."""
        turn = current()
        if turn and turn.failures:
            self._live.pop(tracker.sender_id, None)
            return
        await self.stream_events(tracker)
        short = compacted(tracker, self.domain.slots)
        row = _row(short)
        if turn:
            row |= {"message_id": turn.message_id, "reply": json.dumps(turn.conclude(tracker))}
        await asyncio.get_running_loop().run_in_executor(None, self._write, row)
        self._keep(short)

    async def keys(self) -> Iterable[str]:
        """Ids of all stored conversations."""
        with self._engine.connect() as connection:
            return [row.sender_id for row in connection.execute(sa.select(TRACKERS.c.sender_id))]

    def last_reply(self, sender_id: str, message_id: str) -> dict[str, Any] | None:
        """The stored reply, if the conversation's last message was `message_id`."""
        query = sa.select(TRACKERS.c.reply).where(
            TRACKERS.c.sender_id == sender_id, TRACKERS.c.message_id == message_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return json.loads(row.reply) if row and row.reply else None

    def erase(self, sender_id: str) -> int:
        """Deletes a conversation. Returns how many were there, 0 or 1."""
        self._live.pop(sender_id, None)
        with self._engine.begin() as connection:
            return int(connection.execute(TRACKERS.delete().where(TRACKERS.c.sender_id == sender_id)).rowcount)

    def erase_older(self, seconds: float) -> int:
        """Deletes conversations whose last message is older than that. Returns how many."""
        before = time.time() - seconds
        with self._engine.begin() as connection:
            gone = [
                row.sender_id
                for row in connection.execute(sa.select(TRACKERS.c.sender_id).where(TRACKERS.c.updated_at < before))
            ]
            connection.execute(TRACKERS.delete().where(TRACKERS.c.updated_at < before))
        for sender_id in gone:
            self._live.pop(sender_id, None)
        return len(gone)

    def _read(self, sender_id: str) -> DialogueStateTracker | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(TRACKERS.c.events).where(TRACKERS.c.sender_id == sender_id)).first()
        if row is None:
            return None
        tracker = DialogueStateTracker.from_events(sender_id, events_of(row.events), self.domain.slots)
        self._keep(tracker)
        return tracker

    def _write(self, row: dict[str, Any]) -> None:
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        statement = insert(TRACKERS).values(row)
        changes = {name: statement.excluded[name] for name in row if name != "sender_id"}
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["sender_id"], set_=changes))

    def _keep(self, tracker: DialogueStateTracker) -> None:
        self._live[tracker.sender_id] = (tracker, len(tracker.events))
        self._live.move_to_end(tracker.sender_id)
        while len(self._live) > LIVE:
            self._live.popitem(last=False)


def _row(tracker: DialogueStateTracker) -> dict[str, Any]:
    events = json.dumps([event.as_dict() for event in tracker.events])
    return {"sender_id": tracker.sender_id, "updated_at": time.time(), "events": events, "message_id": "", "reply": ""}


def events_of(stored: str) -> list[Event]:
    """Events from their JSON. Raises ValueError or KeyError for what is no event."""
    classes = _event_classes()
    return [classes[entry["event"]]._from_parameters(entry) for entry in json.loads(stored)]


@lru_cache(maxsize=1)
def _event_classes() -> dict[str, type[Event]]:
    """Rasa walks the whole class tree for each event it reads; once is enough."""
    classes: dict[str, type[Event]] = {}
    for found in all_subclasses(Event):
        classes.setdefault(found.type_name, found)
    return classes


def engine(url: str) -> Engine:
    """A connection pool. SQLite gets write-ahead logging, a wait for locks, and its folder."""
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, pool_size=5)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    made = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 5})
    sa.event.listen(made, "connect", _set_pragmas)
    return made


def _set_pragmas(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
