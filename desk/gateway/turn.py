"""Asking the brain for the answer to a stored message."""

import asyncio
import logging
import time
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from desk.conversations.models import Conversation, Message
from desk.db import run_db
from desk.gateway import brain, events, store
from desk.gateway.accept import CALLBACK, RETRY, Accepted
from desk.gateway.errors import ApiError
from desk.gateway.lease import release, retry_lease
from desk.gateway.policy import policy

log = logging.getLogger(__name__)
_running: set[asyncio.Task[None]] = set()


async def complete(accepted: Accepted) -> None:
    """Has a waiting message answered, in its turn. The answer is stored even if the visitor goes away meanwhile."""
    task = asyncio.get_running_loop().create_task(_complete(accepted))
    _running.add(task)
    task.add_done_callback(_running.discard)
    await asyncio.shield(task)


async def _complete(accepted: Accepted) -> None:
    lease = accepted.lease
    deadline = time.monotonic() + 2 * settings.BRAIN_TIMEOUT_SECONDS
    pause = 0.02
    while not lease:
        if time.monotonic() > deadline:
            raise ApiError(409, "busy", "Your last message is still being answered. Please try again in a moment.")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.25)
        message, lease = await run_db(retry_lease, accepted.message.pk)
        if message.state != "pending":
            return
    await _ask(accepted, lease)


async def _ask(accepted: Accepted, lease: str) -> None:
    started = time.perf_counter()
    message = accepted.message
    try:
        answer = await brain.ask(str(accepted.conversation.pk), message.sent, _metadata(accepted))
        said, nlu, error = answer.messages, {**answer.nlu, "active_form": answer.active_form}, ""
    except brain.BrainFailure as failure:
        log.warning("brain failed", extra={"code": failure.code, "message_id": str(message.pk)})
        said, nlu, error = failed_reply(message, failure.code), {}, failure.code
    latency = round((time.perf_counter() - started) * 1000)
    await run_db(finish, message.pk, lease, said=said, nlu=nlu, error=error, latency_ms=latency)
    events.announce(accepted.conversation.pk)


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
        {"title": "Ask the team to contact me", "payload": CALLBACK},
    ]
    return [{"kind": "error", "text": policy().text(text_id), "buttons": buttons}]


def finish(
    message_id: uuid.UUID, lease: str, *, said: list[dict[str, Any]], nlu: dict[str, Any], error: str, latency_ms: int
) -> None:
    """Stores the replies and what was understood, in one transaction, if the lease is still ours."""
    with transaction.atomic():
        message = Message.objects.select_related("conversation").get(pk=message_id)
        if not release(message.conversation_id, lease) or message.state != "pending":
            return
        if message.masked:
            said = [{"kind": "notice", "text": policy().text("masked_notice")}, *said]
        store.add_bot_messages(message.conversation, said, reply_to=message)
        _note_understanding(message, nlu, error, latency_ms)
        _sum_up(message, said)


def _note_understanding(message: Message, nlu: dict[str, Any], error: str, latency_ms: int) -> None:
    message.state = "failed" if error else "done"
    message.error = error
    message.intent = str(nlu.get("intent") or "")[:60]
    message.confidence = nlu.get("confidence")
    message.nlu = nlu
    message.knowledge_version = policy().knowledge.version
    message.latency_ms = latency_ms
    message.save(update_fields=["state", "error", "intent", "confidence", "nlu", "knowledge_version", "latency_ms"])


def _sum_up(message: Message, said: list[dict[str, Any]]) -> None:
    """Keeps what the conversation list is filtered by."""
    conversation = Conversation.objects.filter(pk=message.conversation_id)
    kinds = {entry.get("kind") for entry in said}
    if kinds & {"fallback", "clarify"}:
        conversation.update(had_fallback=True)
    if message.error:
        conversation.update(had_error=True)
    if message.confidence is not None and "text" in message.sent:
        lower = Q(lowest_confidence=None) | Q(lowest_confidence__gt=message.confidence)
        conversation.filter(lower).update(lowest_confidence=message.confidence)
