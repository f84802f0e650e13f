"""Writing messages. Every function here is one transaction and runs in a database thread."""

from collections.abc import Sequence
from typing import Any

from desk.conversations.models import Conversation, DangerAlert, Message
from desk.gateway.incoming import Incoming, Reading
from desk.gateway.outgoing import clean
from desk.gateway.sql import reserve, reserve_for_visitor


def add_visitor_message(
    conversation: Conversation, message: Incoming, *, text: str, sent: dict[str, str], reading: Reading | None = None
) -> Message:
    """Stores the visitor's message, before anything answers it."""
    return Message.objects.create(
        conversation=conversation,
        seq=reserve_for_visitor(conversation.pk, text),
        role="visitor",
        kind="visitor",
        text=text,
        client_id=message.client_id,
        state="pending",
        sent=sent,
        masked=list(reading.masked) if reading else [],
        danger_pattern=reading.verdict.pattern_id if reading and reading.verdict.kind else "",
    )


def add_bot_messages(
    conversation: Conversation, said: Sequence[dict[str, Any]], *, reply_to: Message | None, first: int | None = None
) -> list[Message]:
    """Stores bot messages in order; buttons get ids, their payloads stay with us. `first` is a reserved number."""
    if first is None:
        first = reserve(conversation.pk, len(said))
    messages = [
        Message(conversation=conversation, seq=first + number, role="bot", reply_to=reply_to, **clean(entry))
        for number, entry in enumerate(said)
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


def replies_to(message: Message) -> list[Message]:
    """The replies to a visitor's message."""
    return list(Message.objects.filter(reply_to=message).order_by("seq"))


def since(conversation: Conversation, after: int, *, most: int = 500) -> list[Message]:
    """The messages after `after`, oldest first."""
    return list(Message.objects.filter(conversation=conversation, seq__gt=after).order_by("seq")[:most])
