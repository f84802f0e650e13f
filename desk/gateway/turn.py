"""Asking the brain for the answer to a stored message."""

import asyncio
import logging
import time
from typing import Any

from django.db import transaction

from desk.conversations.models import Message
from desk.db import run_db
from desk.gateway import brain, events, store
from desk.gateway.accept import CALLBACK, RETRY, Accepted
from desk.gateway.errors import ApiError
from desk.gateway.lease import retry_lease
from desk.gateway.policy import policy
from desk.gateway.sql import lease_seconds, settle

log = logging.getLogger(__name__)
_running: set[asyncio.Task[Accepted]] = set()


async def complete(accepted: Accepted) -> Accepted:
    """Has a waiting message answered, in its turn. The answer is stored even if the visitor goes away meanwhile."""
    task = asyncio.get_running_loop().create_task(_complete(accepted))
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)


async def _complete(accepted: Accepted) -> Accepted:
    message, lease = accepted.message, accepted.lease
    # Longer than a lease, so that a turn which a crash left behind is continued by the request that asks for it.
    deadline = time.monotonic() + lease_seconds() + 1
    pause = 0.02
    while not lease:
        if time.monotonic() > deadline:
            raise ApiError(409, "busy", "Your last message is still being answered. Please try again in a moment.")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.25)
        message, lease = await run_db(retry_lease, message.pk)
        if message.state != "pending":
            return Accepted(accepted.conversation, message)
    replies = await _ask(Accepted(accepted.conversation, message, lease))
    return Accepted(accepted.conversation, message, replies=replies)


async def _ask(accepted: Accepted) -> tuple[Message, ...] | None:
    started = time.perf_counter()
    message = accepted.message
    try:
        answer = await brain.ask(str(accepted.conversation.pk), message.sent, _metadata(accepted))
        form = {"active_form": answer.active_form, "requested_slot": answer.requested_slot}
        said, nlu, error = answer.messages, {**answer.nlu, **form}, ""
    except brain.BrainFailure as failure:
        log.warning("brain failed", extra={"code": failure.code, "message_id": str(message.pk)})
        said, nlu, error = failed_reply(message, failure.code), {}, failure.code
    latency = round((time.perf_counter() - started) * 1000)
    replies = await run_db(finish, message, accepted.lease, said=said, nlu=nlu, error=error, latency_ms=latency)
    events.announce(accepted.conversation.pk)
    return replies


def _metadata(accepted: Accepted) -> dict[str, str]:
    conversation = accepted.conversation
    return {
        "page": conversation.page,
        "locale": conversation.locale,
        "timezone": conversation.timezone,
        "conversation_id": str(conversation.pk),
        "message_id": str(accepted.message.pk),
    }


def failed_reply(message: Message, code: str) -> list[dict[str, Any]]:
    """What the visitor is told when the brain has no answer, with a way to send the same message again."""
    text_id = "brain_slow" if code == "timeout" else "brain_down"
    buttons = [
        {"title": "Try again", "payload": f"{RETRY}{message.pk}"},
        {"title": "Ask for a person", "payload": CALLBACK},
    ]
    return [{"kind": "error", "text": policy().text(text_id), "buttons": buttons}]


def finish(
    message: Message, lease: str, *, said: list[dict[str, Any]], nlu: dict[str, Any], error: str, latency_ms: int
) -> tuple[Message, ...] | None:
    """Stores the replies and what was understood, in one transaction. None if the lease is no longer ours."""
    if message.masked:
        said = [{"kind": "notice", "text": policy().text("masked_notice")}, *said]
    confidence = _number(nlu.get("confidence"))
    with transaction.atomic():
        first = settle(
            message.conversation_id,
            lease,
            len(said),
            fallback=any(entry.get("kind") in ("fallback", "clarify") for entry in said),
            error=bool(error),
            confidence=confidence if "text" in message.sent else None,
        )
        if first is None:
            return None
        _note_understanding(message, nlu, confidence, error, latency_ms)
        return tuple(store.add_bot_messages(message.conversation, said, reply_to=message, first=first))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _note_understanding(
    message: Message, nlu: dict[str, Any], confidence: float | None, error: str, latency_ms: int
) -> None:
    message.state = "failed" if error else "done"
    message.error = error
    message.intent = str(nlu.get("intent") or "")[:60]
    message.confidence = confidence
    message.nlu = nlu
    message.knowledge_version = policy().knowledge.version
    message.latency_ms = latency_ms
    message.save(update_fields=["state", "error", "intent", "confidence", "nlu", "knowledge_version", "latency_ms"])
