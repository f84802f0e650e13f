"""Console pages for leads: the queue and one lead."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from desk.accounts.audit import audit_read
from desk.accounts.models import Staff
from desk.accounts.roles import AGENT, MANAGER, needs
from desk.conversations.models import Message
from desk.gateway.policy import policy
from desk.leads.consent import allowed_channels
from desk.leads.models import OPEN_STATUSES, OUTCOMES, ConsentEvent, Lead
from desk.leads.window import calling_time, hours
from desk.leads.work import CLOSED_REASONS, duplicates

PAGE_SIZE = 25
SHOW = {
    "open": "open",
    "mine": "mine",
    "new": "not claimed",
    "due": "callback due",
    "closed": "closed",
    "all": "all",
}


@needs(AGENT, MANAGER)
@require_GET
def lead_list(request: HttpRequest) -> HttpResponse:
    """The queue: callbacks that are due first, then the oldest that nobody has claimed."""
    wanted = {"q": request.GET.get("q", ""), "show": request.GET.get("show", "open")}
    found = _search(Lead.objects.filter(erased_at=None), wanted, request.user)
    page = Paginator(found.select_related("claimed_by"), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(lead, calling_time(lead, now)) for lead in page]
    context = {"page": page, "rows": rows, "wanted": wanted, "show_choices": SHOW.items(), "now": now}
    name = "leads/_rows.html" if request.headers.get("HX-Request") else "leads/list.html"
    return render(request, name, context)


def _search(found: QuerySet[Lead], wanted: dict[str, str], user: object) -> QuerySet[Lead]:
    text = wanted["q"].strip()
    if text:
        digits = "".join(char for char in text if char.isdigit())
        match = Q(reference__iexact=text) | Q(name__icontains=text) | Q(email__iexact=text)
        found = found.filter(match | Q(phone__endswith=digits) if len(digits) >= 4 else match)
    shown = {
        "open": Q(status__in=OPEN_STATUSES),
        "mine": Q(claimed_by=user, status__in=OPEN_STATUSES),
        "new": Q(claimed_by=None, status__in=OPEN_STATUSES),
        "due": Q(callback_at__lte=timezone.now(), status__in=OPEN_STATUSES),
        "closed": Q(status="closed"),
    }
    found = found.filter(shown.get(wanted["show"], Q()))
    if wanted["show"] in ("closed", "all"):
        return found.order_by("-created_at")
    return found.order_by(F("callback_at").asc(nulls_last=True), "created_at")


@needs(AGENT, MANAGER)
@require_GET
def lead_page(request: HttpRequest, lead_id: uuid.UUID) -> HttpResponse:
    """One lead with its contact data, consent record, history and transcript. Opening it is audited."""
    lead = get_object_or_404(Lead.objects.select_related("claimed_by"), pk=lead_id, erased_at=None)
    audit_read(request, "lead", lead.pk)
    return render(request, "leads/lead.html", _context(request, lead))


def _context(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    channels = allowed_channels(lead)
    calling = calling_time(lead, timezone.now())
    return {
        "lead": lead,
        "channels": channels,
        "calling": calling,
        "calling_hours": hours(),
        "may_call_now": "call" in channels and calling.may_call,
        "consents": ConsentEvent.objects.filter(lead_id=lead.pk),
        "history": lead.events.select_related("by"),
        "duplicates": duplicates(lead),
        "transcript": Message.objects.filter(conversation_id=lead.conversation_id) if lead.conversation_id else [],
        "outcomes": OUTCOMES,
        "reasons": CLOSED_REASONS,
        "centers": policy().knowledge.clinic.centers,
        "colleagues": Staff.objects.filter(is_active=True, groups__name__in=[AGENT, MANAGER])
        .exclude(pk=lead.claimed_by_id or 0)
        .distinct(),
        "mine": lead.claimed_by == request.user,
        "is_open": lead.status in OPEN_STATUSES,
    }
