"""What visitors say about the booking itself: go back, skip, cancel, no phone please, I am a child."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_PATTERNS: dict[str, re.Pattern[str]] = {
    "cancel": re.compile(
        r"^\W*(?:please )?(?:cancel|stop|quit|exit|abort|end)(?: (?:it|this|that|please|now|the (?:booking|form|"
        r"appointment)|(?:my |this )?(?:booking|appointment)))*\W*$"
        r"|\b(?:i )?(?:do ?n'?t|do not|no longer) want to (?:book|continue|go on|do this)(?: any ?more)?\b"
        r"|\bforget (?:it|about it|the booking)\b|\bnever ?mind\b|\bi(?:'ve| have)? changed my mind\b|"
        r"\bleave me alone\b",
        _I,
    ),
    "restart": re.compile(
        r"\b(?:start|begin) (?:over|again|from (?:the )?(?:start|beginning|scratch))\b|^\W*re ?start\W*$|"
        r"\bstart afresh\b",
        _I,
    ),
    "go_back": re.compile(
        r"^\W*(?:please )?(?:go |take me )?back(?: please| one(?: step)?| a step| up)?\W*$|"
        r"\bprevious (?:question|step)\b|^\W*undo\W*$",
        _I,
    ),
    "why": re.compile(
        r"^\W*why\b(?!.*\b(?:work|safe|cost|expensive|better|exosome|prp|stem)\b).*\b(?:need|want|ask|asking|"
        r"require|give|have to|must)\b"
        r"|^\W*(?:but )?(?:why|what for|for what|why that|why though|why so)\W*$|\bwhat (?:do|will|"
        r"would) you (?:need|do with|want|use) (?:it|that|my|this)\b"
        r"|\bis (?:that|it|this) (?:really )?(?:necessary|required|mandatory|needed)\b|\bdo (?:i|"
        r"you) (?:really )?(?:have to|need to|need) (?:know|have|agree|consent|give|tell|"
        r"provide|share)\b"
        r"|\bwhat (?:is|'s) (?:it|that|this) for\b|\bwhy my\b",
        _I,
    ),
    "told": re.compile(
        r"\b(?:i )?(?:already|just) (?:told|gave|said|typed|wrote|entered|answered|sent|did)\b|\bi told you\b|"
        r"\byou (?:already )?(?:have|got) (?:it|that|my)\b"
        r"|\b(?:same|it) as before\b|\bi (?:have )?(?:said|given) (?:that|it|you)\b.*\b(?:already|before)\b|"
        r"\basked (?:me )?(?:that )?(?:already|before)\b",
        _I,
    ),
    "skip": re.compile(
        r"^\W*(?:please |can i |i'?d like to |let me |i want to |could we )?(?:skip|pass|leave (?:it|that) (?:out|"
        r"blank|empty)|next(?: one| question)?)(?: (?:it|this|that|please|one|step|question|the (?:e-?mail|phone|"
        r"number|time)))*\W*$"
        r"|\b(?:give|send|tell|add|do) (?:it|that|you)(?: to you| that| it)? later\b|\bskip (?:it|this|that|the)\b|"
        r"^\W*(?:n/?a|none|nada|-+)\W*$",
        _I,
    ),
    "again": re.compile(
        r"^\W*(?:what|what was that|what was the question|come again|pardon|sorry|huh|repeat|say (?:that|it) again|"
        r"repeat (?:that|the question|please)|what did you (?:say|ask)|which question|where were we|continue|go on|"
        r"carry on|resume)\W*$",
        _I,
    ),
    "refuse": re.compile(
        r"\b(?:rather|prefer) not\b|\b(?:do ?n'?t|do not|wo ?n'?t|will not|not going to|not gonna|refuse to|"
        r"not comfortable|no need to) (?:\w+ ){0,3}?(?:give|giving|share|sharing|tell|telling|say|provide|leave|use|"
        r"have|own|got)\b"
        r"|\bi (?:have|got) (?:no|none)\b|^\W*(?:no|nope|nah|no thanks|no thank you|no way|none|not now|never)\W*$|"
        r"\bnone of your business\b|\bthat'?s private\b|\bit'?s private\b"
        r"|\bdon'?t have (?:one|it|an|a|any|e-?mail|phone)\b|\bno (?:e-?mail|phone|mobile|cell|telephone)(?: number|"
        r" address)?\b",
        _I,
    ),
    "unsure": re.compile(
        r"\b(?:not sure|unsure|do ?n'?t know|no idea|dunno|undecided|maybe|any of them|anything|either|whatever|"
        r"in general|general(?:ly)?|all of (?:them|it)|all three|all|just (?:looking|curious)|you (?:tell|advise))\b",
        _I,
    ),
    "change": re.compile(
        r"\b(?:change|correct|fix|edit|update|wrong|mistake|incorrect|not right|typo|misspelled|misspelt|modify|"
        r"different|actually)\b",
        _I,
    ),
    "yes": re.compile(
        r"^\W*(?:yes|yeah|yep|yup|ya|yea|sure|ok|okay|k|fine|agreed|agree|i agree|i consent|i do|correct|right|"
        r"perfect|great|absolutely|definitely|of course|go ahead|do it|"
        r"sounds good|looks good|all good|please do|that'?s (?:fine|right|correct|ok|okay|good)|works for me|"
        r"confirm(?:ed)?|send it|submit|book it|sí|si|vale|claro|all of (?:them|these|the above)|any of (?:them|"
        r"these|those)|👍|✅)(?![a-z])",
        _I,
    ),
    "no": re.compile(
        r"^\W*(?:no|nope|nah|not|never|don'?t|do not|i (?:do not|don'?t) (?:agree|consent)|disagree|i refuse|negative|"
        r"👎)(?![a-z])",
        _I,
    ),
    "channel_call": re.compile(
        r"\b(?:call|calls|calling|phone me|phone calls?|(?:by|over|on|via) (?:the )?phone|ring|telephone)\b", _I
    ),
    "channel_text": re.compile(r"\b(?:text|texts|texting|sms|message me|text messages?|whatsapp)\b", _I),
    "channel_email": re.compile(r"\be-?mail(?:s|ed|ing)?\b|\bwrite (?:to )?me\b", _I),
}  # fmt: skip

_AGE = re.compile(
    r"\b(?:i'?m|i am|im|my age is|i just turned|i turned|soy|tengo)\s+(?:only\s+|just\s+|"
    r"actually\s+)?(\d{1,2})\b(?!\s*(?:%|am|pm|a\.m|p\.m|:|minutes|min|hours|days|weeks|miles|percent|o'?clock))",
    _I,
)
_MINOR = re.compile(
    r"\bi(?:'m| am|m) (?:a |still a |only a )?(?:minor|under ?age|child|kid|teen ?ager)\b|\bi(?:'m| am|"
    r"m) (?:still )?in (?:middle|high|elementary) school\b|\bi'?m under 18\b|\bsoy menor\b",
    _I,
)
ADULT_AGE = 18

# Which detail of the booking a word names.
_DETAILS = {
    "full_name": re.compile(r"\b(?:name|surname|nombre|spell(?:ed|ing)?)\b", _I),
    "phone": re.compile(r"\b(?:phone|number|cell|mobile|telephone|teléfono)\b", _I),
    "email": re.compile(r"\b(?:e-?mail|address|correo|mail)\b", _I),
    "preferred_time": re.compile(r"\b(?:time|day|date|when|hour|slot|schedule|appointment)\b", _I),
    "interest": re.compile(r"\b(?:topic|treatment|interest|subject|therapy)\b", _I),
}  # fmt: skip


def means(control: str, text: str) -> bool:
    """Whether `text` says `control` (a key such as "cancel", "skip" or "refuse")."""
    return bool(_PATTERNS[control].search(text))


def is_minor(text: str) -> bool:
    """Whether the visitor says that they themselves are under 18."""
    match = _AGE.search(text)
    return bool(_MINOR.search(text)) or bool(match and 4 <= int(match[1]) < ADULT_AGE)


def is_adult(text: str) -> bool:
    """Whether the visitor gives an age of 18 or more."""
    match = _AGE.search(text)
    return bool(match and int(match[1]) >= ADULT_AGE)


def detail_named(text: str) -> str | None:
    """The slot that the words name, or None."""
    return next((slot for slot, pattern in _DETAILS.items() if pattern.search(text)), None)


def channels_named(text: str) -> tuple[str, ...]:
    """The ways of contact that `text` mentions, whatever it says about them."""
    return tuple(c for c in ("call", "text", "email") if means(f"channel_{c}", text))


_INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than|not(?: by| via)?|no|and not|don'?t)\s+(?:by\s+|via\s+|an?\s+|the\s+|use\s+|"
    r"send\s+|me\s+)*(\w[\w-]*)",
    _I,
)


_RATHER_NOT = re.compile(r"\b(?:rather|prefer)\s+(?:you\s+|to\s+)?(?:not|didn'?t|don'?t)\b[^,.;]*", _I)


def preferred_channels(text: str) -> tuple[str, ...]:
    """The ways that "call me instead of e-mail" asks for; empty when nothing is preferred over something."""
    if not re.search(r"\b(?:instead|rather|prefer|better|just|only)\b", text, _I):
        return ()
    text = _RATHER_NOT.sub(" ", text)
    refused = {channel for match in _INSTEAD_OF.finditer(text) for channel in channels_named(match[1])}
    return tuple(channel for channel in channels_named(text) if channel not in refused)
