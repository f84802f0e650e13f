"""All that is held of one person, for the person."""

from typing import Any

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.conversations.models import Conversation
from desk.leads.models import ConsentEvent, Lead
from desk.privacy.person import Person


def export_person(*, person: Person, by: Staff | None) -> dict[str, Any]:
    """A JSON-serialisable copy of everything of a person, and an audit entry that it was made."""
    audit("person exported", by=by, detail={"leads": len(person.leads), "conversations": len(person.conversations)})
    return {
        "leads": [_lead(lead) for lead in person.leads],
        "conversations": [_conversation(conversation) for conversation in person.conversations],
    }


def _lead(lead: Lead) -> dict[str, Any]:
    return {
        "reference": lead.reference,
        "created_at": lead.created_at.isoformat(),
        "name": lead.name,
        "phone": lead.phone,
        "phone_extension": lead.phone_extension,
        "email": lead.email,
        "preferred_time": lead.preferred_text,
        "time_zone": lead.timezone,
        "interest": [*lead.treatments, lead.topic],
        "status": lead.status,
        "history": [
            {"at": event.at.isoformat(), "what": event.kind, "outcome": event.outcome, "note": event.note}
            for event in lead.events.all()
        ],
        "consent": [_consent(event) for event in ConsentEvent.objects.filter(lead_id=lead.pk)],
    }


def _consent(event: ConsentEvent) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "direction": event.direction,
        "channel": event.channel,
        "wording": event.wording_text,
        "wording_version": event.wording_version,
        "page": event.page,
    }


def _conversation(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": str(conversation.pk),
        "started_at": conversation.created_at.isoformat(),
        "page": conversation.page,
        "time_zone": conversation.timezone,
        "rating": conversation.rating,
        "rating_comment": conversation.rating_comment,
        "messages": [
            {"at": message.created_at.isoformat(), "from": message.role, "text": message.text}
            for message in conversation.messages.all()
        ],
    }
