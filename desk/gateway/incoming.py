"""Reading what a visitor sends, and deciding which of the checks of design section 7 answers it."""

import json
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from desk.conversations.models import Conversation
from desk.gateway.body import BODY_CAP
from desk.gateway.errors import ApiError
from desk.gateway.policy import policy
from desk.gateway.safety import Verdict, guard_command, mask, normalise

TEXT_LIMIT = 2000


@dataclass(frozen=True)
class Incoming:
    """A message as the visitor sent it: free text, or the id of a button shown before."""

    client_id: uuid.UUID
    text: str | None
    button_id: str | None
    too_large: bool = False


@dataclass(frozen=True)
class Reading:
    """A text after the checks: what is stored, what the brain is asked, and what the gateway answers by itself."""

    stored: str
    asked: str
    masked: tuple[str, ...]
    verdict: Verdict
    answered_by: str  # "", or the policy text that answers it: empty, emoji_only, too_long, fallback


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body. Raises `ApiError` 400."""
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "not_json", "The request could not be read as JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise ApiError(400, "not_json", "The request must be a JSON object.")
    return body


def incoming(request: HttpRequest) -> Incoming:
    """The visitor's message in the body. Raises `ApiError` 400."""
    body = json_body(request)
    text, button_id = body.get("text"), body.get("button_id")
    if (text is None) == (button_id is None):
        raise ApiError(400, "bad_message", "Send either a text or the id of a button.")
    if not isinstance(text if text is not None else button_id, str):
        raise ApiError(400, "bad_message", "The text, or the id of a button, must be a string.")
    return Incoming(_client_id(body), text, button_id, too_large=len(request.body) > BODY_CAP)


def _client_id(body: dict[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(body.get("client_id")))
    except ValueError as error:
        raise ApiError(400, "bad_message", "Each message needs a client_id, which is a UUID.") from error


def read_text(text: str, conversation: Conversation) -> Reading:
    """Normalises, looks for danger in the whole text, guards against commands and masks numbers, in that order."""
    plain = normalise(text)
    verdict = policy().danger.check(plain, state=conversation.danger_state)  # type: ignore[arg-type]
    masked = mask(plain)
    asked = guard_command(masked.text)
    return Reading(masked.text, asked, tuple(masked.kinds), verdict, _answered_by(plain, asked))


def _answered_by(plain: str, asked: str) -> str:
    if not plain.strip():
        return "empty"
    if len(plain) > TEXT_LIMIT:
        return "too_long"
    if not asked.strip():
        return "fallback"
    if is_emoji_only(plain):
        return "emoji_only"
    return ""


def is_emoji_only(text: str) -> bool:
    """Whether a text consists of symbols and marks without a letter, a digit or a question mark."""
    return not any(unicodedata.category(char)[0] in "LN" or char in "?¿؟？" for char in text)
