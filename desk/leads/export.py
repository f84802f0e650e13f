"""The CSV of open leads: minimum columns, safe to open in a spreadsheet (safety rule X9)."""

import csv
import io

from desk.leads.consent import allowed_channels
from desk.leads.models import OPEN_STATUSES, Lead

COLUMNS = ("reference", "name", "phone", "extension", "email", "preferred time", "time zone", "interest", "channels")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def leads_csv() -> tuple[str, int]:
    """The CSV, and how many leads it holds. A person who may not be contacted on any channel is left out."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    count = 0
    for lead in Lead.objects.filter(status__in=OPEN_STATUSES, erased_at=None).order_by("created_at"):
        channels = allowed_channels(lead)
        if channels:
            writer.writerow([safe_cell(value) for value in _row(lead, channels)])
            count += 1
    return out.getvalue(), count


def _row(lead: Lead, channels: list[str]) -> list[str]:
    by_phone = "call" in channels or "text" in channels
    return [
        lead.reference,
        lead.name,
        lead.phone if by_phone else "",
        lead.phone_extension if by_phone else "",
        lead.email if "email" in channels else "",
        lead.preferred_text,
        lead.timezone,
        " ".join(lead.treatments) or lead.topic,
        " ".join(channels),
    ]


def safe_cell(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
