"""Fills the gaps of a part from the context: which treatment "it" is, which point "what about PRP?" continues."""

from __future__ import annotations

import re

from actions.answering.context import Context
from actions.answering.reading import Part
from actions.answering.select import PREFERRED, Wish
from knowledge import Knowledge

POINTING = re.compile(
    r"\b(?:it|its|it's|that|this|these|those|they|them|their|one|ones|same|both|either"
    r"|the (?:treatment|therapy|shot|injection)s?)\b",
    re.IGNORECASE,
)
SHORT = 6
"""A question of at most this many words that names no treatment goes on about the last one."""
UNSURE = 0.60
"""Below this confidence, a condition that is named says more than the intent."""
COMPARING = re.compile(
    r"\b(?:better|best|worse|than|differ\w*|versus|vs|compar\w*|superior|stronger|weaker)\b", re.IGNORECASE
)
"""Words that hold one thing against another; "or" and "the same" alone ask what was asked before."""
ALL = re.compile(r"\ball (?:three|3|of them)\b", re.IGNORECASE)
THERE = re.compile(r"\b(?:there|for (?:it|that|this))\b(?! (?:is|are|any|a|be|was|were)\b)", re.IGNORECASE)
""" "Do stem cells do something there?", "and PRP for it?": for the condition spoken of."""
CLEAR = 0.85
"""A fact ranked from this score on is meant, whatever was spoken of."""
AHEAD = 0.3
"""So far ahead of all facts on what was spoken of."""
FOLLOWING = frozenset({"follow_up", "follow_more", "follow_why"})
EMPTY = frozenset(
    "and but or what how about do does is are can for with the a an then also too so same these those".split()
)
NO_ASPECT = frozenset({"compare", "choose"})
THE_TALK = "consultation"
"""The aspect of "how much do you charge just to sit down and talk": what the treatments cost is no answer."""
OF_CONDITIONS = frozenset({"evidence", "uses", "success_rate", "compare", "choose"})
"""Aspects that are asked of a condition as well as of a treatment."""
ORDINALS = ("first", "former", "second", "latter", "third", "last")
ORDINAL = re.compile(rf"\bthe ({'|'.join(ORDINALS)})\b(?: (?:one|treatment|option))?", re.IGNORECASE)


def resolve(part: Part, context: Context, knowledge: Knowledge) -> Wish:
    """The wish behind a part. What the visitor named always wins over what was said before."""
    following = part.intent in FOLLOWING or (bool(context.aspect) and _only_names(part, knowledge))
    nth = _nth_treatment(part, context, knowledge)
    wish = _with_aspect(Wish(part, "", part.treatments, part.conditions), context, following)
    wish = _with_treatments(wish, context, knowledge, following, nth)
    wish = _with_conditions(wish, context, following or bool(nth))
    if wish.aspect in NO_ASPECT and len(wish.treatments) > 1 and PREFERRED.search(part.text):
        wish = wish.about(aspect="choose", treatments=wish.treatments[:1])
    return wish.about(before=context.facts if following or nth else ())


def _with_aspect(wish: Wish, context: Context, following: bool) -> Wish:
    part = wish.part
    aspect = "" if following and not _asks_new(part) else part.aspect or _named_aspect(part)
    if part.question_form == "how_much" and "cost" in part.aspects and aspect != THE_TALK:
        aspect = "cost"
    if following and aspect in NO_ASPECT and _compares_on(part, context):
        both = tuple(dict.fromkeys((*context.treatments, *part.treatments)))
        return wish.about(aspect=context.aspect, treatments=both, inherited=("aspect", "treatments"))
    if following and not aspect and context.aspect:
        return wish.about(aspect=context.aspect, inherited=("aspect",))
    return wish.about(aspect=aspect)


def _with_treatments(wish: Wish, context: Context, knowledge: Knowledge, following: bool, nth: str) -> Wish:
    part, named = wish.part, wish.treatments
    if nth:
        return wish.about(treatments=(nth,))
    if not named and ALL.search(part.text):
        return wish.about(treatments=tuple(knowledge.treatments))
    if not named and context.treatments and (following or _points_back(part, wish.aspect, context, knowledge)):
        return wish.about(treatments=context.treatments, inherited=(*wish.inherited, "treatments"))
    if wish.aspect in NO_ASPECT and len(named) == 1 and _goes_on(part, context):
        both = tuple(dict.fromkeys((*context.treatments, *named)))
        return wish.about(treatments=both, inherited=(*wish.inherited, "treatments"))
    return wish


