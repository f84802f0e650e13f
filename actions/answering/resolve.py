"""Fills the gaps of a part from the context: which treatment "it" is, which point "what about PRP?" continues."""

from __future__ import annotations

import re

from actions.answering.context import Context
from actions.answering.reading import Part
from actions.answering.select import Wish
from knowledge import Knowledge

POINTING = re.compile(
    r"\b(?:it|its|it's|that|this|these|those|they|them|their|one|ones|same|both|either"
    r"|the (?:treatment|therapy|shot|injection)s?)\b",
    re.IGNORECASE,
)
SHORT = 4
"""A question of at most this many words that names no treatment goes on about the last one."""
FOLLOWING = frozenset({"follow_up", "follow_more", "follow_why"})
NO_ASPECT = frozenset({"compare", "choose"})


def resolve(part: Part, context: Context, knowledge: Knowledge) -> Wish:
    """The wish behind a part. What the visitor named always wins over what was said before."""
    following = part.intent in FOLLOWING
    aspect = part.aspect or _named_aspect(part)
    inherited = []
    if following and not aspect and context.aspect:
        aspect, inherited = context.aspect, ["aspect"]
    treatments, conditions = part.treatments, part.conditions
    if not treatments and context.treatments and (following or _points_back(part, aspect, knowledge)):
        treatments = context.treatments
        inherited.append("treatments")
    if not conditions and context.conditions and (following or aspect == "condition") and not part.conditions:
        conditions = context.conditions
        inherited.append("conditions")
    if following and conditions and aspect in ("", "condition") and part.conditions:
        aspect = "condition"
    return Wish(part, aspect, treatments, conditions, tuple(inherited))


def _named_aspect(part: Part) -> str:
    """The aspect named in a follow-up ("and the price?"); a comparing word alone names none if another is there."""
    others = [aspect for aspect in part.aspects if aspect not in NO_ASPECT]
    return (others or list(part.aspects) or [""])[0]


def _points_back(part: Part, aspect: str, knowledge: Knowledge) -> bool:
    known = knowledge.aspects.get(aspect)
    if known is not None and known.group == "clinic":
        return False
    return bool(POINTING.search(part.text)) or len(part.text.split()) <= SHORT


def explain(wish: Wish) -> str:
    """One line for staff: what was taken over from before."""
    if not wish.inherited:
        return ""
    values = {"treatments": ", ".join(wish.treatments), "aspect": wish.aspect, "conditions": ", ".join(wish.conditions)}
    return "from the messages before: " + "; ".join(f"{name} = {values[name]}" for name in wish.inherited)
