"""Leads, their history, and the consent ledger."""

import uuid

from django.conf import settings
from django.db import models

from desk.accounts.append_only import AppendOnlyManager, refuse_change

STAFF = settings.AUTH_USER_MODEL

STATUSES = [
    ("new", "new"),
    ("claimed", "claimed"),
    ("attempted", "attempted"),
    ("contacted", "contacted"),
    ("handed_off", "handed off"),
    ("closed", "closed"),
]
OPEN_STATUSES = ("new", "claimed", "attempted", "contacted", "handed_off")
OUTCOMES = [
    ("no_answer", "no answer"),
    ("voicemail", "left a voicemail"),
    ("busy", "busy"),
    ("wrong_number", "wrong number"),
    ("callback", "asked to be called back"),
    ("reached", "reached"),
    ("booked", "consultation booked"),
    ("not_interested", "not interested"),
    ("emailed", "e-mail sent"),
    ("texted", "text sent"),
]


class Lead(models.Model):
    """What a visitor left in order to be contacted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.SET_NULL, related_name="leads"
    )
    idempotency_key = models.CharField(max_length=120, unique=True)
    content_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, db_index=True)
    phone_extension = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    preferred_text = models.CharField(max_length=200, blank=True)
    preferred_start = models.DateTimeField(null=True)
    preferred_end = models.DateTimeField(null=True)
    timezone = models.CharField(max_length=60, blank=True)
    treatments = models.JSONField(default=list)
    topic = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="en")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)
    status = models.CharField(max_length=10, choices=STATUSES, default="new", db_index=True)
    claimed_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    callback_at = models.DateTimeField(null=True)
    center = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    do_not_call = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class LeadEvent(models.Model):
    """One step in the history of a lead: what was done, by whom, with which outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True, choices=OUTCOMES)
    note = models.CharField(max_length=2000, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at"]


class ConsentEvent(models.Model):
    """One entry of the consent ledger: a channel allowed or withdrawn, with the exact wording shown.

    Append-only (TCPA, GDPR Art. 7(1)). It names its lead by id only and holds no contact data, so it outlives an
    erasure as evidence.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead_id = models.UUIDField(db_index=True)
    conversation_id = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    direction = models.CharField(max_length=7, choices=[("granted", "granted"), ("revoked", "revoked")])
    channel = models.CharField(max_length=5, choices=[("call", "call"), ("text", "text"), ("email", "e-mail")])
    wording_id = models.CharField(max_length=80, blank=True)
    wording_version = models.CharField(max_length=40, blank=True)
    wording_text = models.TextField(blank=True)
    page = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=5, choices=[("chat", "chat"), ("desk", "desk")])
    staff_name = models.CharField(max_length=150, blank=True)

    objects = AppendOnlyManager()

    class Meta:
        ordering = ["at", "recorded_at"]

    def save(self, *args: object, **kwargs: object) -> None:
        """Stores a new entry; a stored one cannot be changed."""
        refuse_change(self)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Always refused."""
        refuse_change(self, deleting=True)
        return 0, {}
