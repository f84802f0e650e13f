"""Whose message is it: the booking's, or somebody else's who answers before the form goes on?"""

from __future__ import annotations

import re

from actions.booking.controls import channels_named, means, preferred_channels
from actions.booking.extract import Found
from actions.booking.state import Heard

# Intents that others answer; the form asks again afterwards.
_OTHERS = frozenset(
    "handoff record_lookup side_effect_report bot_challenge capabilities complaint compliment joke insult "
    "other_language out_of_scope greet goodbye thanks how_are_you ask_and_book".split()
)
_OTHERS_BY_PREFIX = ("ask_", "advice_", "follow_", "privacy_")
# Chat that gives way to a value in the same message: "hi, I'm Ann".
_LIGHT = frozenset(
    "greet goodbye thanks how_are_you compliment joke other_language out_of_scope insult complaint".split()
)


_OWN_DETAIL = {
    "phone": re.compile(r"\bmy (?:phone|cell|mobile|telephone)?(?: ?number)? is\b", re.IGNORECASE),
    "email": re.compile(r"\bmy e-?mail(?: address)? is\b", re.IGNORECASE),
}
""" "My phone is banana" answers the question for the phone, and not well."""


def is_for_others(heard: Heard, found: Found, asked: str) -> bool:
    """Whether somebody else must answer this message (values in it are taken all the same)."""
    if heard.command and heard.intent in ("inform", "affirm", "deny", "skip", "book"):
        return False
    if asked in ("phone", "email") and preferred_channels(heard.text) and "?" not in heard.text:
        return False
    if asked in _OWN_DETAIL and _OWN_DETAIL[asked].search(heard.text) and "?" not in heard.text:
        return False
    others = heard.intent in _OTHERS or heard.intent.startswith(_OTHERS_BY_PREFIX) or bool(heard.advice)
    if asked == "consent" and found.interest:
        return False
    if found.good() or found.tried(asked):
        return others and heard.intent not in _LIGHT and _asks_something(heard, found, asked)
    if asked == "consent" and (means("yes", heard.text) or means("no", heard.text) or channels_named(heard.text)):
        return others and _more_than_yes_or_no(heard)
    if heard.intent in _LIGHT and (means("refuse", heard.text) or means("skip", heard.text)):
        return False
    return others or (heard.intent == "nlu_fallback" and heard.text.rstrip().endswith("?"))


def _more_than_yes_or_no(heard: Heard) -> bool:
    """Whether an answer to the consent question is rather a question of its own: "ok, and what about side effects"."""
    if "?" in heard.text:
        return heard.intent not in _LIGHT
    if heard.intent.startswith(("privacy_", "advice_")):
        return True
    return heard.intent.startswith(_OTHERS_BY_PREFIX) and len(heard.text.split()) > 2


def _asks_something(heard: Heard, found: Found, asked: str) -> bool:
    """Whether a question is left when the values are taken out of the message."""
    if any(p.known and p.intent.startswith(_OTHERS_BY_PREFIX) for p in heard.parts) and len(heard.parts) > 1:
        return True
    if heard.intent == "ask_and_book" or "?" in found.rest:
        return asked != "preferred_time" or not found.wish or heard.intent != "ask_consultation"
    return heard.intent.startswith(("ask_", "advice_")) and len(found.rest.split()) >= 3 and not found.name
