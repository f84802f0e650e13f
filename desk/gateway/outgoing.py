"""Messages as the public API shows them, and bot messages as they are stored."""

import secrets
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from desk.conversations.models import Message
from desk.gateway.policy import policy

KINDS = frozenset(
    "greeting answer disclaimer question confirmation not_covered clarify fallback refusal emergency crisis privacy "
    "handoff smalltalk notice error visitor staff".split()
)


def message_json(message: Message) -> dict[str, Any]:
    """One `Message` of the public contract (docs/api.md). Button payloads stay here."""
    shown: dict[str, Any] = {
        "seq": message.seq,
        "id": str(message.id),
        "role": message.role,
        "kind": message.kind,
        "text": message.text,
        "buttons": [{"id": button["id"], "title": button["title"]} for button in message.buttons],
        "topics": message.topics,
        "facts": message.facts,
        "sources": [_with_title(source) for source in message.sources],
        "created_at": message.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if message.lang:
        shown["lang"] = message.lang
    if message.client_id:
        shown["client_id"] = str(message.client_id)
    return shown


def messages_json(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Several messages, in the order given."""
    return [message_json(message) for message in messages]


def _with_title(source: dict[str, str]) -> dict[str, str]:
    known = policy().knowledge.sources.get(source["article"])
    return {**source, "title": known.title} if known else source


def clean(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a bot message that are stored; whatever is not of the agreed shape is left out."""
    kind = said.get("kind")
    return {
        "kind": kind if isinstance(kind, str) and kind in KINDS else "notice",
        "text": str(said.get("text") or "")[:6000],
        "lang": str(said.get("lang") or "")[:8],
        "buttons": [_button(entry) for entry in _list(said, "buttons") if _usable(entry)],
        "topics": [str(topic)[:40] for topic in _list(said, "topics")],
        "facts": [str(fact)[:120] for fact in _list(said, "facts")],
        "sources": [_source(entry) for entry in _list(said, "sources") if isinstance(entry, dict)],
    }


def _list(said: dict[str, Any], key: str) -> list[Any]:
    value = said.get(key)
    return value[:20] if isinstance(value, list) else []


def _usable(entry: object) -> bool:
    return isinstance(entry, dict) and bool(entry.get("title")) and bool(entry.get("payload"))


def _button(entry: dict[str, Any]) -> dict[str, str]:
    return {"id": secrets.token_urlsafe(9), "title": str(entry["title"])[:120], "payload": str(entry["payload"])[:2000]}


def _source(entry: dict[str, Any]) -> dict[str, str]:
    return {"article": str(entry.get("article", ""))[:120], "section": str(entry.get("section", ""))[:200]}
