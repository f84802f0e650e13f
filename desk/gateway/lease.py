"""One message of a conversation at a time, in order: a lease in the database, good across processes and crashes."""

import uuid

from django.db import transaction

from desk.conversations.models import Message
from desk.gateway.sql import try_lease


def retry_lease(message_id: uuid.UUID) -> tuple[Message, str]:
    """The message as it is now, and a lease for it if it still waits and its turn has come."""
    with transaction.atomic():
        message = Message.objects.select_related("conversation").get(pk=message_id)
        return message, try_lease(message) if message.state == "pending" else ""
