"""Starting a conversation, rating it, ending it."""

import zoneinfo
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from desk.conversations.models import Conversation, Message
from desk.gateway.access import LIFETIME, new_token
from desk.gateway.errors import ApiError
from desk.gateway.limits import enforce, start_limits
from desk.gateway.policy import policy
from desk.gateway.safety import mask, normalise
from desk.gateway.store import add_bot_messages


def start(body: dict[str, Any], address: str) -> tuple[Conversation, str, list[Message]]:
    """A new conversation, its token, and its first messages. Raises `ApiError` 429."""
    token, hashed = new_token()
    now = timezone.now()
    with transaction.atomic():
        enforce(start_limits(address))
        conversation = Conversation.objects.create(
            token_hash=hashed,
            last_activity_at=now,
            expires_at=now + LIFETIME,
            locale=_short(body, "locale", 20),
            page=_page(_short(body, "page", 500)),
            timezone=_zone(_short(body, "timezone", 60)),
        )
        messages = add_bot_messages(conversation, _greeting(conversation.page), reply_to=None)
    return conversation, token, messages


def _greeting(page: str) -> list[dict[str, Any]]:
    """Says first that this is an automated assistant, and where to turn in an emergency (I1, E10).

    The treatment that the page is about is offered first.
    """
    texts = policy()
    address = page.lower().replace("-", "_")
    treatments = sorted(texts.knowledge.treatments.values(), key=lambda one: one.id.rstrip("s") not in address)
    asks = [
        {"title": f"About {treatment.short_name}", "payload": f'/ask_what_is{{"treatment": "{treatment.id}"}}'}
        for treatment in treatments
    ]
    book = {"title": "Book a consultation", "payload": "/book"}
    person = {"title": "Talk to a person", "payload": "/handoff"}
    return [
        {"kind": "greeting", "text": texts.text("greeting")},
        {"kind": "greeting", "text": texts.text("greeting_emergency_line"), "buttons": [*asks, book, person]},
    ]


def _short(body: dict[str, Any], key: str, length: int) -> str:
    value = body.get(key)
    return normalise(value)[:length] if isinstance(value, str) else ""


def _page(address: str) -> str:
    """The page without query and fragment, which may hold personal data."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme in ("http", "https") else ""


def _zone(name: str) -> str:
    """The name of a time zone, or "" when there is no such zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name


def rate(conversation: Conversation, body: dict[str, Any]) -> None:
    """Stores the visitor's rating; a later one takes the place of an earlier one. Raises `ApiError` 400."""
    score, comment = body.get("score"), body.get("comment") or ""
    if isinstance(score, bool) or not isinstance(score, int) or not 1 <= score <= 5:
        raise ApiError(400, "bad_rating", "Please choose a score from 1 to 5.")
    if not isinstance(comment, str) or len(comment) > 1000:
        raise ApiError(400, "bad_rating", "Please keep the comment under 1,000 characters.")
    Conversation.objects.filter(pk=conversation.pk).update(
        rating=score, rating_comment=mask(normalise(comment)).text[:1000]
    )


def end(conversation: Conversation) -> None:
    """Ends a conversation for the visitor; staff keep the transcript until its time is over (docs/privacy.md)."""
    Conversation.objects.filter(pk=conversation.pk, ended_at=None).update(ended_at=timezone.now(), owner="bot")
