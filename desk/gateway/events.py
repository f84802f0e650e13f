"""Server-sent events: each new message of a conversation, as it is stored."""

import asyncio
import json
import time
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator

from desk.conversations.models import Conversation
from desk.db import run_db
from desk.gateway import store
from desk.gateway.errors import ApiError
from desk.gateway.outgoing import message_json

HEARTBEAT_SECONDS = 15
POLL_SECONDS = 2  # other processes, and staff, write messages too
STREAM_SECONDS = 300  # a stream ends then; the client resumes with Last-Event-ID
MOST_STREAMS = 500
MOST_PER_CONVERSATION = 4

_listeners: dict[uuid.UUID, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = defaultdict(set)


def announce(conversation_id: uuid.UUID) -> None:
    """Wakes the streams of a conversation in this process. Safe from any thread."""
    for loop, event in list(_listeners.get(conversation_id, ())):
        loop.call_soon_threadsafe(event.set)


def check_room(conversation_id: uuid.UUID) -> None:
    """Raises `ApiError` 429 or 503 when there are too many streams already."""
    if len(_listeners.get(conversation_id, ())) >= MOST_PER_CONVERSATION:
        raise ApiError(429, "too_many_streams", "This chat is open in too many windows.", retry_after=30)
    if sum(map(len, _listeners.values())) >= MOST_STREAMS:
        raise ApiError(503, "busy", "There are many visitors right now. Please fetch new messages instead.")


async def stream(conversation: Conversation, after: int) -> AsyncIterator[bytes]:
    """The events after `after`, with heartbeats, until the stream's time is over."""
    listener = (asyncio.get_running_loop(), asyncio.Event())
    _listeners[conversation.pk].add(listener)
    try:
        async for chunk in _chunks(conversation, after, listener[1]):
            yield chunk
    finally:
        _listeners[conversation.pk].discard(listener)
        if not _listeners[conversation.pk]:
            del _listeners[conversation.pk]


async def _chunks(conversation: Conversation, after: int, news: asyncio.Event) -> AsyncIterator[bytes]:
    started = beat = time.monotonic()
    yield b"retry: 2000\n: ready\n\n"
    while time.monotonic() - started < STREAM_SECONDS:
        news.clear()
        for message in await run_db(store.since, conversation, after):
            after = message.seq
            data = json.dumps(message_json(message))
            yield f"id: {after}\nevent: message\ndata: {data}\n\n".encode()
            beat = time.monotonic()
        if time.monotonic() - beat >= HEARTBEAT_SECONDS:
            beat = time.monotonic()
            yield b": ping\n\n"
        try:
            await asyncio.wait_for(news.wait(), POLL_SECONDS)
        except TimeoutError:
            continue
