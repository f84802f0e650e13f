"""Cleaning visitor text, and folding it into the plain form that danger patterns are matched against."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r" ?\n[ \n]*")
_APOSTROPHES = re.compile(r"(?<=[a-z])['\u2018\u2019\u02bc\u00b4`\u2032](?=[a-z])")
_ELLIPSES = re.compile(r"\.{2,}")
_INNER_MARKS = re.compile(r"(?<=[a-z0-9])[.!?;](?=[a-z])")
_NOT_PLAIN = re.compile(r"[^a-z0-9.!?;,\n%$@*|+:/-]")
_REPEATED = re.compile(r"([a-z])\1+")
_EXCLAIMED = re.compile(r"[!?]*\?[!?]*")

# Letters of other scripts that look like Latin ones: "сhеst" with Cyrillic с and е reads "chest" to a person.
_LOOKALIKES = str.maketrans(
    "аеорсухіѕјктвнмԁӏьαοεικνρτυχβη\u0131\u0142\u00f8\u0111",
    "aeopcyxisjktbhmdlbaoeikvptuxbnilod",
)


def normalise(text: str) -> str:
    """Return `text` in NFKC, without invisible characters, with runs of blanks made one.

    Full-width letters become plain ones; zero-width, bidi and control characters and lone surrogates go;
    line breaks stay, as one. Never raises (safety.md E6, X12).
    """
    # Twice: taking out an invisible character can bring together two that compose.
    once = _visible(unicodedata.normalize("NFKC", text))
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFKC", once))
    return _NEWLINES.sub("\n", spaced).strip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text  # as most are; the way below gives the same, and takes its time
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(_kept(char) for char in unified)


def _kept(char: str) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    # The filler letters of Hangul and the braille blank are letters by category and show nothing.
    invisible = category in ("Cc", "Cf", "Cs", "Cn", "Co") or char in "\u115f\u1160\u3164\uffa0\u2800\ufe0f\u034f"
    return "" if invisible else char


def fold(text: str) -> str:
    """Return `text` as lower-case ASCII words for matching: no accents, no apostrophes, no doubled letters.

    "I CAN'T  breeeathe…" becomes "i cant breathe "; sentence marks stay because negation ends at them.
    """
    lowered = normalise(text).casefold().translate(_LOOKALIKES)
    bare = lowered if lowered.isascii() else _without_accents(lowered)
    joined = _APOSTROPHES.sub("", bare)
    marked = _INNER_MARKS.sub(_inner_mark, _ELLIPSES.sub(" ", joined))
    plain = _NOT_PLAIN.sub(" ", _EXCLAIMED.sub("?", marked))
    return _SPACES.sub(" ", fold_doubles(plain)).strip()


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _inner_mark(match: re.Match[str]) -> str:
    # "k!ll" keeps its mark for the look-alike digits; "pain.help" is two words without a blank.
    return match.group() if match.group() == "!" else " "


def fold_doubles(text: str) -> str:
    """Write every run of one letter once: "killling" and "killing" both become "kiling"."""
    return _REPEATED.sub(r"\1", text)
