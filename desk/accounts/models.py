"""Staff members and the audit log."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from desk.accounts.append_only import AppendOnlyManager, refuse_change


class Staff(AbstractUser):
    """A person who signs in to the console. Roles are groups: reviewer, agent, manager."""

    last_seen_at = models.DateTimeField(null=True)

    def display_name(self) -> str:
        """The full name if there is one, else the user name."""
        return self.get_full_name() or self.username


class AuditEvent(models.Model):
    """Who did or read what, and when. Append-only; holds identifiers, never what a visitor wrote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=30, blank=True)
    object_id = models.CharField(max_length=64, blank=True, db_index=True)
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True)

    objects = AppendOnlyManager()

    class Meta:
        ordering = ["-at"]

    def save(self, *args: object, **kwargs: object) -> None:
        """Stores a new event; a stored one cannot be changed."""
        refuse_change(self)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Always refused."""
        refuse_change(self, deleting=True)
        return 0, {}
