"""Finding everything the desk holds of one person."""

import uuid
from dataclasses import dataclass

import phonenumbers
from django.db.models import Q

from desk.conversations.models import Conversation
from desk.leads.models import Lead
from desk.privacy.models import PrivacyRequest


class NotFound(Exception):
    """Nothing is held of such a person; the text says what was looked for."""


@dataclass(frozen=True)
class Person:
    """The leads and conversations of one person."""

    leads: tuple[Lead, ...]
    conversations: tuple[Conversation, ...]


def find_person(*, phone: str = "", email: str = "", conversation: str = "", lead: str = "") -> Person:
    """Everything of the person known by any of these. Follows shared phone numbers and e-mail addresses.

    Raises `NotFound`.
    """
    match = _match(phone, email, conversation, lead)
    leads = _spread(set(Lead.objects.filter(match, erased_at=None)))
    ids = {entry.conversation_id for entry in leads if entry.conversation_id}
    if conversation:
        ids.add(_uuid(conversation))
    conversations = tuple(Conversation.objects.filter(pk__in=ids, erased_at=None))
    if not leads and not conversations:
        raise NotFound("Nothing is held under this phone number, e-mail address, conversation or reference.")
    return Person(tuple(sorted(leads, key=lambda entry: entry.created_at)), conversations)


def _match(phone: str, email: str, conversation: str, lead: str) -> Q:
    match = Q(pk=None)
    if phone:
        match |= Q(phone=_e164(phone))
    if email:
        match |= Q(email__iexact=email.strip())
    if lead:
        match |= Q(reference__iexact=lead.strip())
    if conversation:
        match |= Q(conversation_id=_uuid(conversation))
    return match


def _spread(leads: set[Lead]) -> set[Lead]:
    """The leads, and all that share a phone number or an e-mail address with one of them, and so on."""
    while True:
        phones = {entry.phone for entry in leads if entry.phone}
        emails = {entry.email for entry in leads if entry.email}
        conversations = {entry.conversation_id for entry in leads if entry.conversation_id}
        same = Q(phone__in=phones) | Q(email__in=emails) | Q(conversation_id__in=conversations)
        more = leads | set(Lead.objects.filter(same, erased_at=None))
        if len(more) == len(leads):
            return leads
        leads = more


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text.strip())
    except ValueError as error:
        raise NotFound("That is not the id of a conversation.") from error


def _e164(phone: str) -> str:
    try:
        number = phonenumbers.parse(phone, "US")
    except phonenumbers.NumberParseException as error:
        raise NotFound("That is not a phone number. Give it as +1 212 555 0147.") from error
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def person_of_request(request: PrivacyRequest) -> Person:
    """The person who made a privacy request. Raises `NotFound`."""
    return find_person(conversation=str(request.conversation_id or ""))
