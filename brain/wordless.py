"""How a message without a letter or a digit is read: not at all, so that no classifier guesses at punctuation."""

from __future__ import annotations

from typing import Any

FALLBACK = {"name": "nlu_fallback", "confidence": 0.0}


def wordless(text: str) -> dict[str, Any]:
    """The parse of such a message, in the contract's shape."""
    part = {
        "text": text, "intent": FALLBACK["name"], "confidence": 0.0, "aspects": [], "treatments": [], "conditions": [],
        "question_form": "statement", "facts": [], "known": False,
    }  # fmt: skip
    reading = {
        "text": text, "language": "en", "question_form": "statement", "premise": None, "advice": None,
        "parts": [part], "facts": [],
    }  # fmt: skip
    return {
        "text": text,
        "intent": dict(FALLBACK),
        "entities": [],
        "intent_ranking": [dict(FALLBACK)],
        "reading": reading,
    }
