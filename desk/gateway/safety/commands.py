"""Visitor text is never a command (safety.md X1): typed intents and bus prefixes lose what makes them one."""

from __future__ import annotations

import re

from knowledge.normalise import normalise

# Everything that reads as "/" once it is normalised; NFKC does not map the first three.
_LEAD = re.compile(r"^(?:[\s/\\\u2044\u2215\u29f8\uff0f]+|external\s*:)+", re.IGNORECASE)
_BARE_COMMAND = re.compile(r"^\w+\s*(?:[{@\[].*)?$", re.DOTALL)


def guard_command(text: str) -> str:
    """Return what may be read as language; "" when the whole text is a typed command such as `/book{"phone":"1"}`.

    Text without a leading "/" or "EXTERNAL:" comes back normalised and otherwise as it was.
    """
    plain = normalise(text)
    rest = _LEAD.sub("", plain)
    if rest == plain:
        return plain
    return "" if _BARE_COMMAND.match(rest) else rest
