"""Days in a message: "next Tuesday", "mañana", "the 15th", "Dec 3", "Monday to Friday", "in two weeks"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from actions.booking.timewords import MONTH, MONTHS, NUMBER, NUMBERS, WEEKDAY, WEEKDAYS

Span = tuple[int, int]


@dataclass(frozen=True)
class Days:
    """The days wished for, first and last included.

    `impossible` marks a date that no calendar has, `gaps` days in between that do not suit.
    """

    first: date
    last: date
    spans: tuple[Span, ...]
    impossible: bool = False
    bare_weekday: bool = False
    gaps: bool = False


_NEXT = r"(?:next|following|próximo|proximo|que viene)"
_THIS = r"(?:this|this coming|coming|on|el|este)"
_RANGE = re.compile(rf"\b({WEEKDAY})s?\.?\s?(?:-|–|to|through|thru|till|until|a)\s?({WEEKDAY})s?\b")
_WEEKDAY = re.compile(
    rf"\b(?:(?P<week>a week (?:from|on))\s|(?P<last>last|past)\s|(?P<next>{_NEXT})\s|"
    rf"(?P<this>{_THIS})\s)?(?P<day>{WEEKDAY})s?\b(?P<viene>\sque viene)?"
)
_AHEAD = re.compile(
    rf"\b(?:in|within|en)\s(?:about\s|the next\s)?({NUMBER})\s(day|week|month|día|dia|semana|mes)e?s?\b"
)
_FROM_NOW = re.compile(rf"\b({NUMBER})\s(day|week|month)s?\s(?:from now|from today)\b")
_MONTH_DAY = re.compile(rf"\b({MONTH})\.?\s(?:the\s)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(\d{{4}}))?")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s|de\s)?({MONTH})\b\.?(?:,?\s(?:de\s)?(\d{{4}}))?")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?(?![\d/])(?!\s?[ap]\.?m)")
_ORDINAL = re.compile(r"\b(?:the|el)\s(\d{1,2})(?:st|nd|rd|th)?\b(?!\s?(?:[ap]\.?m|:))|\b(\d{1,2})(?:st|nd|rd|th)\b")

Reader = Callable[[str, date, bool], "Days | None"]


def _count(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _coming_weekend(today: date) -> tuple[date, date]:
    """The weekend that is still whole or beginning: on a Sunday the next one."""
    saturday = _coming(5, today)
    return saturday, saturday + timedelta(days=1)


def _phrases(today: date) -> dict[str, tuple[date, date]]:
    """Fixed expressions, longest first when searched."""
    monday, day = _monday(today), timedelta(days=1)
    following = monday + 7 * day
    month_first = (today.replace(day=1) + 32 * day).replace(day=1)
    month_last = (month_first + 32 * day).replace(day=1) - day
    saturday = monday + 5 * day
    return {
        r"(?:the )?day after (?:tomorrow|tomorow|tmrw)|pasado mañana": (today + 2 * day, today + 2 * day),
        r"tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|tomorrows|(?<!la )mañana": (today + day, today + day),
        r"yesterday|ayer": (today - day, today - day),
        r"last (?:week|month|year|night)|la semana pasada": (today - 7 * day, today - 2 * day),
        r"today|tonight|later today|this(?= morning| afternoon| evening)|hoy|esta(?= tarde| mañana| noche)": (
            today,
            today,
        ),
        r"(?:early|beginning of|start of) next week": (following, following + day),
        r"(?:late|later|end of) next week": (following + 3 * day, following + 4 * day),
        r"(?:some ?time )?next week(?: ?some ?time)?|(?:la )?(?:próxima semana|proxima semana|semana que viene)": (
            following,
            following + 6 * day,
        ),
        r"week after next": (following + 7 * day, following + 13 * day),
        r"(?:later|the rest of|end of) (?:this|the) week": (
            min(today + day, monday + 4 * day) if today < monday + 4 * day else today,
            monday + 6 * day,
        ),
        r"this week|esta semana": (today, monday + 6 * day),
        r"next weekend": (saturday + 7 * day, saturday + 8 * day),
        r"this weekend": (max(today, saturday), saturday + day),
        r"(?:the |on |at )?weekends?|fin de semana": _coming_weekend(today),
        r"week ?days|business days|working days|entre semana": (today, today + 7 * day),
        r"(?:some ?time )?next month|(?:el )?(?:próximo mes|proximo mes|mes que viene)": (month_first, month_last),
        r"this month|este mes": (today, month_first - day),
    }


def _read_phrases(text: str, today: date, day_first: bool) -> Days | None:
    for pattern, (first, last) in _phrases(today).items():
        if match := re.search(rf"\b(?:{pattern})(?!\w)", text):
            return Days(first, last, (match.span(),))
    return None


def _read_range(text: str, today: date, day_first: bool) -> Days | None:
    if not (match := _RANGE.search(text)):
        return None
    first = _coming(WEEKDAYS[match[1]], today)
    length = (WEEKDAYS[match[2]] - WEEKDAYS[match[1]]) % 7
    if "next week" in text:
        first = _monday(today) + timedelta(days=7 + WEEKDAYS[match[1]])
    return Days(first, first + timedelta(days=length), (match.span(),))


def _read_weekdays(text: str, today: date, day_first: bool) -> Days | None:
    """One or several weekdays: "next X" is the one in the next calendar week, a bare X the coming one."""
    matches = list(_WEEKDAY.finditer(text))
    if not matches:
        return None
    in_next_week = re.search(r"\bnext week\b|\bsemana que viene\b", text)
    dates = [_weekday_date(match, today, bool(in_next_week)) for match in matches]
    spans = tuple(match.span() for match in matches) + ((in_next_week.span(),) if in_next_week else ())
    bare = not any(m["next"] or m["this"] for m in matches)
    return Days(
        min(dates), max(dates), spans, bare_weekday=bare, gaps=(max(dates) - min(dates)).days >= len(set(dates))
    )


def _weekday_date(match: re.Match[str], today: date, in_next_week: bool) -> date:
    weekday = WEEKDAYS[match["day"]]
    if match["last"]:
        return _coming(weekday, today) - timedelta(days=7)
    if match["week"]:
        return _coming(weekday, today) + timedelta(days=7)
    if match["next"] or match["viene"] or in_next_week:
        return _monday(today) + timedelta(days=7 + weekday)
    return _coming(weekday, today)


def _read_ahead(text: str, today: date, day_first: bool) -> Days | None:
    match = _AHEAD.search(text) or _FROM_NOW.search(text)
    if not match:
        return None
    unit = {"w": 7, "s": 7, "m": 30}.get(match[2][0], 1)
    target = today + timedelta(days=unit * _count(match[1]))
    first = today + timedelta(days=1) if text[match.start() :].startswith("within") else target
    return Days(first, target + timedelta(days=0 if unit == 1 else 2), (match.span(),))


def _on_calendar(year: int | None, month: int, day: int, today: date, span: Span) -> Days:
    """A calendar date; without a year the next one to come. A date that cannot be is marked, not guessed."""
    try:
        found = date(year or today.year, month, day)
    except ValueError:
        return Days(today, today, (span,), impossible=True)
    if year is None and found < today:
        found = _same_day_next_year(found)
    return Days(found, found, (span,))


def _same_day_next_year(found: date) -> date:
    try:
        return found.replace(year=found.year + 1)
    except ValueError:
        return found + timedelta(days=366)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _read_calendar(text: str, today: date, day_first: bool) -> Days | None:
    if match := _ISO.search(text):
        return _on_calendar(int(match[1]), int(match[2]), int(match[3]), today, match.span())
    if match := _MONTH_DAY.search(text):
        return _on_calendar(_year(match[3]), MONTHS[match[1]], int(match[2]), today, match.span())
    if match := _DAY_MONTH.search(text):
        return _on_calendar(_year(match[3]), MONTHS[match[2]], int(match[1]), today, match.span())
    if match := _NUMERIC.search(text):
        return _read_numeric(match, today, day_first)
    return None


def _read_numeric(match: re.Match[str], today: date, day_first: bool) -> Days:
    first, second = int(match[1]), int(match[2])
    month, day = (second, first) if day_first or first > 12 else (first, second)
    return _on_calendar(_year(match[3]), month, day, today, match.span())


def _read_ordinal(text: str, today: date, day_first: bool) -> Days | None:
    if not (match := _ORDINAL.search(text)):
        return None
    day = int(match[1] or match[2])
    month_ahead = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    month = today if day >= today.day else month_ahead
    if not 1 <= day <= 31:
        return Days(today, today, (match.span(),), impossible=True)
    return _on_calendar(month.year, month.month, day, today, match.span())


_READERS: tuple[Reader, ...] = (
    _read_calendar, _read_range, _read_weekdays, _read_phrases, _read_ahead, _read_ordinal,
)  # fmt: skip


def find_days(text: str, today: date, *, day_first: bool = False) -> Days | None:
    """The days named in lower-case `text`, or None. `day_first` reads 3/12 as 3 December."""
    for read in _READERS:
        if found := read(text, today, day_first):
            return found
    return None
