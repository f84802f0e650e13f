"""Which kind of question a clause asks, from its opening words, and whether it leads ("... right?")."""

from __future__ import annotations

import re

SOFTENERS = re.compile(
    r"^(?:(?:so|and|but|also|well|ok|okay|hi|hello|hey|please|um|oh|just|plus|actually|basically|"
    r"quick question|question|can you tell me|could you tell me|please tell me|tell me|do you know|"
    r"i(?:'d| would) like to know|i want to know|i was wondering|i wonder|wondering|any idea|"
    r"can i ask|may i ask|i wanted to ask|exactly)\b[\s,:\-]*)+",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"(?:\b(?:right|correct|yeah|yes|huh|eh|no)\s*\?+\s*$)|(?:,\s*(?:is|are|do|does|don|isn|aren|doesn)\w*'?t?\s+(?:it|they|you)\s*\?*\s*$)"
    r"|^(?:isn't|isnt|aren't|arent|doesn't|doesnt|don't|wouldn't|won't)\b|^so\b.*\b(?:is|are)\b.*\b(?:100|totally|completely|basically)\b",
    re.IGNORECASE,
)
FORMS = (
    (
        "how_much",
        r"^(?:how much|what(?:'s| is| are| do| does| would)?(?: the| your| a)?(?: \w+){0,3} "
        r"(?:price|cost|fee|charge|rate)s?\b|price|prices|pricing|cost|costs|how expensive|how many)",
    ),
    ("how_long", r"^(?:how long|how soon|how fast|how quickly|when (?:do|does|will|can|would|should)|how often)"),
    (
        "which",
        r"^(?:which|who|whose|where|what (?:kind|type|sort)s?)\b"
        r"|\b(?:which (?:one|is|of)|better|safer|cheaper|stronger)\b.*\bor\b",
    ),
    ("why", r"^(?:why|how come|what(?:'s| is)? the reason|for what reason)"),
    ("how", r"^how\b"),
    ("what_is", r"^(?:what|whats|what's|define|explain|meaning|about|describe)\b"),
    (
        "yes_no",
        r"^(?:is|are|am|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|any|isnt|arent)\b",
    ),
)
COMPILED = tuple((form, re.compile(pattern, re.IGNORECASE)) for form, pattern in FORMS)


def question_form(text: str) -> str:
    """yes_no, how_much, how_long, which, what_is, why, how, leading, or statement when it asks nothing."""
    plain = text.strip()
    if LEADING.search(plain):
        return "leading"
    opening = SOFTENERS.sub("", plain)
    for form, pattern in COMPILED:
        if pattern.search(opening):
            return form
    return "yes_no" if plain.endswith("?") and len(opening.split()) > 2 else "statement"
