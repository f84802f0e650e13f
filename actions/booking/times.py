"""The preferred time of a call: from the visitor's words, in the visitor's zone, within the hours we may call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dateparser

from actions.booking.clock import Hours, find_hours
from actions.booking.days import Days, find_days
from actions.booking.timewords import ANY, ASAP, NUMBER, NUMBERS, WEEKDAY
from knowledge import ClinicProfile

MAX_WORDS = 120  # characters of the visitor's own words that are kept
MAX_AHEAD = timedelta(days=365)
Span = tuple[int, int]
_EXCEPT = re.compile(rf"\b(?:not|except|never|no|anything but|besides)\s(?:on\s|for\s|the\s)?(?:{WEEKDAY})s?\b")
_IN_TIME = re.compile(rf"\b(?:in|en)\s(?:about\s|like\s)?(half an|{NUMBER})\s?(hour|minute|min|hr|hora|minuto)s?\b")


@dataclass(frozen=True)
class Wish:
    """When the visitor would like to be called.

    `start` and `end` are moments in the visitor's zone; both None means any time ("any") or the soonest ("asap").
    `kind` is window, days (whole days), words (days with gaps between them), any or asap.
    `problem` is "" or past, impossible, too_far, closed (outside the hours we call; `window` then holds the hours).
    """

    words: str
    start: datetime | None
    end: datetime | None
    zone: str
    kind: str = "window"
    problem: str = ""
    window: tuple[time, time] | None = None
    spans: tuple[Span, ...] = ()
    firm: bool = True

    def as_slot(self) -> dict[str, str | None]:
        """The slot value, which is what the desk stores: own words, ISO moments and the zone."""
        return {
            "text": self.words,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "timezone": self.zone,
            "kind": self.kind,
        }


def zone_or(name: str | None, fallback: str) -> str:
    """`name` when it is a time zone this machine knows, else `fallback`."""
    if not name:
        return fallback
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return fallback
    return name


def call_hours(day: date, zone: str, clinic: ClinicProfile) -> tuple[time, time] | None:
    """The visitor-local hours of `day` in which the clinic is open and a call is allowed. None: closed that day."""
    opening = next((h for h in clinic.opening_hours if h.weekday == day.weekday()), None)
    if opening is None:
        return None
    here, there = ZoneInfo(clinic.timezone), ZoneInfo(zone)
    opens = datetime.combine(day, opening.opens, here).astimezone(there)
    closes = datetime.combine(day, opening.closes, here).astimezone(there)
    first = max(opens, datetime.combine(day, clinic.calling_window.start, there))
    last = min(closes, datetime.combine(day, clinic.calling_window.end, there))
    return (first.time(), last.time()) if first < last else None


def read_wish(text: str, now: datetime, zone: str, clinic: ClinicProfile, *, day_first: bool = False) -> Wish | None:
    """The wish in `text`, or None when it names no time. `now` is any aware moment; `zone` the visitor's."""
    low, local = text.lower(), now.astimezone(ZoneInfo(zone))
    if _EXCEPT.search(low):
        return Wish(_words(text), None, None, zone, kind="words", spans=((0, len(text)),))
    if wish := _in_some_time(low, text, local, zone, clinic):
        return wish
    days = find_days(low, local.date(), day_first=day_first)
    hours = find_hours(_blank(low, days.spans if days else ()))
    if days or hours:
        return _checked(_combine(text, days, hours, local, zone), days, local, clinic)
    return _loose(text, low, zone) or _parsed(text, local, zone, clinic)


def _in_some_time(low: str, text: str, local: datetime, zone: str, clinic: ClinicProfile) -> Wish | None:
    """ "In two hours": that moment."""
    match = _IN_TIME.search(low)
    if not match:
        return None
    number = 0.5 if "half" in match[1] else float(match[1]) if match[1].isdigit() else NUMBERS.get(match[1], 1)
    moment = (local + timedelta(minutes=number * (60 if match[2][0] == "h" else 1))).replace(second=0, microsecond=0)
    wish = Wish(_words(text[match.start() : match.end()]), moment, moment, zone, spans=(match.span(),))
    return _within_hours(wish, local, clinic)


