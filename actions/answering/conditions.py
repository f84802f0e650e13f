"""What is said about a health condition: only what the articles say, at their strength, never that it is treated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.answering.part_reply import Asked, PartReply, booking_offer, offer_of, person_offer, with_facts, with_text
from actions.answering.select import Wish, companions, fits, ranked, words
from knowledge import Condition, Fact, Knowledge

ASPECTS = frozenset({"", "condition", "uses", "evidence", "choose", "what_is", "mechanism", "compare", "outlook"})
HELPING = re.compile(r"\b(?:help|treat|cure|heal|fix|reverse|stop|work)(?:s|ed|ing)?\b", re.IGNORECASE)
OF_A_CONDITION = frozenset({"", "condition", "uses", "evidence", "choose", "compare"})
"""Aspects under which a condition that is named is mostly what the question is about."""
SURE, SURE_OF_A_CONDITION, SURE_OF_AN_UNKNOWN = 0.75, 0.90, 1.0
"""A fact on no condition that is ranked from this score on is meant, and the condition is only told of around it ("my
mother had cancer, do exosomes cause tumors"); under those aspects from the second, and from the third where the
articles do not mention the condition. On 2,800 messages by seven hands that was so for all but one in fifty."""
ALIKE = 1.1
"""The same for a fact on another condition: the words for what a treatment does for the one are those for the other."""
CLEAR = 0.85
"""The same for a fact on other conditions, where the question is a general one."""
FAR_SCORE, FAR = 0.90, 0.3
"""A fact on no condition that is so high and so far ahead is meant ("will you drill in my hip bone for the cells")."""
GENERAL_ASPECTS = frozenset({"what_is", "mechanism", "compare", "outlook"})
DOUBTFUL = 0.80
"""A condition that nobody here has a name for is hardly one of ours when the best fact is ranked lower."""
MEANT = 0.75
"""From this score on, a fact on one of several conditions named answers for all of them that it concerns."""
AHEAD = 0.15
"""So far ahead of all others it is meant, although another condition is named ("my face ... after the laser")."""
ALONE = 0.4
"""So far ahead it is the answer although it leaves out a condition that is named."""
OWN = 0.15
"""What a fact on the condition itself has ahead of one that only touches it."""
MOST_WORDS = 130
"""Facts on several conditions together take at most about this many words."""
GENERAL = "evidence.overview"
"""The fact that says how strong the evidence is in general."""


def applies(wish: Wish, knowledge: Knowledge) -> bool:
    """Whether the question is about a condition rather than, say, the price of treating it."""
    named = [knowledge.conditions[c] for c in wish.conditions if c in knowledge.conditions]
    best = knowledge.facts.get(wish.part.ranking[0][0]) if wish.part.ranking else None
    if not named or (wish.aspect not in ASPECTS and not _asks_for_help(wish, best, named)):
        return False
    if best is None or set(best.conditions) & set(wish.conditions) or "conditions" in wish.inherited:
        return True
    score, all_covered = wish.part.score(best.id), all(condition.covered for condition in named)
    if score >= _sure(wish.aspect, all_covered=all_covered) and (not best.conditions or all_covered):
        return False
    if wish.aspect in GENERAL_ASPECTS and score >= CLEAR:
        return False
    if not best.conditions and score >= FAR_SCORE and wish.part.lead >= FAR:
        return False
    return wish.aspect in ("", "condition", "evidence") or not any(condition.covered for condition in named)


def _sure(aspect: str, *, all_covered: bool) -> float:
    if aspect not in OF_A_CONDITION:
        return SURE
    return SURE_OF_A_CONDITION if all_covered else SURE_OF_AN_UNKNOWN


def _asks_for_help(wish: Wish, best: Fact | None, named: Sequence[Condition]) -> bool:
    """ "Can stem cells treat autism": asks of a condition, under whatever aspect it was filed; no fact comes near."""
    silent = not any(condition.covered for condition in named)
    return silent and best is not None and wish.part.score(best.id) < SURE and bool(HELPING.search(wish.part.text))


def is_unknown(wish: Wish, knowledge: Knowledge) -> bool:
    """Whether a condition is asked about that has no name here: the facts that come nearest are on others."""
    best = knowledge.facts.get(wish.part.ranking[0][0]) if wish.part.ranking else None
    if best is None or wish.conditions or wish.aspect != "condition" or wish.inherited:
        return False
    return bool(best.conditions) and wish.part.score(best.id) < DOUBTFUL


def unknown(asked: Asked, why: str) -> PartReply:
    """Says that it is not among what the articles speak of, then what they say in general."""
    return _not_mentioned(asked, why, "not_covered.condition_unnamed")


def reply(asked: Asked, why: str) -> PartReply:
    """Facts of the conditions that have any, each in turn; else that the articles don't mention it."""
    if other := _another(asked):
        also = tuple(c for c in asked.wish.conditions if asked.knowledge.conditions[c].covered)
        return _not_mentioned(replace(asked, wish=asked.wish.about(conditions=(other,))), why, also=also)
    if meant := _surely_meant(asked):
        return with_facts(asked, [meant], why=why)
    found = {condition: facts for condition in asked.wish.conditions if (facts := of_condition(condition, asked))}
    if len(found) > 1 and (several := _for_each(asked, found)):
        return with_facts(asked, several, why=why)
    for facts in found.values():
        return _covered(asked, facts, why)
    return _not_mentioned(asked, why)


def _another(asked: Asked) -> str:
    """A condition that the articles don't mention, beside ones that only tell where it shows ("psoriasis, on my scalp
    and elbows"); "" when a fact on those is surely meant."""
    wish, known = asked.wish, asked.knowledge.conditions
    best = asked.knowledge.facts.get(wish.part.ranking[0][0]) if wish.part.ranking else None
    sure = "conditions" not in wish.inherited
    if best is None or (sure and wish.part.score(best.id) >= (ALIKE if best.conditions else SURE_OF_A_CONDITION)):
        return ""
    return next((c for c in wish.conditions if c in known and not known[c].covered), "")


def _surely_meant(asked: Asked) -> Fact | None:
    """The best fact, when the ranking is sure of it and it leaves out no condition on which there are facts."""
    wish = asked.wish
    first = asked.knowledge.facts.get(wish.part.ranking[0][0]) if wish.part.ranking else None
    best = first or next((fact for fact, _ in ranked(wish, asked.knowledge)), None)
    if best is None or wish.inherited or wish.part.score(best.id) < MEANT or best.id in asked.without:
        return None
    wider = {asked.knowledge.conditions[c].kin for c in best.conditions if c in asked.knowledge.conditions}
    told = {c for c in wish.conditions if c in (*best.conditions, *wider) or not of_condition(c, asked)}
    named = bool(set(best.conditions) & set(wish.conditions))
    whole = told == set(wish.conditions) or (wish.part.lead >= ALONE and best.id == wish.part.ranking[0][0])
    meant = whole if named else _far_ahead(best, asked)
    fitting = fits(best, wish) or (named and wish.part.score(best.id) >= ALIKE)
    return best if fitting and meant else None


def _far_ahead(best: Fact, asked: Asked) -> bool:
    """Whether a fact on another condition than those named, all of them covered, is meant nevertheless."""
    wish, known = asked.wish, asked.knowledge.conditions
    covered = all(known[c].covered for c in wish.conditions if c in known)
    return bool(best.conditions) and covered and wish.part.lead >= AHEAD and best.id == wish.part.ranking[0][0]


def _for_each(asked: Asked, found: Mapping[str, list[Fact]]) -> list[Fact]:
    """One fact for each condition, one that speaks of several of them first; empty when they would be too long."""
    named, chosen = set(found), list[Fact]()
    fitting = [f for facts in found.values() for f in facts if fits(f, asked.wish) and f.id not in asked.without]
    once = {fact.id: fact for fact in fitting}.values()
    for fact in sorted(once, key=lambda fact: -len(named & set(fact.conditions))):
        told = {condition for one in chosen for condition in one.conditions}
        if named & set(fact.conditions) - told and words([*chosen, fact], asked.knowledge) <= MOST_WORDS:
            chosen.append(fact)
    return chosen if len(chosen) > 1 or len(named & set(chosen[0].conditions) if chosen else ()) > 1 else []


def of_condition(condition: str, asked: Asked) -> list[Fact]:
    """The facts about a condition, the best-ranked first."""
    scores = {fact.id: score for fact, score in ranked(asked.wish.about(treatments=()), asked.knowledge)}
    held = [fact for fact in asked.knowledge.facts.values() if condition in fact.conditions]
    return sorted(held, key=lambda fact: -scores.get(fact.id, 0.0) - OWN * (fact.aspect == "condition"))


def _covered(asked: Asked, facts: list[Fact], why: str) -> PartReply:
    fitting = [fact for fact in facts if fits(fact, asked.wish) and fact.id not in asked.without]
    if fitting:
        return with_facts(asked, _first(fitting, asked), why=why)
    return with_facts(asked, _first(facts, asked), before=asked.say("answer.only_about"), why=why)


def _first(facts: list[Fact], asked: Asked) -> list[Fact]:
    """The best fact, and one about another treatment that was asked about, or that has something to say too."""
    best = facts[0]
    others = [
        f for f in facts[1:] if f.aspect == "condition" == best.aspect and not set(f.treatments) & set(best.treatments)
    ]
    together = [best] if asked.wish.treatments else [best, *others[:1]]
    short = sum(len(f.text.split()) for f in [*together, *companions(together, asked.knowledge)]) <= 90
    return together if short else [best]


def _not_mentioned(
    asked: Asked, why: str, text_id: str = "not_covered.condition", also: Sequence[str] = ()
) -> PartReply:
    """Not mentioned: says so first, then what is said of the wider kind and of covered conditions named beside it, or
    of the evidence in general."""
    base = asked.knowledge
    known = [base.conditions[c] for c in asked.wish.conditions if c in base.conditions]
    kin = next((condition.kin for condition in known if condition.kin), "")
    related = _one_for_each((kin, *also), asked) if kin else []
    offers = [*map(offer_of, related or _general(base)), booking_offer(base), person_offer(base)]
    said = with_text(asked, "not_covered", asked.say(text_id), offers, why)
    general = related or _general(base)
    if not general:
        return said
    evidence = with_facts(asked, general, before=asked.say("answer.in_general") if not related else "", why=why)
    plain = evidence.messages[0] | {"buttons": said.messages[0]["buttons"]}
    first = said.messages[0] | {"buttons": []}
    corrected = asked.correction
    plain["text"] = plain["text"].removeprefix(f"{corrected}\n") if corrected else plain["text"]
    return PartReply("not_covered", (first, plain), evidence.context, evidence.facts)


def _one_for_each(conditions: Sequence[str], asked: Asked) -> list[Fact]:
    """The best fact on each, as long as they are short together."""
    found: list[Fact] = []
    for condition in conditions:
        best = next((fact for fact in of_condition(condition, asked) if fits(fact, asked.wish)), None)
        if best and best not in found and words([*found, best], asked.knowledge) <= MOST_WORDS:
            found.append(best)
    return found


def _general(knowledge: Knowledge) -> list[Fact]:
    return [knowledge.facts[GENERAL]] if GENERAL in knowledge.facts else []
