"""Card, social-security and Medicare numbers are taken out before anything is stored (safety.md H5)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DIGIT_RUN = re.compile(r"(?<![\w+])\+?\d(?:[ .\u2010-\u2015\-]{0,2}\d)*(?!\w)")
_GROUP = re.compile(r"\d+")
_SSN = re.compile(r"(?<![\d+\w])(?!000|9\d\d-?9)\d{3}([ .\u2010-\u2015\-])\d{2}\1\d{4}(?![\d\w])")
_SSN_NAMED = re.compile(
    r"(?:ssn|social(?: security)?(?: number| no\.?| #)?|seguro social)(?:\s+number)?"
    r"\s*(?:is|es|:|=|#)?\s*(\d{3}[ .\-]{0,2}\d{2}[ .\-]{0,2}\d{4})(?!\d)",
    re.IGNORECASE,
)
# Format published by CMS: position by position, without the letters S L O I B Z.
_LETTER = "[AC-HJKMNP-RT-Y]"
_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MEDICARE = re.compile(
    rf"(?<!\w)[1-9]{_LETTER}{_EITHER}\d[ \-]?{_LETTER}{_EITHER}\d[ \-]?{_LETTER}{_LETTER}\d\d(?!\w)", re.IGNORECASE
)
_CARD_LENGTHS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"30[0-5]|36|38|39"), (14, 16)),
    (re.compile(r"6011|64|65|62|60|81|82"), (16, 17, 18, 19)),
    (re.compile(r"50|5[6-9]|6[1379]"), (13, 14, 15, 16, 17, 18, 19)),
)
_REPLACEMENTS = {"card": "[card number removed]", "ssn": "[ID number removed]", "medicare": "[Medicare number removed]"}


@dataclass(frozen=True)
class Masked:
    """Text without the numbers, and which kinds ("card", "ssn", "medicare") were taken out, sorted."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Replace card (Luhn), SSN-like and Medicare-like numbers; phones, dates, prices and times stay."""
    spans = _spans("".join(_ascii_digit(char) for char in text))
    parts, end = [], 0
    for start, stop, kind in spans:
        parts += [text[end:start], _REPLACEMENTS[kind]]
        end = stop
    return Masked("".join([*parts, text[end:]]), tuple(sorted({kind for _, _, kind in spans})))


def _ascii_digit(char: str) -> str:
    # One character for one, so that positions in the original text stay right.
    return char if char.isascii() or not char.isdecimal() else str(unicodedata.decimal(char))


def _spans(text: str) -> list[tuple[int, int, str]]:
    found = [(m.start(), m.end(), "medicare") for m in _MEDICARE.finditer(text)]
    found += [(m.start(), m.end(), "ssn") for m in _SSN.finditer(text)]
    found += [(m.start(1), m.end(1), "ssn") for m in _SSN_NAMED.finditer(text)]
    for run in _DIGIT_RUN.finditer(text):
        found += _cards(run)
    return _without_overlaps(sorted(found))


def _without_overlaps(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _cards(run: re.Match[str]) -> list[tuple[int, int, str]]:
    if run.group().startswith("+"):
        return []
    groups = [(g.group(), run.start() + g.start(), run.start() + g.end()) for g in _GROUP.finditer(run.group())]
    found, first = [], 0
    while first < len(groups):
        size = _card_size(groups[first : first + 19])
        if size:
            found.append((groups[first][1], groups[first + size - 1][2], "card"))
        first += size or 1
    return found


def _card_size(groups: list[tuple[str, int, int]]) -> int:
    """How many of `groups`, from the first, form one card number; 0 for none."""
    if [len(g[0]) for g in groups[:3]] == [3, 3, 4]:
        return 0  # a phone number, whatever follows it
    digits, best = "", 0
    for count, (group, _, _) in enumerate(groups, 1):
        digits += group
        if len(digits) > 19:
            break
        best = count if _is_card(digits) else best
    return best


def _is_card(digits: str) -> bool:
    return any(len(digits) in lengths and lead.match(digits) for lead, lengths in _CARD_LENGTHS) and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = [int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
