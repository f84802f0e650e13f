"""Counters of the rate limits."""

from django.db import models


class RateWindow(models.Model):
    """How many requests one subject made in one fixed window. The subject is a keyed hash, never an address."""

    subject = models.CharField(max_length=80)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "window"], name="one_row_per_window")]
