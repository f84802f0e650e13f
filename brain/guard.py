"""Typed text never is a command to Rasa, whatever it begins with."""

from __future__ import annotations

PREFIXES = ("/", "external:")


def neutral(text: str) -> str:
    """The text without the leading marks by which Rasa would take it for an intent."""
    plain = text.strip()
    while plain.lower().startswith(PREFIXES):
        plain = plain[1:] if plain.startswith("/") else plain[len("EXTERNAL:") :]
        plain = plain.strip()
    return plain
