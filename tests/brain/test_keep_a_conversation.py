"""A visitor talks for long, leaves, comes back, and asks to be forgotten."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import check_if_tracker_store_async
from rasa.shared.core.trackers import DialogueStateTracker

from brain import tracker_store
from brain.compaction import KEPT_TURNS, MOST_TURNS, compacted
from brain.tracker_store import ClinicTrackerStore, engine, events_of
from tests.brain.talk import agent_of, say


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "var" / "trackers.sqlite3"


async def test_a_conversation_is_there_after_a_restart(small_model: Path, database: Path) -> None:
    await say(agent_of(small_model, database), "book")
    again = agent_of(small_model, database)
    tracker = await again.tracker_store.retrieve("visitor-1")
    assert tracker.active_loop_name == "booking_form"
    assert tracker.get_slot("requested_slot") == "full_name"


async def test_a_long_conversation_keeps_its_form_slots_and_a_short_history(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "book")
    for _ in range(40):
        assert await say(agent, "price")
    tracker = await agent_of(small_model, database).tracker_store.retrieve("visitor-1")
    turns = [event for event in tracker.events if event.type_name == "user"]
    assert tracker.active_loop_name == "booking_form"
    assert tracker.get_slot("requested_slot") == "full_name"
    assert KEPT_TURNS <= len(turns) <= MOST_TURNS


async def test_the_form_goes_on_after_its_history_was_shortened(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "book")
    for _ in range(MOST_TURNS + 1):
        await say(agent, "price")

    def named(action: str, call: dict) -> dict:
        slots = [("full_name", "Ana"), ("requested_slot", None)]
        return {"events": [{"event": "slot", "name": name, "value": value} for name, value in slots], "responses": []}

    agent.action_endpoint.serve = named
    await say(agent, "my name")
    tracker = await agent.tracker_store.retrieve("visitor-1")
    assert tracker.get_slot("full_name") == "Ana"
    assert tracker.active_loop_name is None


async def test_a_short_conversation_is_not_rewritten(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "price")
    tracker = await agent.tracker_store.retrieve("visitor-1")
    assert compacted(tracker, agent.domain.slots) is tracker


async def test_two_conversations_do_not_mix(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "book", "one")
    await say(agent, "price", "two")
    assert (await agent.tracker_store.retrieve("one")).active_loop_name == "booking_form"
    assert (await agent.tracker_store.retrieve("two")).active_loop_name is None
    assert sorted(await agent.tracker_store.keys()) == ["one", "two"]


async def test_the_live_tracker_is_used_again_but_not_one_that_was_changed_and_not_stored(
    small_model: Path, database: Path
) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "price")
    store = agent.tracker_store
    live = await store.retrieve("visitor-1")
    assert await store.retrieve("visitor-1") is live
    live.events.append(live.events[-1])
    fresh = await store.retrieve("visitor-1")
    assert fresh is not live
    assert len(fresh.events) == len(live.events) - 1


async def test_few_trackers_stay_in_memory(small_model: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker_store, "LIVE", 2)
    agent = agent_of(small_model, database)
    for sender in ("one", "two", "three"):
        await say(agent, "price", sender)
    assert list(agent.tracker_store._live) == ["two", "three"]
    assert await agent.tracker_store.retrieve("one") is not None


async def test_erasing_leaves_nothing(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "price")
    assert agent.tracker_store.erase("visitor-1") == 1
    assert agent.tracker_store.erase("visitor-1") == 0
    assert await agent.tracker_store.retrieve("visitor-1") is None


async def test_old_conversations_are_erased_by_age(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "price", "old")
    await say(agent, "price", "new")
    with engine(f"sqlite:///{database}").begin() as connection:
        long_ago = tracker_store.TRACKERS.update().where(tracker_store.TRACKERS.c.sender_id == "old")
        connection.execute(long_ago.values(updated_at=time.time() - 1000))
    assert agent.tracker_store.erase_older(500) == 1
    assert await agent.tracker_store.keys() == ["new"]


async def test_a_broken_database_is_an_error_and_no_silent_memory(small_model: Path, database: Path) -> None:
    agent = agent_of(small_model, database)
    await say(agent, "price")
    with engine(f"sqlite:///{database}").begin() as connection:
        connection.execute(sa.text("DROP TABLE trackers"))
    with pytest.raises(sa.exc.SQLAlchemyError):
        await say(agent, "price")


async def test_an_unknown_conversation_is_none(database: Path) -> None:
    store = ClinicTrackerStore(None, url=f"sqlite:///{database}")
    assert await store.retrieve("nobody") is None
    assert check_if_tracker_store_async(store)


def test_the_database_waits_for_locks_and_writes_ahead(database: Path) -> None:
    with engine(f"sqlite:///{database}").connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(sa.text("PRAGMA busy_timeout")).scalar() == 5000


def test_postgresql_gets_a_small_pool_that_checks_its_connections() -> None:
    made = engine("postgresql://user@127.0.0.1/trackers")
    assert made.pool.size() == 5


def test_what_is_no_event_is_refused() -> None:
    with pytest.raises(KeyError):
        events_of('[{"event": "nonsense"}]')


def test_an_empty_tracker_has_a_row_of_its_own() -> None:
    tracker = DialogueStateTracker("x", [])
    assert tracker_store._row(tracker)["events"] == "[]"
