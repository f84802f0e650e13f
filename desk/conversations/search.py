"""Finding conversations."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.dateparse import parse_date

from desk.conversations.models import Conversation, DangerAlert, Message, StaffRequest
from desk.leads.models import Lead

LOW_CONFIDENCE = 0.6
SHOW = {
    "danger": "danger",
    "requests": "waiting for staff",
    "flagged": "flagged",
    "fallback": "not understood",
    "low": "low confidence",
    "error": "failed answers",
    "lead": "with a lead",
    "unreviewed": "not reviewed",
}


def visible(roles: frozenset[str]) -> QuerySet[Conversation]:
    """The conversations that these roles may open: agents see those with a lead, a request or danger only."""
    found = Conversation.objects.filter(erased_at=None)
    if roles & {"reviewer", "manager"}:
        return found
    asked = StaffRequest.objects.filter(conversation=OuterRef("pk"))
    lead = Lead.objects.filter(conversation=OuterRef("pk"))
    return found.filter(Q(Exists(asked)) | Q(Exists(lead)) | Q(owner="staff") | ~Q(danger_kind=""))


def search(found: QuerySet[Conversation], wanted: Mapping[str, str]) -> QuerySet[Conversation]:
    """Narrows down by text, dates, intent and one of `SHOW`; what needs staff comes first."""
    found = _by_text(found, wanted.get("q", "").strip())
    found = _by_dates(found, _day(wanted, "from"), _day(wanted, "to"))
    if wanted.get("intent"):
        said = Message.objects.filter(conversation=OuterRef("pk"), intent=wanted["intent"])
        found = found.filter(Exists(said))
    return _urgent_first(_by_show(found, wanted.get("show", "")))


def _by_text(found: QuerySet[Conversation], text: str) -> QuerySet[Conversation]:
    if not text:
        return found
    said = Message.objects.filter(conversation=OuterRef("pk"), text__icontains=text)
    match = Q(Exists(said)) | Q(leads__reference__iexact=text)
    with suppress(ValueError):  # most searches are not for an id
        match |= Q(pk=uuid.UUID(text))
    return found.filter(match).distinct()


def _by_dates(found: QuerySet[Conversation], first: date | None, last: date | None) -> QuerySet[Conversation]:
    zone = timezone.get_current_timezone()
    if first:
        found = found.filter(last_activity_at__gte=datetime.combine(first, time.min, zone))
    if last:
        found = found.filter(created_at__lte=datetime.combine(last, time.max, zone))
    return found


def _day(wanted: Mapping[str, str], name: str) -> date | None:
    try:
        return parse_date(wanted.get(name, ""))
    except ValueError:
        return None


def _by_show(found: QuerySet[Conversation], show: str) -> QuerySet[Conversation]:
    narrowed = {
        "danger": Q(danger_kind__in=["emergency", "crisis"]),
        "requests": Q(Exists(StaffRequest.objects.filter(conversation=OuterRef("pk"), resolved_at=None))),
        "flagged": Q(flagged=True),
        "fallback": Q(had_fallback=True),
        "low": Q(lowest_confidence__lt=LOW_CONFIDENCE),
        "error": Q(had_error=True),
        "lead": Q(Exists(Lead.objects.filter(conversation=OuterRef("pk")))),
        "unreviewed": Q(reviewed_at=None),
    }
    return found.filter(narrowed[show]) if show in narrowed else found


def _urgent_first(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    alert = DangerAlert.objects.filter(conversation=OuterRef("pk"), acknowledged_at=None)
    request = StaffRequest.objects.filter(conversation=OuterRef("pk"), resolved_at=None)
    lead = Lead.objects.filter(conversation=OuterRef("pk"))
    return found.annotate(has_alert=Exists(alert), has_request=Exists(request), has_lead=Exists(lead)).order_by(
        Case(
            When(has_alert=True, then=Value(0)),
            When(has_request=True, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        "-last_activity_at",
    )
