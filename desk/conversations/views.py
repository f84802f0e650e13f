"""Console pages for conversations: the list, the transcript, and its live parts."""

import uuid
from itertools import takewhile
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from desk.accounts.audit import audit_read
from desk.accounts.roles import AGENT, MANAGER, REVIEWER, needs
from desk.conversations.models import Conversation, DangerAlert, Message, Review, StaffRequest
from desk.conversations.search import LOW_CONFIDENCE, SHOW, search, visible
from desk.gateway.policy import policy
from desk.leads.models import Lead

PAGE_SIZE = 25


@needs(REVIEWER, AGENT, MANAGER)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The page that a role starts from."""
    return redirect("conversations" if request.staff_roles & {REVIEWER, MANAGER} else "leads")  # type: ignore[attr-defined]


@needs(REVIEWER, AGENT, MANAGER)
@require_GET
def conversation_list(request: HttpRequest) -> HttpResponse:
    """Conversations with search and filters; unseen danger and open requests on top."""
    wanted = {name: request.GET.get(name, "") for name in ("q", "from", "to", "intent", "show")}
    unseen = DangerAlert.objects.filter(acknowledged_at=None).select_related("message")
    found = search(visible(request.staff_roles), wanted).prefetch_related(  # type: ignore[attr-defined]
        "requests", Prefetch("alerts", queryset=unseen, to_attr="open_alerts")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "show_choices": SHOW.items(),
        "intents": _known_intents(),
        "low": LOW_CONFIDENCE,
        "query": _query_without_page(request),
    }
    name = "conversations/_rows.html" if request.headers.get("HX-Request") else "conversations/list.html"
    return render(request, name, context)


def _known_intents() -> list[str]:
    return list(Message.objects.exclude(intent="").order_by("intent").values_list("intent", flat=True).distinct())


def _query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@needs(REVIEWER, AGENT, MANAGER)
@require_GET
def transcript(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """One conversation with what was understood of each message. Opening it is audited."""
    conversation = _visible_or_404(request, conversation_id)
    audit_read(request, "conversation", conversation.pk)
    context = {**_transcript_context(conversation), **_side_context(conversation)}
    return render(request, "conversations/transcript.html", context)


@needs(REVIEWER, AGENT, MANAGER)
@require_GET
def live_messages(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The messages after `?after=`, for an open transcript page; nothing when there are none."""
    conversation = _visible_or_404(request, conversation_id)
    after = request.GET.get("after", "0")
    context = _transcript_context(conversation, int(after) if after.isascii() and after.isdigit() else 0)
    if not context["messages_shown"]:
        return HttpResponse(status=204)
    return render(request, "conversations/_messages.html", context)


def _visible_or_404(request: HttpRequest, conversation_id: uuid.UUID) -> Conversation:
    found = visible(request.staff_roles)  # type: ignore[attr-defined]
    return get_object_or_404(found.select_related("assigned_to", "reviewed_by"), pk=conversation_id)


def _transcript_context(conversation: Conversation, after: int = 0) -> dict[str, Any]:
    """The messages after `after`, up to one that still waits for its answer."""
    reviews = Review.objects.filter(undone_at=None).select_related("by")
    messages = (
        Message.objects.filter(conversation=conversation, seq__gt=after)
        .select_related("staff")
        .prefetch_related(Prefetch("reviews", queryset=reviews))
    )
    shown = list(messages)
    if after:
        shown = list(takewhile(lambda message: message.state != "pending", shown))
    return {
        "conversation": conversation,
        "messages_shown": shown,
        "last_seq": shown[-1].seq if shown else after,
        "low": LOW_CONFIDENCE,
        "known_facts": policy().knowledge.facts,
    }


def _side_context(conversation: Conversation) -> dict[str, Any]:
    own = Review.objects.filter(conversation=conversation, message=None, undone_at=None)
    return {
        "alerts": DangerAlert.objects.filter(conversation=conversation).select_related("acknowledged_by"),
        "requests": StaffRequest.objects.filter(conversation=conversation).select_related("resolved_by"),
        "leads": Lead.objects.filter(conversation=conversation, erased_at=None),
        "notes": own.exclude(kind="reviewed").select_related("by"),
        "intents": _known_intents(),
    }


@needs(REVIEWER, AGENT, MANAGER)
@require_GET
def live_badge(request: HttpRequest) -> HttpResponse:
    """The badge at the top of every page, asked for every few seconds; 304 while nothing has changed."""
    roles = request.staff_roles  # type: ignore[attr-defined]
    alerts = DangerAlert.objects.filter(acknowledged_at=None, conversation__erased_at=None)
    counts = {
        "alerts": alerts.count(),
        "requests": StaffRequest.objects.filter(resolved_at=None).count(),
        "new_leads": Lead.objects.filter(status="new").count() if roles & {AGENT, MANAGER} else 0,
    }
    etag = '"{alerts}-{requests}-{new_leads}"'.format(**counts)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    response = render(request, "desk/_badge.html", counts)
    response["ETag"] = etag
    return response
