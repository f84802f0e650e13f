"""Console pages for privacy: requests with their due dates, erasing and exporting a person, receipts."""

import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from desk.accounts.models import Staff
from desk.accounts.roles import MANAGER, needs
from desk.privacy import retention
from desk.privacy.erase import erase_person
from desk.privacy.export import export_person
from desk.privacy.models import PrivacyRequest, Receipt
from desk.privacy.person import NotFound, Person, find_person, person_of_request
from desk.privacy.requests import close_privacy_request


def _staff(request: HttpRequest) -> Staff:
    assert isinstance(request.user, Staff)
    return request.user


@needs(MANAGER)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Open requests by due date, the search for a person, what retention would remove, and receipts."""
    context = {
        "open_requests": PrivacyRequest.objects.filter(closed_at=None).select_related("conversation"),
        "closed_requests": PrivacyRequest.objects.exclude(closed_at=None).order_by("-closed_at")[:20],
        "receipts": Receipt.objects.all()[:20],
        "due": retention.run(dry_run=True),
        "today": timezone.localdate(),
    }
    return render(request, "privacy/privacy.html", context)


@needs(MANAGER)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """What is held of a person, before anything is done. A post, so that no address holds a phone number."""
    wanted = _wanted(request)
    try:
        person = find_person(**wanted)
    except NotFound as problem:
        messages.error(request, str(problem))
        return redirect("privacy")
    return render(request, "privacy/person.html", {"person": person, "wanted": wanted})


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in ("phone", "email", "conversation", "lead")}


def _person(request: HttpRequest) -> tuple[Person, PrivacyRequest | None]:
    asked = request.POST.get("request", "")
    if asked:
        found = get_object_or_404(PrivacyRequest, pk=uuid.UUID(asked))
        return person_of_request(found), found
    return find_person(**_wanted(request)), None


@needs(MANAGER)
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erases a person for good and closes the request it belongs to."""
    if request.POST.get("confirm", "").strip().upper() != "ERASE":
        messages.error(request, "Nothing was erased. Type ERASE to confirm.")
        return redirect("privacy")
    try:
        person, asked = _person(request)
    except NotFound as problem:
        messages.error(request, str(problem))
        return redirect("privacy")
    receipt = erase_person(person=person, by=_staff(request), request=asked)
    if asked:
        close_privacy_request(request=asked, by=_staff(request), note="Erased.")
    return redirect("receipt", receipt.pk)


@needs(MANAGER)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Everything held of a person, as a JSON file."""
    try:
        person, _ = _person(request)
    except NotFound as problem:
        messages.error(request, str(problem))
        return redirect("privacy")
    content = json.dumps(export_person(person=person, by=_staff(request)), indent=2, ensure_ascii=False)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return response


@needs(MANAGER)
@require_POST
def close(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Closes a request that needed no erasure."""
    found = get_object_or_404(PrivacyRequest, pk=request_id)
    note = request.POST.get("note", "").strip()
    if not note:
        messages.error(request, "Write what was done before you close the request.")
    elif close_privacy_request(request=found, by=_staff(request), note=note):
        messages.success(request, "Closed.")
    return redirect("privacy")


@needs(MANAGER)
@require_POST
def run_retention(request: HttpRequest) -> HttpResponse:
    """Removes now what has been kept long enough."""
    counts = retention.run(dry_run=False)
    messages.success(request, f"Removed {counts['conversations']} conversations and {counts['leads']} leads.")
    return redirect("privacy")


@needs(MANAGER)
@require_GET
def receipt(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    """The receipt of an erasure."""
    return render(request, "privacy/receipt.html", {"receipt": get_object_or_404(Receipt, pk=receipt_id)})
