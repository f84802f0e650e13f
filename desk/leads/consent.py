"""The consent ledger: what a person allowed, and what they took back."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.leads.models import ConsentEvent, Lead, LeadEvent

CHANNELS = ("call", "text", "email")


def grant(*, lead: Lead, channels: Iterable[str], at: datetime, wording: tuple[str, str, str], page: str = "") -> None:
    """Records that a visitor agreed in the chat, with the exact wording (id, version, text) they saw (K2)."""
    wording_id, version, text = wording
    for channel in channels:
        ConsentEvent.objects.create(
            lead_id=lead.pk,
            conversation_id=lead.conversation_id,
            at=at,
            direction="granted",
            channel=channel,
            wording_id=wording_id,
            wording_version=version,
            wording_text=text,
            page=page,
            origin="chat",
        )


def allowed_channels(lead: Lead) -> list[str]:
    """The channels on which this person may be contacted now: the last word on each channel counts."""
    state = dict.fromkeys(CHANNELS, False)
    # In the order of recording: `at` may come from another machine's clock.
    recorded = ConsentEvent.objects.filter(lead_id=lead.pk).order_by("recorded_at")
    for channel, direction in recorded.values_list("channel", "direction"):
        state[channel] = direction == "granted"
    if lead.do_not_call:
        state["call"] = state["text"] = False
    return [channel for channel in CHANNELS if state[channel]]


def revoke(*, lead: Lead, channels: Iterable[str], wording: str, origin: str, by: Staff | None = None) -> int:
    """Takes consent back for channels that were allowed; how many. Calls and texts also set do-not-call (K4)."""
    with transaction.atomic():
        taken = [channel for channel in allowed_channels(lead) if channel in set(channels)]
        for channel in taken:
            ConsentEvent.objects.create(
                lead_id=lead.pk,
                conversation_id=lead.conversation_id,
                at=timezone.now(),
                direction="revoked",
                channel=channel,
                wording_text=wording[:500],
                origin=origin,
                staff_name=by.username if by else "",
            )
        if taken:
            _after_revocation(lead, taken, by)
    return len(taken)


def _after_revocation(lead: Lead, taken: list[str], by: Staff | None) -> None:
    if not {"call", "text"} & set(allowed_channels(lead)):
        Lead.objects.filter(pk=lead.pk).update(do_not_call=True)
    LeadEvent.objects.create(lead=lead, by=by, kind="consent revoked", detail={"channels": taken})
    audit("consent revoked", by=by, object_type="lead", object_id=lead.pk, detail={"channels": taken})


def revoke_conversation(*, conversation_id: uuid.UUID, channels: Iterable[str], wording: str) -> int:
    """Takes consent back for every lead of the same person, found by conversation, phone and e-mail (K4)."""
    chosen = list(channels)
    with transaction.atomic():
        return sum(
            revoke(lead=lead, channels=chosen, wording=wording, origin="chat")
            for lead in leads_of_person(conversation_id)
        )


def leads_of_person(conversation_id: uuid.UUID) -> list[Lead]:
    """The leads of a conversation, and those with the same phone or e-mail."""
    own = list(Lead.objects.filter(conversation_id=conversation_id))
    phones = [lead.phone for lead in own if lead.phone]
    emails = [lead.email for lead in own if lead.email]
    same = Lead.objects.filter(phone__in=phones) | Lead.objects.filter(email__in=emails)
    return list({lead.pk: lead for lead in [*own, *same]}.values())
