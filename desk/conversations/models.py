"""Conversations, their messages, and what staff add to them."""

import uuid

from django.conf import settings
from django.db import models

STAFF = settings.AUTH_USER_MODEL


class Conversation(models.Model):
    """One visitor's chat. The token is known to the visitor only; a hash of it is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    last_activity_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    locale = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=500, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=5, default="bot", choices=[("bot", "bot"), ("staff", "staff")])
    assigned_to = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    next_seq = models.PositiveIntegerField(default=1)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    danger_state = models.CharField(max_length=10, blank=True)
    # What the list is filtered by, kept up to date by the functions that add messages and reviews.
    danger_kind = models.CharField(max_length=10, blank=True, db_index=True)
    visitor_messages = models.PositiveIntegerField(default=0)
    first_text = models.CharField(max_length=160, blank=True)
    lowest_confidence = models.FloatField(null=True)
    had_fallback = models.BooleanField(default=False)
    had_error = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True)
    rating_comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-last_activity_at"]

    def short_id(self) -> str:
        """The first part of the id, for people."""
        return str(self.id)[:8]


class Message(models.Model):
    """One message of a conversation, in the order of `seq`. What understanding made of it is kept with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    role = models.CharField(max_length=7)
    kind = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    lang = models.CharField(max_length=8, blank=True)
    buttons = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    staff = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of a visitor's message only:
    client_id = models.UUIDField(null=True)
    state = models.CharField(max_length=7, blank=True)  # pending, done or failed
    sent = models.JSONField(default=dict)  # what the brain is asked: {"text"} or {"payload"}
    intent = models.CharField(max_length=60, blank=True, db_index=True)
    confidence = models.FloatField(null=True)
    nlu = models.JSONField(default=dict)
    knowledge_version = models.CharField(max_length=64, blank=True)
    latency_ms = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=30, blank=True)
    masked = models.JSONField(default=list)
    danger_pattern = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_message_per_seq"),
            models.UniqueConstraint(fields=["conversation", "client_id"], name="one_message_per_client_id"),
        ]
        indexes = [
            models.Index(fields=["conversation", "state"], condition=models.Q(state="pending"), name="pending_turns")
        ]


class DangerAlert(models.Model):
    """A visitor's message that may tell of an emergency or a crisis, until a staff member has seen it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="alerts")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    pattern_id = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    acknowledged_at = models.DateTimeField(null=True, db_index=True)
    acknowledged_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at"]


class StaffRequest(models.Model):
    """What waits for staff in a conversation: a visitor asks for a person, complains, or reports an effect."""

    KINDS = [
        ("handoff", "asks for a person"),
        ("side_effect", "reports a side effect"),
        ("complaint", "complains"),
    ]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12, choices=KINDS)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, db_index=True)
    resolved_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at"]


class Review(models.Model):
    """What a staff member says of a message or of a whole conversation. Corrections never edit the transcript."""

    KINDS = [("flag", "flag"), ("note", "note"), ("correction", "correction"), ("reviewed", "reviewed")]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reviews")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.CharField(max_length=2000, blank=True)
    suggested_intent = models.CharField(max_length=60, blank=True)
    suggested_facts = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
