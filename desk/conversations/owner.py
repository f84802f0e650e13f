"""Who answers a visitor: taking a conversation over from the bot, replying, handing it back."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.conversations.models import Conversation, Message, StaffRequest
from desk.gateway import events
from desk.gateway.policy import policy
from desk.gateway.safety import normalise
from desk.gateway.sql import reserve
from desk.gateway.store import add_bot_messages

REPLY_LIMIT = 2000


class NotPossible(Exception):
    """The change cannot be made now; the text says why, for the person who tried."""


def take_over(*, conversation: Conversation, by: Staff) -> None:
    """From now on staff answer and the brain is not asked. Raises `NotPossible` if a colleague was first."""
    with transaction.atomic():
        free = Conversation.objects.filter(Q(owner="bot") | Q(assigned_to=by), pk=conversation.pk, ended_at=None)
        if not free.update(owner="staff", assigned_to=by):
            raise NotPossible("A colleague has taken this conversation over, or the visitor has ended it.")
        _say(conversation, "staff_takeover")
        waiting = StaffRequest.objects.filter(conversation=conversation, kind="handoff", resolved_at=None)
        waiting.update(resolved_at=timezone.now(), resolved_by=by)
        audit("taken over", by=by, object_type="conversation", object_id=conversation.pk)
    events.announce(conversation.pk)


def hand_back(*, conversation: Conversation, by: Staff) -> None:
    """The bot answers again."""
    with transaction.atomic():
        if not Conversation.objects.filter(pk=conversation.pk, owner="staff").update(owner="bot", assigned_to=None):
            raise NotPossible("The bot answers this conversation already.")
        _say(conversation, "staff_left")
        audit("handed back", by=by, object_type="conversation", object_id=conversation.pk)
    events.announce(conversation.pk)


def reply(*, conversation: Conversation, by: Staff, text: str) -> Message:
    """Sends the visitor a message from staff. Raises `NotPossible` unless `by` has taken the conversation over."""
    plain = normalise(text).strip()
    if not plain or len(plain) > REPLY_LIMIT:
        raise NotPossible(f"A reply has between 1 and {REPLY_LIMIT} characters.")
    with transaction.atomic():
        own = Conversation.objects.filter(pk=conversation.pk, owner="staff", assigned_to=by, ended_at=None)
        if not own.exists():
            raise NotPossible("Take the conversation over before you reply.")
        seq = reserve(conversation.pk, 1)
        message = Message.objects.create(
            conversation=conversation, seq=seq, role="staff", kind="staff", text=plain, staff=by
        )
        audit("replied", by=by, object_type="conversation", object_id=conversation.pk)
    events.announce(conversation.pk)
    return message


def _say(conversation: Conversation, text_id: str) -> None:
    add_bot_messages(conversation, [{"kind": "notice", "text": policy().text(text_id)}], reply_to=None)
