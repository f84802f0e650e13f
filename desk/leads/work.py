"""Working a lead: each step is a named function that writes the change and its event in one transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.leads.consent import allowed_channels
from desk.leads.models import OPEN_STATUSES, OUTCOMES, Lead, LeadEvent

REACHED = {"reached", "booked", "not_interested", "callback"}
CLOSED_REASONS = [
    ("booked", "consultation booked"),
    ("not_interested", "not interested"),
    ("unreachable", "could not be reached"),
    ("wrong_number", "wrong number"),
    ("duplicate", "duplicate"),
    ("no_consent", "consent withdrawn"),
]


class NotPossible(Exception):
    """The step cannot be taken now; the text says why, for the person who tried."""


def claim(*, lead: Lead, by: Staff) -> None:
    """Makes `by` the one who works this lead. Of two who claim at once, one is told that a colleague was first."""
    with transaction.atomic():
        free = Lead.objects.filter(pk=lead.pk, claimed_by=None, status__in=OPEN_STATUSES)
        if not free.update(claimed_by=by, claimed_at=timezone.now()):
            raise NotPossible("A colleague has claimed this lead, or it is closed.")
        Lead.objects.filter(pk=lead.pk, status__in=["new", "handed_off"]).update(status="claimed")
        _record(lead, by, "claimed")


def release(*, lead: Lead, by: Staff) -> None:
    """Puts a lead back into the queue. A manager may release a colleague's lead."""
    with transaction.atomic():
        if not _held(lead).update(claimed_by=None, claimed_at=None):
            raise NotPossible("Nobody has claimed this lead.")
        Lead.objects.filter(pk=lead.pk, status="claimed").update(status="new")
        _record(lead, by, "released")


def log_attempt(*, lead: Lead, by: Staff, channel: str, outcome: str, note: str = "") -> None:
    """Records that `by` called, texted or wrote, and how it went. Raises `NotPossible` without consent."""
    with transaction.atomic():
        _must_be_open(lead)
        if channel not in allowed_channels(lead):
            raise NotPossible("This person has not agreed to be contacted this way, or has withdrawn it.")
        if outcome not in dict(OUTCOMES):
            raise NotPossible("Choose an outcome.")
        status = "contacted" if outcome in REACHED else "attempted"
        Lead.objects.filter(pk=lead.pk).exclude(status="contacted").update(status=status)
        Lead.objects.filter(pk=lead.pk).update(outcome=outcome)
        _record(lead, by, "attempt", outcome=outcome, note=note, detail={"channel": channel})


def set_callback(*, lead: Lead, by: Staff, at: datetime | None) -> None:
    """Sets or clears the time of the next call. Raises `NotPossible` for a time in the past."""
    if at is not None and at <= timezone.now():
        raise NotPossible("Choose a time in the future.")
    with transaction.atomic():
        _must_be_open(lead)
        Lead.objects.filter(pk=lead.pk).update(callback_at=at)
        detail: dict[str, object] = {"at": at.isoformat()} if at else {}
        _record(lead, by, "callback set" if at else "callback cleared", detail=detail)


def add_note(*, lead: Lead, by: Staff, note: str) -> None:
    """Adds a note for colleagues."""
    if not note.strip():
        raise NotPossible("Write something first.")
    with transaction.atomic():
        _record(lead, by, "note", note=note)


def hand_off(*, lead: Lead, by: Staff, to: Staff | None = None, center: str = "", note: str = "") -> None:
    """Passes a lead on to another agent, or to a center."""
    if (to is None) == (not center):
        raise NotPossible("Choose a colleague or a center.")
    with transaction.atomic():
        _must_be_open(lead)
        Lead.objects.filter(pk=lead.pk).update(
            status="handed_off", claimed_by=to, claimed_at=timezone.now() if to else None, center=center or lead.center
        )
        receiver: dict[str, object] = {"to": to.username} if to else {"center": center}
        _record(lead, by, "handed off", note=note, detail=receiver)


def close(*, lead: Lead, by: Staff, reason: str, note: str = "") -> None:
    """Takes a lead out of the queue for good reason; it can be opened again."""
    if reason not in dict(CLOSED_REASONS):
        raise NotPossible("Choose why you close this lead.")
    with transaction.atomic():
        changed = Lead.objects.filter(pk=lead.pk, status__in=OPEN_STATUSES)
        if not changed.update(status="closed", outcome=reason, closed_at=timezone.now(), callback_at=None):
            raise NotPossible("This lead is closed already.")
        _record(lead, by, "closed", note=note, detail={"reason": reason})


def reopen(*, lead: Lead, by: Staff) -> None:
    """Undoes the closing of a lead."""
    with transaction.atomic():
        status = "claimed" if lead.claimed_by_id else "new"
        if not Lead.objects.filter(pk=lead.pk, status="closed").update(status=status, closed_at=None, outcome=""):
            raise NotPossible("This lead is open.")
        _record(lead, by, "reopened")


def set_do_not_call(*, lead: Lead, by: Staff, on: bool) -> None:
    """Marks that nobody may call or text this person, or lifts the mark."""
    with transaction.atomic():
        if Lead.objects.filter(pk=lead.pk, do_not_call=not on).update(do_not_call=on):
            _record(lead, by, "do not call" if on else "do not call lifted")


def duplicates(lead: Lead) -> QuerySet[Lead]:
    """Other leads with the same phone or e-mail, newest first."""
    same = Q(phone=lead.phone) if lead.phone else Q(pk=None)
    if lead.email:
        same |= Q(email__iexact=lead.email)
    return Lead.objects.filter(same, erased_at=None).exclude(pk=lead.pk)


def _held(lead: Lead) -> QuerySet[Lead]:
    return Lead.objects.filter(pk=lead.pk, claimed_by__isnull=False, status__in=OPEN_STATUSES)


def _must_be_open(lead: Lead) -> None:
    if not Lead.objects.filter(pk=lead.pk, status__in=OPEN_STATUSES).exists():
        raise NotPossible("This lead is closed. Open it again first.")


def _record(
    lead: Lead, by: Staff, kind: str, *, outcome: str = "", note: str = "", detail: dict[str, object] | None = None
) -> None:
    LeadEvent.objects.create(
        lead=lead, by=by, kind=kind, outcome=outcome, note=note.strip()[:2000], detail=detail or {}
    )
    audit(f"lead {kind}", by=by, object_type="lead", object_id=lead.pk)
