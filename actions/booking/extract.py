"""All the values that one message holds: name, phone, e-mail, time and topic, however many at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from actions.booking.controls import means
from actions.booking.emails import Email, find_email
from actions.booking.names import as_name, has_introduction, introduced, is_capitalised
from actions.booking.phones import Phone, find_phone, region_of
from actions.booking.state import Heard
from actions.booking.times import Wish, read_wish
from knowledge import ClinicProfile

# Names that are also words a visitor may ask about; written with a capital they are taken as names.
_NAMES_THAT_ARE_TOPICS = frozenset("price hope grace joy rose bill rich law cash faith best day sage storm".split())
# "Yes, but stem cells instead": another topic at the last step.
_OTHER_TOPIC = re.compile(r"\b(?:instead|rather|change|switch|make it)\b(?!.*\?)", re.IGNORECASE)
# How a correction of something said before begins.
_CORRECTION = re.compile(r"^\W*(?:no|no wait|wait|sorry|actually|oops|i mean|correction)\b", re.IGNORECASE)
# What the pipeline may take a bare name for.
_BESIDE_A_NAME = re.compile(
    r"[,;\n]|\.\s|\s-\s|\s(?:and|but|also)\s"
    r"(?=(?:i|i'm|im|my|you|it|what|how|when|where|why|which|is|are|can|should|does)\b)",
    re.IGNORECASE,
)
"""What parts a name from what else is said: "Ann Lee and what should I bring"."""
_FIT_FOR_NAMES = frozenset("inform nlu_fallback out_of_scope other_language joke insult change_detail affirm".split())


@dataclass(frozen=True)
class Found:
    """The values of one message. `rest` is what is left when they are taken out."""

    name: str = ""
    phone: Phone | None = None
    email: Email | None = None
    wish: Wish | None = None
    interest: dict[str, Any] | None = None
    rest: str = ""

    def tried(self, asked: str) -> bool:
        """Whether a value for this step was attempted, usable or not."""
        return bool({"phone": self.phone, "email": self.email, "preferred_time": self.wish}.get(asked))

    def good(self) -> dict[str, Any]:
        """The usable values by slot."""
        values: dict[str, Any] = {"full_name": self.name or None, "interest": self.interest}
        values["phone"] = self.phone.as_slot() if self.phone and not self.phone.problem else None
        values["email"] = self.email.as_slot() if self.email and not self.email.problem else None
        values["preferred_time"] = self.wish.as_slot() if self.wish and not self.wish.problem else None
        return {slot: value for slot, value in values.items() if value is not None}


def gather(heard: Heard, asked: str | None, clinic: ClinicProfile) -> Found:
    """What the message says, read for the step `asked` (None: at the start)."""
    if heard.command:
        return _from_button(heard)
    text = heard.text
    email = find_email(text)
    phone = find_phone(_blank(text, [email.span] if email else []), region_of(heard.locale, clinic.country))
    spans = [found.span for found in (email, phone) if found]
    wish = _wish(heard, asked, _blank(text, spans), clinic)
    rest = _blank(text, [*spans, *(wish.spans if wish else ())])
    name = introduced(rest) or (_name(rest, heard) if asked == "full_name" else _name_beside(rest, heard, phone, email))
    return Found(name, _asked_phone(phone, asked), email, wish, _interest(heard, asked), rest.strip())


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "," + " " * (end - start - 1) + text[end:]
    return text


def _from_button(heard: Heard) -> Found:
    detail = next(iter(heard.details.get("detail", ())), "")
    wish = Wish(detail, None, None, heard.zone, kind=detail) if detail in ("any", "asap") else None
    return Found(
        wish=wish,
        interest=_interest(heard, "interest")
        or ({"treatments": [], "topic": "general"} if detail == "general" else None),
    )


def _asked_phone(phone: Phone | None, asked: str | None) -> Phone | None:
    """Broken digits count as an attempt at a number only where a number was asked for."""
    return phone if phone and (asked in ("phone", "email") or not phone.problem) else None


def _wish(heard: Heard, asked: str | None, text: str, clinic: ClinicProfile) -> Wish | None:
    day_first = (heard.locale or "en-US")[-2:].upper() not in ("US", "EN")
    wish = read_wish(text, heard.now, heard.zone, clinic, day_first=day_first)
    if wish is None or asked == "preferred_time":
        return wish
    if wish.kind == "any" or (
        wish.kind == "asap" and not re.search(r"a\.?s\.?a\.?p|as soon as", wish.words, re.IGNORECASE)
    ):
        return None
    bare_day_in_a_name = (
        asked == "full_name" and not wish.firm and is_capitalised(as_name(text) or "a") and " " in as_name(text)
    )
    return None if bare_day_in_a_name else wish


def _interest(heard: Heard, asked: str | None) -> dict[str, Any] | None:
    """The treatments named, or where a topic was asked for, that it is a general one."""
    changed = asked == "consent" and bool(_OTHER_TOPIC.search(heard.text))
    if heard.treatments and (asked in (None, "interest") or changed):
        return {
            "treatments": list(heard.treatments),
            "topic": heard.treatments[0] if len(heard.treatments) == 1 else "comparison",
        }
    if asked == "interest" and heard.conditions:
        return {"treatments": [], "topic": "conditions"}
    if asked == "interest" and means("unsure", heard.text):
        return {"treatments": [], "topic": "general"}
    return None


def _name(rest: str, heard: Heard) -> str:
    """The first piece of `rest` that reads as a name and is not rather a topic."""
    pieces = [as_name(piece) for piece in _BESIDE_A_NAME.split(rest)]
    name = as_name(rest) or next((piece for piece in pieces if piece), "")
    return "" if _is_topic(name, heard) else name


def _name_beside(rest: str, heard: Heard, phone: Phone | None, email: Email | None) -> str:
    """The name in "I'm Ann Lee, 212-555-0147": capitalised, introduced, and beside another contact detail."""
    if not (phone or email or _CORRECTION.search(heard.text)):
        return ""
    pieces = [piece for piece in re.split(r"[,;\n]|\.\s|\sand\s", rest) if has_introduction(piece)]
    names = [name for piece in pieces if (name := as_name(piece)) and is_capitalised(name)]
    return next((name for name in names if name.lower() not in heard.words), "")


def _is_topic(name: str, heard: Heard) -> bool:
    """Whether what could be a name is rather something to talk about."""
    if name.lower() in heard.words:
        return not (is_capitalised(name) and name.lower() in _NAMES_THAT_ARE_TOPICS)
    if has_introduction(heard.text) and is_capitalised(name):
        return False
    if heard.treatments or (heard.text.rstrip().endswith("?") and not introduced(heard.text)):
        return True
    if has_introduction(heard.text):
        return False
    understood = heard.intent not in _FIT_FOR_NAMES and heard.confidence >= 0.5
    if not is_capitalised(name):
        return understood
    return understood and heard.confidence >= 0.8 and " " not in name and not heard.intent.startswith("ask_")
