"""Privacy requests: opening and closing them."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.privacy.models import PrivacyRequest

# GDPR Art. 12(3) gives one month, Washington's MHMDA 45 days; the shorter one holds for everybody.
DUE_DAYS = 30


def open_privacy_request(*, conversation_id: uuid.UUID, kind: str) -> tuple[PrivacyRequest, bool]:
    """The open request of that kind of a conversation, and whether it is new."""
    due_on = timezone.localdate() + timedelta(days=DUE_DAYS)
    with transaction.atomic():
        return PrivacyRequest.objects.get_or_create(
            conversation_id=conversation_id, kind=kind, closed_at=None, defaults={"due_on": due_on}
        )


def close_privacy_request(*, request: PrivacyRequest, by: Staff, note: str) -> bool:
    """Closes a request; false if it was closed already."""
    with transaction.atomic():
        open_ones = PrivacyRequest.objects.filter(pk=request.pk, closed_at=None)
        closed = open_ones.update(closed_at=timezone.now(), closed_by=by, note=note[:1000])
        if closed:
            audit("privacy request closed", by=by, object_type="privacy request", object_id=request.pk)
    return bool(closed)