def _blank(text: str, spans: tuple[Span, ...]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .,;!")[:MAX_WORDS]


def _loose(text: str, low: str, zone: str) -> Wish | None:
    for kind, pattern in (("asap", ASAP), ("any", ANY)):
        if match := pattern.search(low):
            return Wish(_words(text[match.start() : match.end()]), None, None, zone, kind=kind, spans=(match.span(),))
    return None


def _parsed(text: str, local: datetime, zone: str, clinic: ClinicProfile) -> Wish | None:
    """What dateparser makes of a short text that our own patterns do not know."""
    if len(text) > 40 or not re.search(r"\d", text) or re.search(r"\d{5}", text):
        return None
    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": local.replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = dateparser.parse(text, languages=["en", "es"], settings=settings)
    if found is None:
        return None
    days = Days(found.date(), found.date(), ((0, len(text)),))
    return _checked(_combine(text, days, None, local, zone), days, local, clinic)


def _combine(text: str, days: Days | None, hours: Hours | None, local: datetime, zone: str) -> Wish:
    """Days and hours as one window. Hours without a day mean the next such hours; days without hours the whole day."""
    spans = (days.spans if days else ()) + (hours.spans if hours else ())
    words = _words(text[min(s[0] for s in spans) : max(s[1] for s in spans)])
    firm = bool(hours) or not (days and days.bare_weekday)
    here = ZoneInfo(zone)
    first_time, last_time = (hours.first, hours.last) if hours else (None, None)
    first_day, last_day = _day_span(days, hours, local)
    start = datetime.combine(first_day, first_time or time(0), here)
    end = datetime.combine(last_day, last_time or time(23, 59), here)
    kind = "words" if days and days.gaps else "days" if hours is None else "window"
    return Wish(words, start, end, zone, kind=kind, spans=spans, firm=firm)


def _day_span(days: Days | None, hours: Hours | None, local: datetime) -> tuple[date, date]:
    if days is None:
        return _days_for_hours(hours, local)
    weekday_today = days.bare_weekday and days.first == local.date()
    if weekday_today and hours and _over(hours, local):
        return days.first + timedelta(days=7), days.last + timedelta(days=7)
    return days.first, days.last


def _over(hours: Hours, local: datetime) -> bool:
    last = hours.last or time(23, 59)
    return last <= local.time()


def _days_for_hours(hours: Hours | None, local: datetime) -> tuple[date, date]:
    """Hours alone: today while they lie ahead, else tomorrow. Open hours ("after 5") hold for the coming week."""
    first = local.date() + timedelta(days=1 if hours and _over(hours, local) else 0)
    exact = hours is not None and hours.exact
    return first, first if exact else first + timedelta(days=6)


def _checked(wish: Wish, days: Days | None, local: datetime, clinic: ClinicProfile) -> Wish:
    assert wish.start is not None
    assert wish.end is not None
    if days and days.impossible:
        return _with_problem(wish, "impossible")
    if wish.end < local:
        return _with_problem(wish, "past")
    if wish.start - local > MAX_AHEAD:
        return _with_problem(wish, "too_far")
    return _within_hours(wish, local, clinic)


def _with_problem(wish: Wish, problem: str, window: tuple[time, time] | None = None) -> Wish:
    return Wish(wish.words, wish.start, wish.end, wish.zone, wish.kind, problem, window, wish.spans, wish.firm)


def _within_hours(wish: Wish, local: datetime, clinic: ClinicProfile) -> Wish:
    """The part of the wish in which we may call; the first and last possible day bound it."""
    assert wish.start is not None
    assert wish.end is not None
    first_time, last_time = wish.start.time(), wish.end.time()
    windows = []
    day = max(wish.start.date(), local.date())
    while day <= wish.end.date():
        window = _meet(day, first_time, last_time, wish.zone, clinic)
        if window and window[1] > local:
            windows.append((max(window[0], local.replace(second=0, microsecond=0)), window[1]))
        day += timedelta(days=1)
    if not windows:
        return _with_problem(wish, "closed", call_hours(wish.start.date(), wish.zone, clinic))
    start, end = windows[0][0], windows[-1][1]
    return Wish(wish.words, start, end, wish.zone, wish.kind, "", None, wish.spans, wish.firm)


def _meet(day: date, first: time, last: time, zone: str, clinic: ClinicProfile) -> tuple[datetime, datetime] | None:
    hours = call_hours(day, zone, clinic)
    if hours is None:
        return None
    low, high = max(first, hours[0]), min(last, hours[1])
    exact = first == last
    if low > high or (low == high and not exact) or (exact and low >= hours[1]):
        return None
    here = ZoneInfo(zone)
    return datetime.combine(day, low, here), datetime.combine(day, high, here)


def describe(slot: dict[str, str | None]) -> str:
    """The stored wish as a person reads it, with the dates spelled out: "Tuesday, November 24, 5:00 PM to 6:00 PM"."""
    if slot.get("kind") == "words" or not slot.get("start") or not slot.get("end"):
        return slot["text"] or ""
    start, end = datetime.fromisoformat(slot["start"] or ""), datetime.fromisoformat(slot["end"] or "")
    days = _day(start) if start.date() == end.date() else f"{_day(start)} to {_day(end)}"
    if slot.get("kind") == "days":
        return days
    if start.date() != end.date():
        return f"{slot['text']} ({days})"
    hours = clock_label(start.time()) if start == end else f"{clock_label(start.time())} to {clock_label(end.time())}"
    city = (slot.get("timezone") or "").split("/")[-1].replace("_", " ")
    return f"{days}, {hours} ({city} time)"


def _day(moment: datetime) -> str:
    return f"{moment:%A, %B} {moment.day}"


def clock_label(moment: time) -> str:
    """5:30 PM style."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"
