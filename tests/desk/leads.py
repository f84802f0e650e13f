"""Lead bodies for tests."""

import uuid
from typing import Any

from django.test import Client

from desk.leads.models import Lead
from tests.desk.conftest import INTERNAL, Visitor

WORDING = "I agree that the clinic may contact me about my consultation."


def lead_body(conversation: str, /, **changes: Any) -> dict[str, Any]:
    """What the action server sends for a finished booking form."""
    body = {
        "conversation_id": conversation,
        "form_run": str(uuid.uuid4()),
        "name": "Jo Ramírez-O'Neil",
        "phone": "+12125550147",
        "phone_extension": "",
        "email": "jo@example.com",
        "preferred_time": {
            "text": "Tuesday after 5pm",
            "start": "2026-12-01T17:00:00-05:00",
            "end": None,
            "timezone": "America/New_York",
        },
        "interest": {"treatments": ["exosomes"], "topic": "cost"},
        "consent": {
            "wording_id": "booking.consent",
            "wording_version": "3",
            "wording_text": WORDING,
            "channels": ["call", "text", "email"],
            "granted_at": "2026-11-22T10:00:00+00:00",
            "page": "https://clinic.example/exosomes",
        },
        "language": "en",
    }
    body.update(changes)
    return body


def post_lead(body: dict[str, Any], **headers: str) -> Any:
    """Sends a lead as the action server does."""
    key = f"{body.get('conversation_id')}:{body.get('form_run')}"
    return Client().post(
        "/internal/leads", body, content_type="application/json", **{"HTTP_IDEMPOTENCY_KEY": key, **INTERNAL, **headers}
    )


def stored_lead(visitor: Visitor | None = None, **changes: Any) -> Lead:
    """A lead on the desk."""
    visitor = visitor or Visitor()
    answer = post_lead(lead_body(visitor.id, **changes))
    assert answer.status_code == 201, answer.content
    return Lead.objects.get(reference=answer.json()["reference"])
