"""Who may use a conversation: the one who holds its token."""

import hmac
import secrets
import uuid
from datetime import timedelta
from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone

from desk.conversations.models import Conversation
from desk.gateway.errors import ApiError

# An absolute age: a window that slides with use would never end.
LIFETIME = timedelta(days=7)


def new_token() -> tuple[str, str]:
    """A token of 256 random bits, and the hash that is stored in its place."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def bearer(request: HttpRequest) -> str:
    """The token of the `Authorization` header. Raises `ApiError` 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ApiError(401, "token", "This chat needs its token. Please start a new chat.")
    return token.strip()


def conversation_for(conversation_id: uuid.UUID, token: str, *, ended_ok: bool = False) -> Conversation:
    """The conversation if the token is its own. Raises `ApiError` 401 (the same for unknown, foreign and expired)
    or 410 when the visitor has ended it."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    known = conversation.token_hash if conversation else "-"
    fits = hmac.compare_digest(known, token_hash(token))
    if conversation is None or not fits or conversation.expires_at <= timezone.now():
        raise ApiError(401, "token", "This chat is no longer open. Please start a new chat.")
    if conversation.ended_at and not ended_ok:
        raise ApiError(410, "ended", "This chat was ended. Please start a new chat.")
    return conversation
