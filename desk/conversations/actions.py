"""What staff do to a conversation in the console. Each is a form post that ends on the transcript page."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from desk.accounts.models import Staff
from desk.accounts.roles import AGENT, MANAGER, REVIEWER, needs
from desk.conversations import owner
from desk.conversations.models import Conversation, DangerAlert, Message, Review, StaffRequest
from desk.conversations.requests import resolve_request
from desk.conversations.reviewing import acknowledge, add_review, undo_review
from desk.conversations.search import visible


def _conversation(request: HttpRequest, conversation_id: uuid.UUID) -> Conversation:
    return get_object_or_404(visible(request.staff_roles), pk=conversation_id)  # type: ignore[attr-defined]


def _staff(request: HttpRequest) -> Staff:
    assert isinstance(request.user, Staff)
    return request.user


def _back(conversation_id: uuid.UUID, anchor: str = "") -> HttpResponse:
    response = redirect("transcript", conversation_id)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def _try(request: HttpRequest, step: Callable[[], object], done: str) -> None:
    try:
        step()
    except owner.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)


@needs(AGENT, MANAGER)
@require_POST
def take_over(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Staff answer from now on."""
    found, by = _conversation(request, conversation_id), _staff(request)
    done = "You are answering now. The visitor has been told, and the bot stays silent."
    _try(request, lambda: owner.take_over(conversation=found, by=by), done)
    return _back(conversation_id, "reply")


@needs(AGENT, MANAGER)
@require_POST
def reply(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Sends the visitor a message."""
    found, by, text = _conversation(request, conversation_id), _staff(request), request.POST.get("text", "")
    _try(request, lambda: owner.reply(conversation=found, by=by, text=text), "Sent.")
    return _back(conversation_id, "reply")


@needs(AGENT, MANAGER)
@require_POST
def hand_back(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The bot answers again."""
    found, by = _conversation(request, conversation_id), _staff(request)
    _try(request, lambda: owner.hand_back(conversation=found, by=by), "The bot answers again.")
    return _back(conversation_id)


@needs(REVIEWER, MANAGER)
@require_POST
def review(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Adds a flag, a note, a correction or "reviewed"."""
    found = _conversation(request, conversation_id)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    message = _message(request, found)
    if kind not in dict(Review.KINDS) or (kind == "note" and not text.strip()):
        messages.error(request, "Write something first.")
        return _back(conversation_id)
    add_review(
        conversation=found,
        by=_staff(request),
        kind=kind,
        message=message,
        text=text,
        suggested_intent=request.POST.get("intent", ""),
        suggested_facts=request.POST.get("facts", "").replace(",", " ").split()[:10],
    )
    messages.success(request, "Marked as reviewed." if kind == "reviewed" else "Saved.")
    return _back(conversation_id, f"m{message.seq}" if message else "")


def _message(request: HttpRequest, conversation: Conversation) -> Message | None:
    seq = request.POST.get("seq", "")
    if not (seq.isascii() and seq.isdigit()):
        return None
    return get_object_or_404(Message, conversation=conversation, seq=int(seq))


@needs(REVIEWER, MANAGER)
@require_POST
def undo(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """Takes a flag, note, correction or "reviewed" back."""
    found = get_object_or_404(Review, pk=review_id)
    _conversation(request, found.conversation_id)
    undo_review(review=found, by=_staff(request))
    messages.success(request, "Taken back. It stays in the audit log.")
    return _back(found.conversation_id)


@needs(REVIEWER, MANAGER)
@require_POST
def undo_reviewed(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Puts a conversation back among those not reviewed."""
    found = _conversation(request, conversation_id)
    for done in Review.objects.filter(conversation=found, kind="reviewed", undone_at=None):
        undo_review(review=done, by=_staff(request))
    messages.success(request, "Marked as not reviewed.")
    return _back(conversation_id)


@needs(REVIEWER, AGENT, MANAGER)
@require_POST
def acknowledge_alert(request: HttpRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Records that somebody has seen a danger alert."""
    alert = get_object_or_404(DangerAlert, pk=alert_id)
    if acknowledge(alert=alert, by=_staff(request), note=request.POST.get("note", "")):
        messages.success(request, "Acknowledged. Colleagues see that you have taken note.")
    else:
        messages.info(request, "A colleague has acknowledged this alert already.")
    if visible(request.staff_roles).filter(pk=alert.conversation_id).exists():  # type: ignore[attr-defined]
        return _back(alert.conversation_id)
    return redirect("conversations")


@needs(REVIEWER, AGENT, MANAGER)
@require_POST
def resolve(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Closes a visitor's request for staff."""
    found = get_object_or_404(StaffRequest, pk=request_id)
    _conversation(request, found.conversation_id)
    resolve_request(request=found, by=_staff(request))
    messages.success(request, "Marked as dealt with.")
    return _back(found.conversation_id)
