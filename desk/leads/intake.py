"""Taking in a lead: once per form run, with its consent, in one transaction."""

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from desk.accounts.audit import audit
from desk.conversations.models import Conversation
from desk.leads.consent import CHANNELS, grant
from desk.leads.models import Lead, LeadEvent

# Without letters and digits that are read as one another.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class InvalidLead(Exception):
    """The content cannot be a lead; `fields` says why, field by field."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = fields


class KeyReused(Exception):
    """The idempotency key was used before, with other content."""


@dataclass(frozen=True)
class Stored:
    """A lead, and whether this call created it."""

    lead: Lead
    created: bool


def take_in(*, key: str, body: dict[str, Any]) -> Stored:
    """Stores a lead and its consent, or finds the one stored under the same key.

    Raises `InvalidLead`, or `KeyReused` when the key belongs to other content.
    """
    content = content_hash(body)
    known = _known(key, content)
    if known:
        return Stored(known, False)
    fields, problems = _fields(body)
    if problems:
        raise InvalidLead(problems)
    try:
        with transaction.atomic():
            return Stored(_create(key, content, fields, body["consent"]), True)
    except IntegrityError:
        known = _known(key, content)
        if known is None:
            raise
        return Stored(known, False)


def content_hash(body: dict[str, Any]) -> str:
    """A hash of what the lead says. The moment of consent is left out: a repeated call may carry a later one."""
    consent = body.get("consent")
    said = {**body, "consent": {**consent, "granted_at": ""} if isinstance(consent, dict) else consent}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _known(key: str, content: str) -> Lead | None:
    lead = Lead.objects.filter(idempotency_key=key).first()
    if lead and lead.content_hash != content:
        raise KeyReused
    return lead


def _create(key: str, content: str, fields: dict[str, Any], consent: dict[str, Any]) -> Lead:
    lead = Lead.objects.create(reference=new_reference(), idempotency_key=key, content_hash=content, **fields)
    grant(
        lead=lead,
        channels=consent["channels"],
        at=_moment(consent.get("granted_at")),
        wording=(consent["wording_id"], str(consent["wording_version"]), consent["wording_text"]),
        page=str(consent.get("page") or "")[:500],
    )
    LeadEvent.objects.create(lead=lead, kind="created", detail={"consent": consent["channels"]})
    audit("lead created", by=None, object_type="lead", object_id=lead.pk)
    return lead


def new_reference() -> str:
    """A short reference that can be read out on the phone, such as C-7K3MQ2."""
    while True:
        reference = "C-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
        if not Lead.objects.filter(reference=reference).exists():
            return reference


def _fields(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of the lead, and what is wrong with them."""
    problems: dict[str, str] = {}
    wish = _mapping(body, "preferred_time", problems)
    interest = _mapping(body, "interest", problems)
    fields = {
        "conversation": _conversation(body, problems),
        "name": _text(body, "name", 200, problems),
        "phone": _phone(body, problems),
        "phone_extension": str(body.get("phone_extension") or "")[:20],
        "email": _email(body, problems),
        "preferred_text": str(wish.get("text") or "")[:200],
        "preferred_start": _time(wish, "start", problems),
        "preferred_end": _time(wish, "end", problems),
        "timezone": _zone(wish, problems),
        "treatments": [str(name)[:40] for name in interest.get("treatments") or []][:5],
        "topic": str(interest.get("topic") or "")[:40],
        "language": str(body.get("language") or "en")[:8],
    }
    if not body.get("phone") and not body.get("email"):
        problems["phone"] = "a phone number or an e-mail address is needed"
    _check_consent(_mapping(body, "consent", problems), fields, problems)
    return fields, problems


def _mapping(body: dict[str, Any], name: str, problems: dict[str, str]) -> dict[str, Any]:
    value = body.get(name) or {}
    if not isinstance(value, dict):
        problems[name] = "must be an object"
        return {}
    return value


def _conversation(body: dict[str, Any], problems: dict[str, str]) -> Conversation | None:
    try:
        found = Conversation.objects.filter(pk=uuid.UUID(str(body.get("conversation_id")))).first()
    except ValueError:
        found = None
    if found is None:
        problems["conversation_id"] = "is not a conversation"
    return found


def _text(body: dict[str, Any], name: str, length: int, problems: dict[str, str]) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        problems[name] = "is missing"
        return ""
    return value.strip()[:length]


def _phone(body: dict[str, Any], problems: dict[str, str]) -> str:
    """The number in E.164, or "". Any possible number is taken: test numbers and new ranges are not 'valid' yet."""
    if not body.get("phone"):
        return ""
    try:
        number = phonenumbers.parse(str(body["phone"]), None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        problems["phone"] = "is not a phone number in international form"
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(body: dict[str, Any], problems: dict[str, str]) -> str:
    value = str(body.get("email") or "").strip()
    try:
        if value:
            validate_email(value)
    except ValidationError:
        problems["email"] = "is not an e-mail address"
    return value[:254]


def _time(wish: dict[str, Any], name: str, problems: dict[str, str]) -> datetime | None:
    value = wish.get(name)
    if not value:
        return None
    try:
        return _moment(value)
    except ValueError:
        problems["preferred_time"] = f"{name} is not a date and time with an offset"
        return None


def _moment(value: object) -> datetime:
    moment = parse_datetime(str(value))
    if moment is None or moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _zone(wish: dict[str, Any], problems: dict[str, str]) -> str:
    name = str(wish.get("timezone") or "")
    try:
        return str(ZoneInfo(name)) if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems["preferred_time"] = "timezone is not known"
        return ""


def _check_consent(consent: dict[str, Any], fields: dict[str, Any], problems: dict[str, str]) -> None:
    """No consent, no lead (safety rule K3)."""
    channels = consent.get("channels")
    if not isinstance(channels, list) or not channels or not set(channels) <= set(CHANNELS):
        problems["consent"] = "names no channel that the visitor agreed to"
        return
    if (not fields["email"] and "email" in channels) or (not fields["phone"] and set(channels) - {"email"}):
        problems["consent"] = "names a channel that no contact data were given for"
        return
    missing = [name for name in ("wording_id", "wording_version", "wording_text") if not consent.get(name)]
    if missing:
        problems["consent"] = f"lacks {', '.join(missing)}"
        return
    try:
        _moment(consent.get("granted_at"))
    except ValueError:
        problems["consent"] = "granted_at is not a date and time with an offset"