def _with_conditions(wish: Wish, context: Context, following: bool) -> Wish:
    part = wish.part
    if part.conditions:
        leads = following or (part.confidence < UNSURE and wish.aspect != "cost")
        return wish.about(aspect="condition") if leads else wish
    if not context.conditions:
        return wish
    inherited = (*wish.inherited, "conditions")
    if part.treatments and THERE.search(part.text):
        own = part.treatments
        return wish.about(aspect="condition", treatments=own, conditions=context.conditions, inherited=inherited)
    if following or _about_condition(part, wish.aspect, wish.treatments, context):
        return wish.about(conditions=context.conditions, inherited=inherited)
    return wish


def _compares_on(part: Part, context: Context) -> bool:
    """Whether "and compared to a stem cell?" holds another treatment against the last one on the point spoken of."""
    named, spoken_of = set(part.treatments), set(context.treatments)
    return context.aspect not in ("", *NO_ASPECT, "what_is") and bool(named) and bool(spoken_of) and named != spoken_of


def _nth_treatment(part: Part, context: Context, knowledge: Knowledge) -> str:
    """ "The second one, where does it come from": one of the treatments spoken of, by its place."""
    found = ORDINAL.search(part.text)
    aspects = {*part.aspects, part.aspect} - {"", *NO_ASPECT}
    shown = next((knowledge.facts[i].treatments for i in context.facts[:1] if i in knowledge.facts), ())
    order = context.treatments if len(context.treatments) > 1 else shown
    if not found or part.treatments or len(order) < 2 or not aspects:
        return ""
    place = ORDINALS.index(found[1].lower()) // 2
    return order[place] if place < len(order) else ""


def _about_condition(part: Part, aspect: str, treatments: tuple[str, ...], context: Context) -> bool:
    """Whether a question goes on about the condition spoken of: "how good is the proof", "is X better for this"."""
    pointing = aspect in NO_ASPECT and bool(POINTING.search(part.text))
    same = aspect not in NO_ASPECT and set(treatments) <= set(context.treatments)
    another = context.aspect == "condition" and bool(treatments) and len(part.text.split()) <= SHORT
    return aspect == "condition" or (aspect in OF_CONDITIONS and (pointing or same or another))


def _goes_on(part: Part, context: Context) -> bool:
    """Whether one treatment is held against those spoken of: "are they better than X?", "so X is better?"."""
    named = set(part.treatments)
    return bool(context.treatments) and (bool(POINTING.search(part.text)) or named < set(context.treatments))


def _asks_new(part: Part) -> bool:
    """Whether a follow-up names a point of its own; "are exosomes?" does not ask what they are."""
    named = _named_aspect(part)
    return part.intent in FOLLOWING and bool(named) and (named != "what_is" or "what" in part.text.lower())


def _only_names(part: Part, knowledge: Knowledge) -> bool:
    """Whether a message only names a treatment or condition ("do exosomes?"), so that the rest comes from before."""
    if not part.known or not (part.treatments or part.conditions):
        return False
    named = [knowledge.treatments[t].aliases for t in part.treatments if t in knowledge.treatments]
    named += [knowledge.conditions[c].aliases for c in part.conditions if c in knowledge.conditions]
    rest = part.text.lower()
    for alias in sorted((alias for aliases in named for alias in aliases), key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(alias.lower())}\b", " ", rest)
    return rest != part.text.lower() and set(re.findall(r"[a-z']+", rest)) <= EMPTY


def _named_aspect(part: Part) -> str:
    """The aspect named in a follow-up ("and the price?"); a comparing word alone names none if another is there."""
    others = [aspect for aspect in part.aspects if aspect not in NO_ASPECT]
    if not others and "choose" not in part.aspects and not COMPARING.search(part.text):
        return ""
    special = [aspect for aspect in others if aspect != "what_is"]
    return (special or others or list(part.aspects) or [""])[0]


def _points_back(part: Part, aspect: str, context: Context, knowledge: Knowledge) -> bool:
    known = knowledge.aspects.get(aspect)
    if known is not None and known.group == "clinic":
        return False
    short = len(part.text.split()) <= SHORT and not _another_subject(part, context, knowledge)
    return short or bool(POINTING.search(part.text))


def _another_subject(part: Part, context: Context, knowledge: Knowledge) -> bool:
    """Whether the message plainly asks about another treatment than the last one: "what are platelets?"."""
    scored = [(knowledge.facts[i], score) for i, score in part.ranking if i in knowledge.facts]
    best, score = scored[0] if scored else (None, 0.0)
    if best is None or score < CLEAR or not best.treatments or set(best.treatments) & set(context.treatments):
        return False
    own = (score for fact, score in scored if not fact.treatments or set(fact.treatments) & set(context.treatments))
    return score - max(own, default=0.0) >= AHEAD


def explain(wish: Wish) -> str:
    """One line for staff: what was taken over from before."""
    if not wish.inherited:
        return ""
    values = {"treatments": ", ".join(wish.treatments), "aspect": wish.aspect, "conditions": ", ".join(wish.conditions)}
    return "from the messages before: " + "; ".join(f"{name} = {values[name]}" for name in wish.inherited)
