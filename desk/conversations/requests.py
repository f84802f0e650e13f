"""Requests of visitors that wait for staff."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.conversations.models import StaffRequest

# Somebody who used the console within this time counts as being there.
PRESENCE = timedelta(minutes=5)


def open_request(*, conversation_id: uuid.UUID, kind: str, reason: str = "") -> tuple[StaffRequest, bool]:
    """The open request of that kind of a conversation, and whether it is new."""
    with transaction.atomic():
        return StaffRequest.objects.get_or_create(
            conversation_id=conversation_id, kind=kind, resolved_at=None, defaults={"reason": reason[:200]}
        )


def resolve_request(*, request: StaffRequest, by: Staff) -> None:
    """Closes a request; closing twice changes nothing."""
    with transaction.atomic():
        open_ones = StaffRequest.objects.filter(pk=request.pk, resolved_at=None)
        if open_ones.update(resolved_at=timezone.now(), resolved_by=by):
            audit("request resolved", by=by, object_type="conversation", object_id=request.conversation_id)


def staff_online() -> bool:
    """Whether a staff member was active in the console a short time ago."""
    return Staff.objects.filter(is_active=True, last_seen_at__gte=timezone.now() - PRESENCE).exists()
