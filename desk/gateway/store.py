"""Writing messages. Every function here is one transaction and runs in a database thread."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone

from desk.conversations.models import Conversation, DangerAlert, Message
from desk.gateway.incoming import Incoming, Reading
from desk.gateway.outgoing import clean


def take_seqs(conversation: Conversation, count: int) -> int:
    """Reserves `count` sequence numbers inside the running transaction; the first of them."""
    Conversation.objects.filter(pk=conversation.pk).update(
        next_seq=F("next_seq") + count, last_activity_at=timezone.now()
    )
    after = Conversation.objects.values_list("next_seq", flat=True).get(pk=conversation.pk)
    return int(after) - count


def add_visitor_message(
    conversation: Conversation, message: Incoming, *, text: str, sent: dict[str, str], reading: Reading | None = None
) -> Message:
    """Stores the visitor's message, before anything answers it."""
    stored = Message.objects.create(
        conversation=conversation,
        seq=take_seqs(conversation, 1),
        role="visitor",
        kind="visitor",
        text=text,
        client_id=message.client_id,
        state="pending",
        sent=sent,
        masked=list(reading.masked) if reading else [],
        danger_pattern=reading.verdict.pattern_id if reading and reading.verdict.kind else "",
    )
    counted = Conversation.objects.filter(pk=conversation.pk)
    counted.update(visitor_messages=F("visitor_messages") + 1)
    counted.filter(first_text="").update(first_text=text[:160])
    return stored


def add_bot_messages(
    conversation: Conversation, said: Iterable[dict[str, Any]], *, reply_to: Message | None
) -> list[Message]:
    """Stores bot messages in order; their buttons get ids, their payloads stay with us."""
    cleaned = [clean(entry) for entry in said]
    first = take_seqs(conversation, len(cleaned))
    messages = [
        Message(conversation=conversation, seq=first + number, role="bot", reply_to=reply_to, **fields)
        for number, fields in enumerate(cleaned)
    ]
    return Message.objects.bulk_create(messages)


def raise_alert(conversation: Conversation, message: Message, reading: Reading) -> None:
    """Marks the conversation for staff at once (safety rule E12)."""
    verdict = reading.verdict
    Conversation.objects.filter(pk=conversation.pk).update(danger_state=verdict.kind, danger_kind=verdict.kind)
    if verdict.pattern_id != "stay":
        DangerAlert.objects.create(
            conversation=conversation, message=message, kind=verdict.kind, pattern_id=verdict.pattern_id[:80]
        )


def button_payload(conversation: Conversation, button_id: str) -> tuple[str, str] | None:
    """Title and payload of a button that this conversation was shown, or None."""
    shown = Message.objects.filter(conversation=conversation, role__in=["bot", "staff"]).exclude(buttons=[])
    for buttons in shown.order_by("-seq").values_list("buttons", flat=True):
        for button in buttons:
            if button["id"] == button_id:
                return button["title"], button["payload"]
    return None


def turn(message: Message) -> list[Message]:
    """The visitor's message and the replies to it."""
    return [message, *Message.objects.filter(reply_to=message).order_by("seq")]


def since(conversation: Conversation, after: int, *, most: int = 500) -> list[Message]:
    """The messages after `after`, oldest first."""
    return list(Message.objects.filter(conversation=conversation, seq__gt=after).order_by("seq")[:most])
