"""Requests by which a clinic loses a patient when they go unheard: an appointment, a call back, another day.

Found by their plain words, whatever the classifier makes of the rest of the message.
"""

from __future__ import annotations

import re

ASKS = r"(?:can|could|may|might|when can|when could|how soon can|is it ok if|mind if)"
THEY = r"(?:i|we|he|she|they|my \w+(?: and i)?|us)"
MEETING = r"(?:appointments?|appts?|consult(?:ation)?s?|visits?|slots?|spots?|openings?|meeting)"
WHEN = (
    r"(?:today|tonight|tomorrow|tmrw|(?:on |this |next |coming )*"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|this week|next week|the \d+(?:st|nd|rd|th)?"
    r"|(?:at|around|after|before) \d|(?:after|before|during) (?:work|lunch|school)|in the (?:morning|afternoon|evening)"
    r"|sometime|asap|soon)"
)
BOOK = re.compile(
    rf"\b(?:book|schedule|sign|pencil|put|fit|squeeze|slot) (?:me|us|him|her|my \w+)"
    rf"(?: (?:in|up|down|for)\b(?! (?:touch|contact))|\W*$)"
    rf"|\bget (?:me|us|him|her) in\b"
    rf"|\b(?:make|set up|arrange|schedule|book|reserve|get|want|need|like|love|grab|take)"
    rf" (?:(?:an?|my|the|one|any|some|first|free|next) )*(?:[\w-]+ )?{MEETING}\b(?! (?:is|are|was|cost|free\b))"
    rf"|\b{ASKS} {THEY} (?:just |also |both |please )*(?:come|drop|stop|swing|pop)(?: (?:in|by|over|round|down))*"
    rf"(?: (?:and|to) (?:see|talk|meet|speak)\b| {WHEN}\b)"
    rf"|\b(?:like|want|love|hoping|ready|wanna) (?:to )?(?:come|get|be) (?:in|by|seen|started)\b"
    rf"|\b(?:do|does) (?:you|u|ya|yall|they)(?: guys)? have (?:any|some|a|an|free)?\s*"
    rf"(?:openings?|slots?|spots?|room|space|time)\b(?: (?:for|on))?(?= {WHEN}|\W*$)"
    rf"|\b(?:is|are) {WHEN}(?: [\w:]+){{0,2}} (?:possible|free|available|open|ok|okay|good)\b"
    rf"|\b(?:when|what days?|what time|how (?:fast|soon|quick(?:ly)?)) can {THEY}"
    rf" (?:come|get in|be seen|see (?:some|the|a))\b"
    rf"|\b(?:any|got) (?:openings?|slots?|spots?)\b",
    re.IGNORECASE,
)
""" "can we just come by on Saturday", "I'd love a spot", "book me in", "do you have room on Tuesday"."""
CALL = re.compile(
    r"\b(?:call|ring|phone|text) (?:me|us)\b(?=\W*$|[,.?!;-]| (?:back|at|on|in|after|before|around|about|when|today"
    r"|tomorrow|tmrw|tonight|this|next|later|asap|please|pls|now|first|to|and|for|with|or|if|i|i'm|\d+)\b)"
    r"|\bgive (?:me|us) a (?:call|ring|buzz)\b"
    r"|\bto be (?:called|phoned|rung)\b",
    re.IGNORECASE,
)
""" "call me", "have someone ring me after 4"; but "call me Mike" and "call me a sceptic" are something else."""
MOVE = re.compile(
    r"\breschedul\w*\b"
    r"|\b(?:move|change|shift|push|switch) (?:my|our|the|his|her) (?:appointment|appt|visit|booking|slot)\b",
    re.IGNORECASE,
)
NOT_NOW = re.compile(
    r"\b(?:without|don'?t|do not|not|never|no need to|no longer|promised|before (?:i|we)|if i|once i|when i|after i"
    r"|stop|did|was|were|had|who|what if|wh(?:y|at) (?:do|does|would|should)|should i|do i (?:have|need)|is my"
    r"|is there a|how late|how early)\b",
    re.IGNORECASE,
)
""" "do I need an appointment", "don't call me", "before I book": speaks of it and asks for something else."""
REQUESTS = ((MOVE, "handoff"), (BOOK, "book"), (CALL, "handoff"))
"""What is booked already is for the team to change."""
HEARD = frozenset({"book", "handoff", "cancel", "change_detail", "stop_contact", "record_lookup", "complaint"})
"""Labels under which such a request is heard already."""


def requested(text: str) -> str:
    """The intent that a stretch of text asks for by its plain words: "book", "handoff", or ""."""
    for pattern, intent in REQUESTS:
        for found in pattern.finditer(text):
            if not NOT_NOW.search(_around(text, found)):
                return intent
    return ""


def _around(text: str, found: re.Match[str]) -> str:
    """What is found, with the words of its own clause before it."""
    before = re.split(r"[.?!,;\n]|\band\b|\bbut\b|\balso\b", text[: found.start()])[-1]
    return before[-40:] + found.group()
