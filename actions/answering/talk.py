"""Replies that need no fact: small talk, identity, refusals, privacy, hand-off. Each is a policy text with buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from actions.answering.message import BotMessage, button, message
from knowledge import Knowledge


@dataclass(frozen=True)
class Saying:
    """Which policy text answers an intent, as which kind of message, and which buttons come with it."""

    kind: str
    text_id: str
    buttons: tuple[str, ...] = ()


SAYINGS: Mapping[str, Saying] = {
    "greet": Saying("smalltalk", "greet", ("ask_what_is", "ask_cost", "ask_safety", "book")),
    "goodbye": Saying("smalltalk", "goodbye"),
    "thanks": Saying("smalltalk", "thanks"),
    "how_are_you": Saying("smalltalk", "how_are_you"),
    "bot_challenge": Saying("smalltalk", "bot_identity", ("handoff",)),
    "capabilities": Saying("smalltalk", "capabilities", ("ask_what_is", "ask_cost", "ask_safety", "book")),
    "complaint": Saying("smalltalk", "complaint", ("handoff",)),
    "compliment": Saying("smalltalk", "compliment"),
    "joke": Saying("smalltalk", "smalltalk"),
    "insult": Saying("smalltalk", "insult", ("handoff",)),
    "out_of_scope": Saying("fallback", "out_of_scope", ("ask_what_is", "ask_cost", "ask_safety", "handoff")),
    "ask_emergency_info": Saying("smalltalk", "ask_emergency_info"),
    "handoff": Saying("handoff", "handoff_offer"),
    "privacy_delete": Saying("privacy", "privacy.delete"),
    "privacy_access": Saying("privacy", "privacy.access"),
    "privacy_who_sees": Saying("privacy", "privacy.who_sees"),
    "privacy_sharing": Saying("privacy", "privacy.no_sharing"),
    "why_needed": Saying("privacy", "privacy.who_sees"),
    "record_lookup": Saying("privacy", "privacy.record_lookup", ("handoff",)),
    "side_effect_report": Saying("refusal", "side_effect_report", ("handoff",)),
    "fallback": Saying("fallback", "fallback", ("ask_what_is", "ask_cost", "ask_safety", "handoff")),
    "fallback_again": Saying("fallback", "fallback_again", ("handoff", "book")),
    "deny": Saying("smalltalk", "answer.no_problem"),
    "affirm": Saying("clarify", "answer.no_context_yes", ("ask_what_is", "ask_cost", "ask_safety", "book")),
    "nothing_before": Saying("clarify", "answer.nothing_before", ("ask_what_is", "ask_cost", "ask_safety", "book")),
}
TITLES: Mapping[str, str] = {
    "ask_what_is": "button.ask_what_is",
    "ask_cost": "button.ask_cost",
    "ask_safety": "button.ask_safety",
    "ask_compare": "button.ask_compare",
    "book": "button.book",
    "handoff": "button.person",
}


def says(intent: str) -> bool:
    """Whether an intent is answered by a text alone."""
    return intent in SAYINGS or intent.startswith("advice_")


def saying(intent: str, knowledge: Knowledge, **values: str) -> BotMessage:
    """The message for an intent of `SAYINGS`, or the refusal for an `advice_...` intent."""
    chosen = SAYINGS.get(intent) or refusal(intent.removeprefix("advice_"), knowledge)
    text = knowledge.texts.get(chosen.text_id, **values)
    return message(chosen.kind, text, buttons=standard_buttons(chosen.buttons, knowledge))


def refusal(kind: str, knowledge: Knowledge) -> Saying:
    """The refusal of personal medical advice of one kind (safety.md A1 to A5)."""
    text_id = f"refusal.{kind}" if f"refusal.{kind}" in knowledge.texts else "refusal.other"
    buttons = ("handoff",) if kind == "minor" else ("book", "handoff")
    return Saying("refusal", text_id, buttons)


def standard_buttons(intents: tuple[str, ...], knowledge: Knowledge) -> list[dict[str, str]]:
    """Buttons that send an intent, with their titles from the policy texts."""
    return [button(knowledge.texts.get(TITLES[intent]), intent) for intent in intents]


def other_language(language: str, knowledge: Knowledge) -> BotMessage:
    """In the visitor's language: that only English is spoken, with the phone and the emergency line."""
    known = language if language in knowledge.texts.languages("other_language") else "en"
    return message("fallback", knowledge.texts.get("other_language", known), lang=known)
