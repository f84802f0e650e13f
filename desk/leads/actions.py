"""What staff do to a lead in the console. Each is a form post that ends on the lead's page."""

import uuid
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.accounts.roles import AGENT, MANAGER, needs
from desk.leads import work
from desk.leads.consent import revoke
from desk.leads.export import leads_csv
from desk.leads.models import Lead
from desk.leads.window import calling_time


def _step(step: Callable[[HttpRequest, Lead, Staff], str], *roles: str) -> Callable[..., HttpResponse]:
    """A view that takes one step with a lead and says how it went."""

    @needs(*(roles or (AGENT, MANAGER)))
    @require_POST
    def view(request: HttpRequest, lead_id: uuid.UUID) -> HttpResponse:
        lead = get_object_or_404(Lead, pk=lead_id, erased_at=None)
        assert isinstance(request.user, Staff)
        try:
            messages.success(request, step(request, lead, request.user))
        except work.NotPossible as problem:
            messages.error(request, str(problem))
        return redirect("lead", lead_id)

    view.__doc__ = step.__doc__
    return view


def _claim(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Claims a lead."""
    work.claim(lead=lead, by=by)
    return "This lead is yours now."


def _release(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Puts a lead back into the queue."""
    if lead.claimed_by != by and MANAGER not in request.staff_roles:  # type: ignore[attr-defined]
        raise work.NotPossible("Only the colleague who claimed this lead, or a manager, can release it.")
    work.release(lead=lead, by=by)
    return "Back in the queue."


def _attempt(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Logs a contact attempt."""
    posted = request.POST
    work.log_attempt(
        lead=lead,
        by=by,
        channel=posted.get("channel", ""),
        outcome=posted.get("outcome", ""),
        note=posted.get("note", ""),
    )
    return "Attempt logged."


def _callback(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Sets the time of the next call, given in the visitor's own time zone."""
    text = request.POST.get("at", "")
    work.set_callback(lead=lead, by=by, at=_visitor_time(lead, text) if text else None)
    return "Callback set." if text else "Callback cleared."


def _visitor_time(lead: Lead, text: str) -> datetime:
    zone = ZoneInfo(calling_time(lead, timezone.now()).zone)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError as error:
        raise work.NotPossible("Give the date and time of the callback.") from error


def _note(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Adds a note."""
    work.add_note(lead=lead, by=by, note=request.POST.get("note", ""))
    return "Note added."


def _hand_off(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Passes a lead on to a colleague or a center."""
    kind, _, name = request.POST.get("to", "").partition(":")
    to = Staff.objects.filter(username=name, is_active=True).first() if kind == "staff" else None
    center = name[:120] if kind == "center" else ""
    work.hand_off(lead=lead, by=by, to=to, center=center, note=request.POST.get("note", ""))
    return "Handed off."


def _close(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Closes a lead."""
    work.close(lead=lead, by=by, reason=request.POST.get("reason", ""), note=request.POST.get("note", ""))
    return "Closed. You can open it again below."


def _reopen(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Opens a closed lead again."""
    work.reopen(lead=lead, by=by)
    return "Open again."


def _do_not_call(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Marks a person as not to be called; only a manager lifts the mark."""
    on = request.POST.get("on") == "1"
    if not on and MANAGER not in request.staff_roles:  # type: ignore[attr-defined]
        raise work.NotPossible("Only a manager can lift a do-not-call mark.")
    work.set_do_not_call(lead=lead, by=by, on=on)
    return "Marked: do not call or text." if on else "The mark is lifted."


def _revoke(request: HttpRequest, lead: Lead, by: Staff) -> str:
    """Records that the person has withdrawn consent by phone or in writing."""
    channels = request.POST.getlist("channels")
    revoked = revoke(lead=lead, channels=channels, wording=request.POST.get("wording", ""), origin="desk", by=by)
    if not revoked:
        raise work.NotPossible("Choose at least one channel that is still allowed.")
    return "The withdrawal is on record and holds at once."


claim, release, attempt = _step(_claim), _step(_release), _step(_attempt)
callback, note, hand_off = _step(_callback), _step(_note), _step(_hand_off)
close, reopen = _step(_close), _step(_reopen)
do_not_call, revoke_consent = _step(_do_not_call), _step(_revoke)


@needs(MANAGER)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """A CSV of the open leads that may be contacted."""
    assert isinstance(request.user, Staff)
    content, count = leads_csv()
    audit("leads exported", by=request.user, detail={"count": count}, address=request.META.get("REMOTE_ADDR", ""))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="leads-{timezone.now():%Y%m%d-%H%M}.csv"'
    return response
