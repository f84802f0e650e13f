"""People's names: any script, any shape. A question or a chat word in the name step is not a name."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 80
MAX_WORDS = 7

_INTRODUCTION = re.compile(
    r"(?:^|[.,!?;:\n]\s*|\b(?:hi|hello|hey|yes|ok|okay|sure|and|so|well|oh|sorry|actually|no|hola)[\s,!.]+)"
    r"(?:my (?:full |first |legal |real )?name(?:'s| is| s|:)|the name(?:'s| is)|name(?:\s?:| is)|full name(?:\s?:|"
    r" is)|i am called|i'm called|"
    r"you can call me|call me|please call me|it's|its|it is|this is|i'm|im|i am|me llamo|mi nombre es|"
    r"soy)\s+(?:actually |really )?",
    re.IGNORECASE,
)
# Introductions after which only a name follows; "I'm" and "it is" may begin any sentence.
_STRONG = re.compile(
    r"\b(?:my (?:full |first |legal |real |last )?name(?:'s| is|:)|the name(?:'s| is)|full name(?:\s?:| is)|(?:^|"
    r"\s)name\s?:|me llamo|mi nombre es|"
    r"you can call me|i(?:'m| am) called)\s+(?:actually |really |now |spelled |spelt |written )?",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,;.]*\b(?:and|my|at|phone|number|cell|mobile|tel|telephone|e-?mail|is|here|by the way|please|thanks|"
    r"thank you|speaking|"
    r"you can (?:reach|call) me|reach me|call me|the best time|best time|time|on|or|it's|its|with|y|mi|correo|"
    r"teléfono|number's|number is)\s*$",
    re.IGNORECASE,
)
# Words that cannot begin a name somebody types into a name field.
_NOT_FIRST = frozenset(
    "how what whats what's when where why who which is are am do does did can could will would should may i'd i've "
    "i'll i "
    "the a an to for of in on at by with about if please tell give let explain it that this these those there "
    "yes yeah yep yup no nope nah ok okay sure fine thanks thank thx hello hi hey good great nice wait hold stop "
    "cancel quit "
    "skip next back help none nothing never not don't dont you your my me we they bye goodbye cya morning ciao "
    "adios adiós and but or so because maybe later "
    "que qué cómo como cuánto cuanto por para sí si gracias hola".split()
)
# First or last names that are also words: enough to tell "Will Call" from "will call you".
_ALSO_NAMES = frozenset(
    "will may hope grace joy faith price sue mark bill rich art drew gene pat ray rose dawn an do my so i".split()
)
# Words that no name holds after its first word.
_NEVER_INSIDE = frozenset(
    "to a an the my is are was with for your you me it not can i please want need would what how when where why which "
    "should does".split()
)
_REFUSALS = frozenset("anonymous nobody none n/a na nope nothing secret test asdf qwerty name".split())
_CHAT = frozenset(
    "lol haha hmm hmmm um uh oh wow cool awesome interesting perfect got it right exactly correct agreed "
    "continue go ahead sounds good".split()
)


def has_letter(text: str) -> bool:
    """Whether any script's letter is in `text`."""
    return any(unicodedata.category(c).startswith("L") for c in text)


def tidy(text: str) -> str:
    """One line, single spaces, without the punctuation around it."""
    return re.sub(r"\s+", " ", text).strip(' \t\n,;:!?"“”()[]<>-–—').rstrip(".") if text else ""


def introduced(text: str) -> str:
    """The name after "my name is" and the like anywhere in `text`, or ""."""
    matches = list(_STRONG.finditer(text))
    return _first_name(text[matches[-1].end() :]) if matches else ""


def _first_name(text: str) -> str:
    """The leading part of `text` that reads as a name."""
    head = re.split(
        r"[,;!?\n]|\.\s|\s(?:and|but|my|phone|number|email|e-mail|y mi|is my|not|from)\b", text, maxsplit=1
    )[0]
    return as_name(head)


def has_introduction(text: str) -> bool:
    """Whether `text` begins like "I'm ..." or "my name is ..."."""
    return bool(_INTRODUCTION.match(tidy(text)))


def as_name(text: str) -> str:
    """`text` as a name, tidied, or "" when it is none. Knows nothing of the conversation."""
    name = tidy(_TRAILING.sub("", _strip_introduction(tidy(text))))
    while (shorter := tidy(_TRAILING.sub("", name))) != name:
        name = shorter
    return name if _plausible(name) else ""


def _strip_introduction(text: str) -> str:
    match = _INTRODUCTION.match(text)
    return text[match.end() :] if match else text


def _plausible(name: str) -> bool:
    words = name.split()
    if not words or len(name) > MAX_LENGTH or len(words) > MAX_WORDS or not has_letter(name):
        return False
    if not all(_name_character(c) for c in _without_ordinal(name)) or name.lower() in _REFUSALS:
        return False
    if any(word.lower() in _NEVER_INSIDE and word.islower() for word in words[1:]):
        return False
    return not _starts_like_a_sentence(words) and not all(w.lower() in _CHAT for w in words)


def _without_ordinal(name: str) -> str:
    """The name without what digits a name may have: "3rd", "A-12"."""
    return re.sub(r"(?<=\s)(?:\d(?:st|nd|rd|th)|[A-Z]-\d{1,2})$", "", name)


def _name_character(character: str) -> bool:
    if character in " '’ʼ`´-‐‑.·,ʻ/‘":
        return True
    return unicodedata.category(character)[0] in "LM" or character in "\u200c\u200d"


def _starts_like_a_sentence(words: list[str]) -> bool:
    first = words[0].lower().strip(".,")
    if first not in _NOT_FIRST:
        return len(words) > 4 and all(w.islower() for w in words) and words[0].isascii()
    if first in _ALSO_NAMES and words[0][0].isupper():
        return len(words) > 3 or any(w.islower() and w.isascii() for w in words[1:])
    return True


def is_capitalised(name: str) -> bool:
    """Whether every word begins like a proper noun (scripts without capitals count as such)."""
    return all(not word[0].islower() for word in name.split() if word)
