"""Privacy requests and the receipts of what was done."""

import uuid

from django.conf import settings
from django.db import models

STAFF = settings.AUTH_USER_MODEL


class PrivacyRequest(models.Model):
    """A visitor's wish to see or erase their data, or a question about it, with the day by which it must be done."""

    KINDS = [("erase", "erase"), ("access", "access"), ("question", "question")]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.SET_NULL, related_name="privacy_requests"
    )
    kind = models.CharField(max_length=8, choices=KINDS)
    created_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(db_index=True)
    closed_at = models.DateTimeField(null=True, db_index=True)
    closed_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["due_on", "created_at"]


class Receipt(models.Model):
    """What an erasure or a retention run removed, in counts and identifiers, without personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=10)
    by_name = models.CharField(max_length=150)
    request = models.ForeignKey(PrivacyRequest, null=True, on_delete=models.SET_NULL, related_name="receipts")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]


class PendingErasure(models.Model):
    """A conversation that the brain still has to forget, because it could not be reached. Retried by `retention`."""

    conversation_id = models.UUIDField(primary_key=True)
    created_at = models.DateTimeField(auto_now_add=True)
