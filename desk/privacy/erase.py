"""Erasing: transcripts, leads, and what the brain remembers. What is left holds no personal data."""

import uuid
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import AuditEvent, Staff
from desk.conversations.models import Conversation, DangerAlert, Message, Review, StaffRequest
from desk.gateway import brain
from desk.leads.models import Lead, LeadEvent
from desk.privacy.models import PendingErasure, PrivacyRequest, Receipt
from desk.privacy.person import Person


def erase_person(*, person: Person, by: Staff | None, request: PrivacyRequest | None = None) -> Receipt:
    """Erases everything of a person and returns the receipt. The consent ledger stays: it names nobody."""
    with transaction.atomic():
        messages = sum(erase_conversation(conversation) for conversation in person.conversations)
        for lead in person.leads:
            erase_lead(lead)
        audit("person erased", by=by, detail={"leads": len(person.leads), "messages": messages})
    forgotten, waiting = forget(conversation.pk for conversation in person.conversations)
    return Receipt.objects.create(
        action="erase",
        by_name=by.username if by else "system",
        request=request,
        detail={
            "conversations": [str(conversation.pk) for conversation in person.conversations],
            "messages": messages,
            "leads": [lead.reference for lead in person.leads],
            "brain_forgot": forgotten,
            "brain_still_to_forget": waiting,
            "exports_to_check_by_hand": _exports_since(person),
        },
    )


def erase_conversation(conversation: Conversation) -> int:
    """Removes the transcript and all about it; an empty shell with its dates stays. How many messages went."""
    with transaction.atomic():
        count = Message.objects.filter(conversation=conversation).count()
        for model in (Review, DangerAlert, StaffRequest, Message):
            model.objects.filter(conversation=conversation).delete()
        Conversation.objects.filter(pk=conversation.pk).update(
            erased_at=timezone.now(),
            ended_at=conversation.ended_at or timezone.now(),
            token_hash="",
            locale="",
            page="",
            timezone="",
            first_text="",
            rating_comment="",
            owner="bot",
        )
        PendingErasure.objects.get_or_create(conversation_id=conversation.pk)
    return count


def erase_lead(lead: Lead) -> None:
    """Removes all contact data and notes of a lead; its reference, dates and outcome stay for the statistics."""
    with transaction.atomic():
        LeadEvent.objects.filter(lead=lead).delete()
        Lead.objects.filter(pk=lead.pk).update(
            name="",
            phone="",
            phone_extension="",
            email="",
            preferred_text="",
            preferred_start=None,
            preferred_end=None,
            timezone="",
            treatments=[],
            topic="",
            content_hash="",
            callback_at=None,
            status="closed",
            closed_at=lead.closed_at or timezone.now(),
            erased_at=timezone.now(),
        )


def forget(conversation_ids: Iterable[uuid.UUID]) -> tuple[int, int]:
    """Has the brain forget these conversations: how many it did, and how many wait for it to be reachable."""
    done = waiting = 0
    for conversation_id in conversation_ids:
        try:
            async_to_sync(brain.erase)(str(conversation_id))
        except brain.BrainFailure:
            waiting += 1
        else:
            PendingErasure.objects.filter(pk=conversation_id).delete()
            done += 1
    return done, waiting


def _exports_since(person: Person) -> list[str]:
    """When leads were exported since this person's first lead: those files are outside our reach."""
    if not person.leads:
        return []
    exports = AuditEvent.objects.filter(action="leads exported", at__gte=person.leads[0].created_at)
    return [moment.isoformat(timespec="minutes") for moment in exports.values_list("at", flat=True)]
