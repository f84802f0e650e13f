"""Hours of the day in a message: "after 5", "between 2 and 4 pm", "in the morning", "a las 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from actions.booking.timewords import DAY_PART, DAY_PARTS, NUMBERS

Span = tuple[int, int]

_HOUR = r"(?:[01]?\d|2[0-4])"
_WORD_NUMBER = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_SUFFIX = r"(?:\s?(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?|o'?\s?clock\b|hrs?\b|h\b))"
# A clear time of day: it has minutes, a suffix or a name.
_CLEAR = (
    rf"(?:{_HOUR}[:.][0-5]\d{_SUFFIX}?|{_HOUR}{_SUFFIX}|noon\b|midnight\b|{_HOUR}\s?-?ish\b|{_WORD_NUMBER}{_SUFFIX}"
    rf"|(?:half|quarter) past (?:{_HOUR}|{_WORD_NUMBER})\b)"
)
# Only clear beside a word such as "after".
_LOOSE = (
    rf"(?:{_CLEAR}|(?:{_HOUR}|{_WORD_NUMBER})(?!\w)"
    r"(?![:/.]\d|\s?(?:days?|weeks?|months?|years?|st|nd|rd|th)\b|-\d{3}))"
)

_LAS = r"(?:las?\s)?"
_BETWEEN = re.compile(
    rf"\b(?:between|from|entre|de|desde)\s{_LAS}(?P<a>{_LOOSE})\s?(?:and|to|till|until|-|–|y|a|"
    rf"hasta)\s?{_LAS}(?P<b>{_LOOSE})"
    rf"|(?<![\w/.-])(?P<c>{_LOOSE})\s?(?:-|–|to|till|until)\s?(?P<d>{_LOOSE})(?![-/.]?\d)"
)
_AFTER = re.compile(
    rf"\b(?:any ?time after|after|(?<!half )(?<!quarter )past|later than|not before|no earlier than|from|since|"
    rf"starting at|starting|post|"
    rf"después de|despues de|a partir de|desde)\s(?:about\s|around\s|like\s)?{_LAS}(?P<a>{_LOOSE})(?P<on>\s?(?:on|"
    rf"onwards?|or later|and later))?"
    rf"|(?P<b>{_CLEAR})\s(?:onwards?|or later|or after|and later)\b"
)
_BEFORE = re.compile(
    rf"(?<!not )\b(?:before|until|till|by|no later than|not after|earlier than|prior to|antes de|hasta)\s(?:about\s|"
    rf"around\s)?{_LAS}(?P<a>{_LOOSE})"
)
_AT = re.compile(
    rf"\b(?:at|around|about|circa|@|a|sobre)\s{_LAS}(?P<a>{_LOOSE})|@\s?(?P<b>{_LOOSE})|(?<![\w:/.-])(?P<c>{_CLEAR})"
)
_PART = re.compile(
    rf"\b(?:in the |at |por la |de la |en la |during )?(?P<part>{DAY_PART})\b|\bpor la (?P<es>mañana)\b|"
    rf"\bde la (?P<es2>mañana)\b"
)

_WORD_HOURS = {"noon": time(12), "midnight": time(0)}
_NAMED = {word: str(number) for word, number in NUMBERS.items() if word.isalpha() and len(word) > 2}
_TIME = re.compile(r"(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?\s?(?P<s>[ap])?")


@dataclass(frozen=True)
class Hours:
    """Hours wished for: `first` to `last`, either open (None). `exact` when one moment was named."""

    first: time | None
    last: time | None
    spans: tuple[Span, ...]
    exact: bool = False


def _to_time(words: str, *, like: str = "") -> time | None:
    """A time of day; without am/pm it takes `like`'s, else the hour a clinic would mean (1-7 is the afternoon)."""
    words = words.strip()
    if words in _WORD_HOURS:
        return _WORD_HOURS[words]
    extra = 30 if words.startswith("half past") else 15 if words.startswith("quarter past") else 0
    match = _TIME.search(re.sub(r"[a-z]+", lambda m: _NAMED.get(m[0], m[0]), words))
    if not match:
        return None
    hour, minute = int(match["h"]), int(match["m"] or extra)
    suffix = match["s"] or (like if hour <= 12 else "")
    if hour > 24 or (hour == 24 and minute):
        return None
    return time(_clock_hour(hour, suffix) % 24, minute)


def _clock_hour(hour: int, suffix: str) -> int:
    if suffix == "p":
        return hour if hour >= 12 else hour + 12
    if suffix == "a":
        return 0 if hour == 12 else hour
    return hour + 12 if 1 <= hour <= 7 else hour


def _suffix(words: str) -> str:
    match = re.search(r"\d\s?([ap])\.?\s?m?\b", words)
    return match[1] if match else ""


def _from_between(match: re.Match[str]) -> Hours | None:
    raw_first, raw_last = match["a"] or match["c"], match["b"] or match["d"]
    last = _to_time(raw_last)
    first = _to_time(raw_first, like=_suffix(raw_last))
    if first and last and first > last:
        first = _to_time(raw_first, like="a")
    if not first or not last or first >= last:
        return None
    return Hours(first, last, (match.span(),))


def _from_part(match: re.Match[str]) -> Hours:
    low, high = DAY_PARTS[match["part"]] if match["part"] else DAY_PARTS["morning"]
    return Hours(time(low), time(high), (match.span(),))


def find_hours(text: str) -> Hours | None:
    """The hours named in lower-case `text`, or None. Bare numbers count only beside a word such as "after" or "at"."""
    if (match := _BETWEEN.search(text)) and (hours := _from_between(match)):
        return hours
    after, before = _AFTER.search(text), _BEFORE.search(text)
    if before and not after and "after that" in text:
        return _until_then_free(before, text)
    if after or before:
        return _open_ended(after, before, text)
    if match := _AT.search(text):
        return _exact(match, text)
    if match := _PART.search(text):
        return _from_part(match)
    return None


def _until_then_free(before: re.Match[str], text: str) -> Hours | None:
    """ "I work until 5, so any time after that" means after 5."""
    first = _to_time(before["a"], like=_like(text))
    return Hours(first, None, (before.span(),)) if first else None


def _open_ended(after: re.Match[str] | None, before: re.Match[str] | None, text: str) -> Hours | None:
    first = _to_time(after["a"] or after["b"], like=_like(text)) if after else None
    last = _to_time(before["a"], like=_like(text)) if before else None
    if not first and not last:
        return None
    return Hours(first, last, tuple(m.span() for m in (after, before) if m))


def _exact(match: re.Match[str], text: str) -> Hours | None:
    moment = _to_time(match["a"] or match["b"] or match["c"], like=_like(text))
    if moment is None:
        return None
    part = _PART.search(text)
    spans = (match.span(), part.span()) if part else (match.span(),)
    return Hours(moment, moment, spans, exact=True)


def _like(text: str) -> str:
    """The half of the day that a day part beside the number gives away: "at 7 in the evening"."""
    part = _PART.search(text)
    if not part:
        return ""
    return "a" if _from_part(part).first < time(12) else "p"  # type: ignore[operator]
