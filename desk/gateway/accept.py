"""Taking in a visitor's message: stored first, then answered here or handed to the brain (design section 7)."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from desk.conversations.models import Conversation, Message
from desk.conversations.requests import open_request, staff_online
from desk.gateway import store
from desk.gateway.access import conversation_for
from desk.gateway.errors import ApiError
from desk.gateway.incoming import Incoming, Reading, read_text
from desk.gateway.limits import DANGER_FACTOR, enforce, message_limits
from desk.gateway.policy import policy
from desk.gateway.sql import try_lease

RETRY = "gateway:retry:"
CALLBACK = "gateway:callback"


@dataclass(frozen=True)
class Accepted:
    """A stored message. `lease` is set when the brain may be asked at once; a pending message without one waits."""

    conversation: Conversation
    message: Message
    lease: str = ""
    replies: tuple[Message, ...] | None = None  # None: look them up

    @property
    def waits_for_brain(self) -> bool:
        """Whether the message has no answer yet."""
        return self.message.state == "pending"


@dataclass(frozen=True)
class _Plan:
    text: str
    sent: dict[str, str]
    reading: Reading | None = None
    command: str = ""


def accept(conversation_id: uuid.UUID, token: str, message: Incoming, address: str) -> Accepted:
    """Stores a message once, whatever happens, and answers it when the brain is not needed. Raises `ApiError`."""
    conversation = conversation_for(conversation_id, token)
    plan = _plan(conversation, message)
    try:
        with transaction.atomic():
            return _store(conversation, message, plan, address)
    except IntegrityError:
        # This client_id is stored already: sent again, or at the same moment by another request.
        return Accepted(conversation, Message.objects.get(conversation=conversation, client_id=message.client_id))


def _plan(conversation: Conversation, message: Incoming) -> _Plan:
    if message.button_id is not None:
        return _button_plan(conversation, message.button_id)
    reading = read_text(message.text or "", conversation)
    if message.too_large and not reading.verdict.kind:
        raise ApiError(413, "too_large", "That message is too long to read. Please send it in shorter parts.")
    return _Plan(reading.stored[:16_000], {"text": reading.asked}, reading)


def _button_plan(conversation: Conversation, button_id: str) -> _Plan:
    button = store.button_payload(conversation, button_id)
    if button is None:
        raise ApiError(400, "unknown_button", "This button is no longer available. Please type your message instead.")
    title, payload = button
    if conversation.danger_state:
        return _Plan(title, {"text": title}, read_text(title, conversation))
    if payload == CALLBACK:
        return _Plan(title, {}, command=CALLBACK)
    if payload.startswith(RETRY):
        return _Plan(title, Message.objects.get(pk=payload.removeprefix(RETRY), conversation=conversation).sent)
    return _Plan(title, {"payload": payload})


def _store(conversation: Conversation, message: Incoming, plan: _Plan, address: str) -> Accepted:
    """Stores the message, then counts it: whoever is over the limit has it taken back with the transaction."""
    stored = store.add_visitor_message(conversation, message, text=plan.text, sent=plan.sent, reading=plan.reading)
    danger = bool(plan.reading and plan.reading.verdict.kind in ("emergency", "crisis"))
    enforce(message_limits(conversation.pk, address), factor=DANGER_FACTOR if danger else 1)
    said = _own_reply(conversation, stored, plan)
    if not said and conversation.owner == "bot":
        return Accepted(conversation, stored, try_lease(stored))
    replies = store.add_bot_messages(conversation, said, reply_to=stored) if said else []
    stored.state = "done"
    stored.save(update_fields=["state"])
    return Accepted(conversation, stored, replies=tuple(replies))


def _own_reply(conversation: Conversation, stored: Message, plan: _Plan) -> list[dict[str, object]]:
    """What the gateway answers by itself, without the brain; empty when it has nothing to say."""
    if plan.reading and plan.reading.verdict.kind:
        return _danger_reply(conversation, stored, plan.reading)
    if plan.command == CALLBACK:
        open_request(conversation_id=conversation.pk, kind="handoff", reason="asked while the assistant was down")
        return [{"kind": "handoff", "text": policy().text("handoff_done_online" if staff_online() else "handoff_done")}]
    if conversation.owner == "staff" or plan.reading is None or not plan.reading.answered_by:
        return []
    return [{"kind": "notice", "text": policy().text(plan.reading.answered_by)}]


def _danger_reply(conversation: Conversation, stored: Message, reading: Reading) -> list[dict[str, object]]:
    verdict = reading.verdict
    if verdict.kind == "safe_again":
        Conversation.objects.filter(pk=conversation.pk).update(danger_state="")
        return [{"kind": "notice", "text": policy().text("safe_again", verdict.lang), "lang": verdict.lang}]
    store.raise_alert(conversation, stored, reading)
    text_id = f"{verdict.kind}_stay" if verdict.pattern_id == "stay" else verdict.kind
    return [{"kind": verdict.kind, "text": policy().text(text_id, verdict.lang), "lang": verdict.lang}]
