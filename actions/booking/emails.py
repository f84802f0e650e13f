"""E-mail addresses in a message. Checked for form only: no look-up leaves this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

# Everything is bounded: a long message of nothing but dots and letters must not take longer than others.
_AT = re.compile(r"(?<![^\s,;<>()\"@])[^\s,;<>()\"@]{1,64}@(?:[^\s,;<>()\"]{0,200}[^\s,;<>()\".!?])?")
_WORDS_AT = r"(?:\(at\)|\[at\]|\bat\b|\barroba\b)"
_DOT = r"\s?(?:\.|\bdot\b|\bpunto\b)\s?"
_SPELLED = re.compile(
    rf"(?<![\w.+-])(?P<user>[\w.+-]{{1,64}})\s?{_WORDS_AT}\s?(?P<host>[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}?)"
    rf"{_DOT}(?P<top>com|org|net|edu|gov|io|co|us|uk|de|es|mx|fr|ca|me)\b",
    re.IGNORECASE,
)
_NO_AT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}?(?:gmail|yahoo|hotmail|outlook|icloud|aol|example)\.(?:com|net|org)\b", re.IGNORECASE
)
MAX_LENGTH = 254


@dataclass(frozen=True)
class Email:
    """An address, or in `problem` why it is none: no_at or invalid."""

    address: str
    problem: str = ""
    span: tuple[int, int] = (0, 0)

    def as_slot(self) -> dict[str, str]:
        """The slot value."""
        return {"address": self.address}


def find_email(text: str) -> Email | None:
    """The last address in `text`, also when spelled "ann at example dot com"; or what looks like a broken one."""
    matches = list(_AT.finditer(text))
    if matches:
        return _checked(matches[-1][0].removeprefix("mailto:"), matches[-1].span())
    if match := _SPELLED.search(text):
        return _checked(_unspell(match), match.span())
    if match := _NO_AT.search(text):
        return Email("", "no_at", match.span())
    return None


def _unspell(match: re.Match[str]) -> str:
    host = re.sub(r"\s?(?:\bdot\b|\bpunto\b)\s?", ".", match["host"], flags=re.IGNORECASE)
    return f"{match['user']}@{re.sub(r'[ ]', '', host)}.{match['top']}"


def _checked(address: str, span: tuple[int, int]) -> Email:
    if len(address) > MAX_LENGTH:
        return Email("", "invalid", span)
    try:
        return Email(validate_email(address, check_deliverability=False).normalized, "", span)
    except EmailNotValidError:
        return Email("", "invalid", span)
