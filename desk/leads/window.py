"""When a person may be called: their own time, the law's hours, the clinic's hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone as phone_zones

from desk.gateway.policy import policy
from desk.leads.models import Lead

# TCPA / 16 CFR 310.4: no calls before 8:00 or after 21:00 at the called person's place (safety rule K5).
LEGAL_START, LEGAL_END = time(8), time(21)


@dataclass(frozen=True)
class CallingTime:
    """The visitor's local time, where it is taken from, and whether a call may be made at that moment."""

    zone: str
    taken_from: str
    local: datetime
    may_call: bool
    next_start: datetime
    conflict: str = ""


def calling_time(lead: Lead, now: datetime) -> CallingTime:
    """Judges the moment `now` (with an offset) for a lead."""
    zone, taken_from = _zone(lead)
    local = now.astimezone(ZoneInfo(zone))
    start, end = hours()
    return CallingTime(
        zone=zone,
        taken_from=taken_from,
        local=local,
        may_call=start <= local.time() < end,
        next_start=_next_start(local, start),
        conflict=_conflict(lead, local),
    )


def hours() -> tuple[time, time]:
    """The hours in which both the law and the clinic allow a call."""
    window = policy().knowledge.clinic.calling_window
    return max(LEGAL_START, window.start), min(LEGAL_END, window.end)


def _zone(lead: Lead) -> tuple[str, str]:
    if lead.timezone and _known(lead.timezone):
        return lead.timezone, "from the visitor's browser"
    from_number = _zones_of_number(lead.phone)
    if from_number:
        return from_number[0], "guessed from the phone number"
    return policy().knowledge.clinic.timezone, "the clinic's, because the visitor's is not known"


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zones_of_number(phone: str) -> list[str]:
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return []
    return [zone for zone in phone_zones.time_zones_for_number(number) if _known(zone)]


def _conflict(lead: Lead, local: datetime) -> str:
    """A warning when the phone number belongs to places where it is another time."""
    zones = _zones_of_number(lead.phone)
    if not zones or any(local.astimezone(ZoneInfo(zone)).utcoffset() == local.utcoffset() for zone in zones):
        return ""
    other = local.astimezone(ZoneInfo(zones[0]))
    return f"The number belongs to {zones[0]}, where it is {other:%H:%M}. Ask before you talk."


def _next_start(local: datetime, start: time) -> datetime:
    today = local.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)
    return today if local < today else today + timedelta(days=1)
