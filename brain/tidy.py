"""Visitors' text made plain before anything reads it. Pure functions; nothing is guessed here."""

from __future__ import annotations

import re
import unicodedata

URL = re.compile(
    r"(?:https?://|www\.)\S+|(?<![@\w.])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|io)\b(?:/\S*)?", re.IGNORECASE
)
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": " - ", "…": "..."})
RUNS = re.compile(r"([!?.,])\1+")
STRETCHED = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)
PLAIN = re.compile(r"[\n -\]_a-~]*")
"""Nothing but what keyboards write; all of it is readable."""
SPACES = re.compile(r"[ \t\r\f\v]+")
NEWLINES = re.compile(r" *\n[\n ]*")
SHORT_AND = re.compile(r"(?:(?<=\w )|(?<=[,.;!?] )|^)'?n'?(?= [a-z])", re.IGNORECASE)
""" "Hours n address", "n the exosomes?", as thumbs type it."""


def tidy(text: str) -> str:
    """NFKC, plain quotes, no invisible characters, links and pictographs; "n" is "and", SHOUTING becomes lower case."""
    text = unicodedata.normalize("NFKC", text).translate(QUOTES)
    text = URL.sub(" ", text)
    if not PLAIN.fullmatch(text):
        text = "".join(c if _readable(c) else " " if unicodedata.category(c) == "So" else "" for c in text)
    text = STRETCHED.sub(r"\1\1", RUNS.sub(r"\1", text))
    text = SHORT_AND.sub("and", NEWLINES.sub("\n", SPACES.sub(" ", text)).strip())
    return text.lower() if _shouted(text) else text


def _readable(char: str) -> bool:
    return char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"}


def _shouted(text: str) -> bool:
    """Whole sentences in capitals; a lone PRP or IV is not shouting."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 5 and sum(c.isupper() for c in letters) / len(letters) > 0.8


def has_words(text: str) -> bool:
    """Whether there is anything to understand: at least one letter or digit."""
    return any(c.isalnum() for c in text)


def matching_text(text: str) -> str:
    """The form that the patterns in knowledge/policies are written against: lower case, one space, no apostrophes."""
    plain = unicodedata.normalize("NFKC", text).translate(QUOTES).lower()
    return " ".join(plain.replace("'", "").split())
