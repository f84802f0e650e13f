"""Telephone numbers in a message, read with libphonenumber: extensions, country codes, letters, spoken digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

_SPOKEN = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
_SPOKEN_RUN = re.compile(rf"\b(?:(?:{'|'.join(_SPOKEN)})[\s,.-]*){{7,}}", re.IGNORECASE)
_VANITY = re.compile(
    r"(?<![\w@.])(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?[0-9A-Z][0-9A-Z\s.-]{5,12}[0-9A-Z](?![\w@])", re.IGNORECASE
)
_EXTENSION = re.compile(r"^[\s,;]*(?:ext(?:ension)?\.?|x|#|int(?:erno)?\.?)\s*:?\s*(\d{1,7})\b", re.IGNORECASE)
_TRY = re.compile(r"\+?\(?\d[\d\s().\-/]{4,22}\d")


@dataclass(frozen=True)
class Phone:
    """A number as it can be called.

    `e164` is "+12125550147"; `display` is for people. `problem` is "" or too_short, no_area_code, too_long, invalid;
    then `e164` is empty. `from_letters` says that letters were turned into digits.
    """

    e164: str
    display: str
    extension: str = ""
    problem: str = ""
    from_letters: bool = False
    span: tuple[int, int] = (0, 0)

    def as_slot(self) -> dict[str, str]:
        """The slot value."""
        return {"e164": self.e164, "display": self.display, "extension": self.extension}


def region_of(locale: str | None, clinic_country: str) -> tuple[str, ...]:
    """Countries to read a number without a country code in: the clinic's first, then the visitor's."""
    own = (locale or "").replace("_", "-").split("-")[-1].upper()
    return (clinic_country, own) if len(own) == 2 and own not in ("EN", clinic_country) else (clinic_country,)


def find_phone(text: str, regions: tuple[str, ...]) -> Phone | None:
    """The last usable number in `text` (a correction comes last); else the best guess at what is wrong with one."""
    spoken = _SPOKEN_RUN.search(text)
    if spoken:
        text = text[: spoken.start()] + _digits(spoken[0]) + text[spoken.end() :]
    found = _matched(text, regions) or _with_letters(text, regions[0])
    return found or _broken(text, regions)


def _digits(run: str) -> str:
    digits = "".join(_SPOKEN[word.lower()] for word in re.findall(r"[a-z]+", run, re.IGNORECASE))
    return digits.ljust(len(run))


def _matched(text: str, regions: tuple[str, ...]) -> Phone | None:
    text = re.sub(r"(?<![\d+])(?<!\d[ .-])00(?=[1-9]\d)", " +", text)
    for region in regions:
        matches = list(PhoneNumberMatcher(text, region, leniency=Leniency.VALID))
        if matches:
            return _phone(matches[-1].number, (matches[-1].start, matches[-1].end), text)
    return _international(text)


def _international(text: str) -> Phone | None:
    """A number whose country code came without its plus: "44 20 7946 0018"."""
    for match in _TRY.finditer(text):
        number = _parse("+" + re.sub(r"\D", "", match[0]), None)
        if number and len(re.sub(r"\D", "", match[0])) >= 11 and phonenumbers.is_valid_number(number):
            return _phone(number, match.span(), text)
    return None


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _phone(number: PhoneNumber, span: tuple[int, int], text: str, *, letters: bool = False) -> Phone:
    extension, end = number.extension or "", span[1]
    if not extension and (match := _EXTENSION.match(text[end:])):
        extension, end = match[1], end + match.end()
    bare = PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
    )
    style = PhoneNumberFormat.NATIONAL if number.country_code == 1 else PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(bare, style) + (f" ext. {extension}" if extension else "")
    return Phone(
        phonenumbers.format_number(bare, PhoneNumberFormat.E164), display, extension, "", letters, (span[0], end)
    )


def _with_letters(text: str, region: str) -> Phone | None:
    """A vanity number such as 1-800-FLOWERS. Letters past the tenth digit are left out, as telephones do."""
    for match in _VANITY.finditer(text):
        if not re.search(r"[a-z]", match[0], re.IGNORECASE) or not re.search(r"[A-Z]{3}|-[a-z]{4,}", match[0]):
            continue
        digits = re.sub(r"\D", "", phonenumbers.convert_alpha_characters_in_number(match[0]))
        number = _parse(digits[: 11 if digits.startswith("1") else 10], region)
        if number and phonenumbers.is_valid_number(number):
            return _phone(number, match.span(), text, letters=True)
    return None


def _broken(text: str, regions: tuple[str, ...]) -> Phone | None:
    """Digits that look meant as a number but cannot be one, with the reason."""
    for match in _TRY.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) < 6 or re.fullmatch(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", match[0].strip()):
            continue
        return Phone("", "", problem=_reason(digits), span=match.span())
    return None


def _reason(digits: str) -> str:
    if len(digits) == 7:
        return "no_area_code"
    if len(digits) < 10:
        return "too_short"
    return "too_long" if len(digits) > 11 else "invalid"
