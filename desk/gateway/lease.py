"""One message of a conversation at a time, in order: a lease in the database, good across processes and crashes."""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from desk.conversations.models import Conversation, Message


def lease_seconds() -> int:
    """How long a turn may take; afterwards its process is taken for dead."""
    return int(settings.BRAIN_TIMEOUT_SECONDS) + 7


def try_lease(message: Message) -> str:
    """The right to answer `message` now, or "" while an earlier message is being answered."""
    now = timezone.now()
    alive = now - timedelta(seconds=lease_seconds())
    earlier = Message.objects.filter(conversation_id=message.conversation_id, state="pending", seq__lt=message.seq)
    if earlier.filter(created_at__gt=alive).exists():
        return ""
    token = secrets.token_hex(8)
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    taken = Conversation.objects.filter(free, pk=message.conversation_id).update(
        lease_token=token, lease_until=now + timedelta(seconds=lease_seconds())
    )
    return token if taken else ""


def retry_lease(message_id: uuid.UUID) -> tuple[Message, str]:
    """The message as it is now, and a lease for it if it still waits and its turn has come."""
    with transaction.atomic():
        message = Message.objects.select_related("conversation").get(pk=message_id)
        if message.state != "pending":
            return message, ""
        return message, try_lease(message)


def release(conversation_id: uuid.UUID, token: str) -> bool:
    """Gives a lease back; false if it was no longer ours."""
    return bool(
        Conversation.objects.filter(pk=conversation_id, lease_token=token).update(lease_token="", lease_until=None)
    )
