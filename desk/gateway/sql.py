"""The statements that every message passes, one each, by hand: the ORM needs ten, at three times the cost."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from desk.conversations.models import Conversation, Message

_RESERVE = """
UPDATE conversations_conversation SET next_seq = next_seq + %s, last_activity_at = %s
WHERE id = %s RETURNING next_seq
"""
_RESERVE_FOR_VISITOR = """
UPDATE conversations_conversation SET next_seq = next_seq + 1, last_activity_at = %s,
  visitor_messages = visitor_messages + 1, first_text = CASE WHEN first_text = '' THEN %s ELSE first_text END
WHERE id = %s RETURNING next_seq
"""
_SETTLE = """
UPDATE conversations_conversation SET next_seq = next_seq + %s, last_activity_at = %s,
  lease_token = '', lease_until = NULL, had_fallback = had_fallback OR %s, had_error = had_error OR %s,
  lowest_confidence = CASE WHEN lowest_confidence IS NULL OR lowest_confidence > CAST(%s AS double precision)
    THEN COALESCE(CAST(%s AS double precision), lowest_confidence) ELSE lowest_confidence END
WHERE id = %s AND lease_token = %s RETURNING next_seq
"""
_LEASE = """
UPDATE conversations_conversation SET lease_token = %s, lease_until = %s
WHERE id = %s AND (lease_until IS NULL OR lease_until < %s) AND NOT EXISTS (
  SELECT 1 FROM conversations_message
  WHERE conversation_id = %s AND state = 'pending' AND seq < %s AND created_at > %s)
RETURNING next_seq
"""


def moment(value: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def _id(conversation_id: uuid.UUID) -> Any:
    return Conversation._meta.pk.get_db_prep_value(conversation_id, connection)


def _run(statement: str, parameters: list[Any]) -> int | None:
    """Runs a statement that returns the next free sequence number of the conversation, or no row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def reserve(conversation_id: uuid.UUID, count: int) -> int:
    """Reserves `count` sequence numbers inside the running transaction; the first of them."""
    after = _run(_RESERVE, [count, moment(timezone.now()), _id(conversation_id)])
    assert after is not None
    return after - count


def reserve_for_visitor(conversation_id: uuid.UUID, text: str) -> int:
    """Reserves the number of a visitor's message and counts it; the conversation's first text is kept for the list."""
    after = _run(_RESERVE_FOR_VISITOR, [moment(timezone.now()), text[:160], _id(conversation_id)])
    assert after is not None
    return after - 1


def settle(
    conversation_id: uuid.UUID, lease: str, count: int, *, fallback: bool, error: bool, confidence: float | None
) -> int | None:
    """Ends a turn: gives the lease back, keeps what the list is filtered by, and reserves numbers for the replies.

    The first number, or None when the lease is no longer ours.
    """
    now = moment(timezone.now())
    parameters = [count, now, fallback, error, confidence, confidence, _id(conversation_id), lease]
    after = _run(_SETTLE, parameters)
    return None if after is None else after - count


def lease_seconds() -> int:
    """How long a turn may take; afterwards its process is taken for dead."""
    return int(settings.BRAIN_TIMEOUT_SECONDS) + 7


def try_lease(message: Message) -> str:
    """The right to answer `message` now, or "" while an earlier message is being answered.

    A message that has waited for longer than a turn may take was left behind by a crash and holds nobody up.
    """
    now = timezone.now()
    span = timedelta(seconds=lease_seconds())
    token, owner = secrets.token_hex(8), _id(message.conversation_id)
    ends, alive = moment(now + span), moment(now - span)
    taken = _run(_LEASE, [token, ends, owner, moment(now), owner, message.seq, alive])
    return token if taken is not None else ""
