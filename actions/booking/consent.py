"""What an answer to "may we contact you?" means, channel by channel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.booking.controls import channels_named, means

_ONLY = re.compile(r"\b(?:only|just|solely|nothing but|solo)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:no|not|don'?t|do not|never|without|except|but not|besides|other than|rather than|instead of)\b",
    re.IGNORECASE,
)
# "My e-mail is ..." states a detail; it does not ask for e-mails.
_OWN_DETAIL = re.compile(r"\bmy (?:e-?mail|phone|cell|mobile|telephone)(?: address| number)?\b", re.IGNORECASE)
_EMPHATIC_NO = re.compile(
    r"\b(?:absolutely|definitely|certainly|of course|surely|sure|please|hell|probably|better|rather|ok|i think) not\b"
    r"|\b(?:i|we) (?:do not|don'?t|won'?t|will not|refuse|decline|disagree)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:absolutely|definitely|certainly|of course|surely|sure|please|hell|probably|better|rather|ok) not\b",
    re.IGNORECASE,
)
""" "Email absolutely not": no yes stands in it, and the "not" is about what was named before it."""
_HARMLESS_NOT = re.compile(r"\b(?:no problem|no worries|no objections?|do(?: not|n'?t) (?:mind|care))\b", re.IGNORECASE)
# Neither a no nor, by itself, a yes that would stand as consent.
_SHRUG = re.compile(r"\b(?:(?:i )?do(?: not|n'?t) see )?why not\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"\b(?:what|how|why|when|which|who|where|is it|is that|does|do you|can you|about)\b", re.IGNORECASE
)
_HEDGE = re.compile(
    r"\b(?:h+m+|u+m+|u+h+|maybe|perhaps|not sure|i guess|think about it|let me think|later|depends|don'?t know|if|"
    r"unless)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Answer:
    """`kind` is yes, no, unclear, or narrow (channels ruled out, but no yes said)."""

    kind: str
    channels: tuple[str, ...] = ()


def read_answer(text: str, intent: str, offered: tuple[str, ...]) -> Answer:
    """The answer in `text` to the consent question about the `offered` channels. Doubt is never a yes."""
    said = text
    text = _NEVER.sub("never", text)
    wanted, unwanted = _wanted(text)
    if _HEDGE.search(text):
        return Answer("unclear")
    if not wanted and not unwanted:
        return _plain(said, intent, offered)
    allowed = tuple(c for c in (wanted or offered) if c not in unwanted)
    if means("no", text) and not wanted:
        return Answer("narrow", allowed) if unwanted and len(unwanted) < len(offered) else Answer("no")
    agrees = means("yes", text) or bool(wanted)
    return Answer("yes" if agrees else "narrow", allowed)


def _plain(text: str, intent: str, offered: tuple[str, ...]) -> Answer:
    text = _SHRUG.sub(" ", _HARMLESS_NOT.sub("ok", text))
    if means("no", text) or _EMPHATIC_NO.search(text) or (intent == "deny" and not means("yes", text)):
        return Answer("no")
    if _NOT.search(text) or _asks(text) or intent == "deny":
        return Answer("unclear")
    if means("yes", text) or intent == "affirm":
        return Answer("yes", offered)
    return Answer("unclear")


def _asks(text: str) -> bool:
    """Whether the text, however it begins, asks something: "ok and what about the side effects"."""
    return "?" in text or (len(text.split()) > 1 and bool(_QUESTION.search(text)))


def _wanted(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Channels asked for and channels ruled out, clause by clause; a "not" holds for its clause."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for clause in _clauses(_OWN_DETAIL.sub(" ", text)):
        named = channels_named(clause)
        negative = _NOT.search(clause)
        (unwanted if negative and not _ONLY.search(clause[: negative.start()]) else wanted).extend(named)
    return tuple(dict.fromkeys(c for c in wanted if c not in unwanted)), tuple(dict.fromkeys(unwanted))


def _clauses(text: str) -> list[str]:
    """Clauses; "no calls or texts" and "calls? never" stay one, and "call instead of e-mail" becomes two with the "not"
    in the second."""
    text = re.sub(r"\?\s*(?=(?:no|never)\b)", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(instead of|rather than|but not|not by|not)\b", r", \1", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(no|not|don'?t|never)\b([^,.;]*?)\s(?:or|nor|and)\s", r"\1\2 ", text, flags=re.IGNORECASE)
    return [clause for clause in re.split(r"[,.;!?]|\bbut\b(?! not)", text, flags=re.IGNORECASE) if clause.strip()]
