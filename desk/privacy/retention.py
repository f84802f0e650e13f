"""Removing what is kept long enough (docs/privacy.md). Run daily by `manage.py retention`."""

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from desk.conversations.models import Conversation, DangerAlert
from desk.gateway.models import RateWindow
from desk.leads.models import OPEN_STATUSES, ConsentEvent, Lead
from desk.privacy.erase import erase_conversation, erase_lead, forget
from desk.privacy.models import PendingErasure, PrivacyRequest, Receipt

# Consent is evidence; the migration of the ledger protects younger entries in the database itself.
CONSENT_DAYS = 2190


def run(*, dry_run: bool) -> dict[str, int]:
    """What was removed (or, in a dry run, would be), as counts. A run that removed something leaves a receipt."""
    now = timezone.now()
    conversations, leads = list(_old_conversations(now)), list(_old_leads(now))
    counts = {"conversations": len(conversations), "leads": len(leads), **_small_counts(now)}
    if dry_run:
        return counts
    for conversation in conversations:
        erase_conversation(conversation)
    for lead in leads:
        erase_lead(lead)
    _remove_small(now)
    counts["brain_forgot"], counts["brain_still_to_forget"] = forget(
        PendingErasure.objects.values_list("conversation_id", flat=True)
    )
    if any(counts.values()):
        Receipt.objects.create(action="retention", by_name="system", detail=counts)
    return counts


def _old_conversations(now: datetime) -> QuerySet[Conversation]:
    """Conversations without activity for long; not those that a lead, an alert or a request still needs."""
    lead = Lead.objects.filter(conversation=OuterRef("pk"), status__in=OPEN_STATUSES)
    alert = DangerAlert.objects.filter(conversation=OuterRef("pk"), acknowledged_at=None)
    request = PrivacyRequest.objects.filter(conversation=OuterRef("pk"), closed_at=None)
    limit = now - timedelta(days=settings.RETAIN_CONVERSATION_DAYS)
    found = Conversation.objects.filter(last_activity_at__lt=limit, erased_at=None)
    return found.exclude(Q(Exists(lead)) | Q(Exists(alert)) | Q(Exists(request)))


def _old_leads(now: datetime) -> QuerySet[Lead]:
    limit = now - timedelta(days=settings.RETAIN_LEAD_DAYS)
    return Lead.objects.filter(closed_at__lt=limit, status="closed", erased_at=None)


def _small(now: datetime) -> dict[str, QuerySet[Any]]:
    """Tables whose old rows are simply deleted."""
    month = now - timedelta(days=30)
    return {
        "rate_windows": RateWindow.objects.filter(ends_at__lt=now),
        "sessions": Session.objects.filter(expire_date__lt=now),
        "sign_in_attempts": AccessAttempt.objects.filter(attempt_time__lt=month),
        "sign_in_log": AccessLog.objects.filter(attempt_time__lt=month),
        "sign_in_failures": AccessFailureLog.objects.filter(attempt_time__lt=month),
    }


def _small_counts(now: datetime) -> dict[str, int]:
    counts = {name: found.count() for name, found in _small(now).items()}
    counts["consent_entries"] = ConsentEvent.objects.filter(at__lt=now - timedelta(days=CONSENT_DAYS)).count()
    return counts


def _remove_small(now: datetime) -> None:
    for found in _small(now).values():
        found.delete()
    # The ledger's and the audit log's managers refuse to delete; the database allows it for old entries only.
    limits = {"leads_consentevent": CONSENT_DAYS, "accounts_auditevent": settings.RETAIN_AUDIT_DAYS}
    with connection.cursor() as cursor:
        for table, days in limits.items():
            cursor.execute(f"DELETE FROM {table} WHERE at < %s", [now - timedelta(days=days)])  # noqa: S608
