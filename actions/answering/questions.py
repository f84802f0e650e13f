"""Answers one question: with facts, a comparison, what is said of a condition, or that the articles don't say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answering import conditions, side_by_side
from actions.answering.context import Offer
from actions.answering.part_reply import (
    Asked,
    PartReply,
    ask_offer,
    booking_offer,
    offer_of,
    person_offer,
    with_facts,
    with_text,
)
from actions.answering.plain_questions import (
    PER_TREATMENT,
    SURE_OF_ASPECT,
    UNSURE,
    of_clinic,
    of_none_named,
    what_each_is,
)
from actions.answering.reading import Part
from actions.answering.resolve import explain
from actions.answering.select import FLOOR, PLAIN, WORDS, WORDS_OF_SEVERAL, Wish, chosen, fits, of_aspect, ranked, words
from actions.answering.wording import capitalized
from knowledge import Fact, Knowledge

CLOSE = 0.10
"""Facts about different treatments within this score are equally good when no treatment was named."""
SURE = 0.95
"""The score from which the fact that the brain ranks first is the answer, if it is about all that is named. Of 1,400
strangers' questions with such a first fact it was right for 98.7%."""
FAR_AHEAD = 0.1
"""So far ahead of all others such a fact is the answer although other treatments are named."""
FARTHER_AHEAD = 0.25
"""The same for a fact on only some of the treatments named: the price of one is no answer to "what do both cost"."""
HARDLY_SURE, CLOSE_BY = 0.86, 0.25
"""The same below this score where a fact on something else is about as near. On 3,070 strangers' questions this took
nine wrong answers of 61 away, and fifteen right ones of 2,075."""
NEAR_ENOUGH = 0.75
"""The score from which the first fact is shown rather than one that suits what is named."""
SURER = 1.0
"""The same where something as plain as a price is named too."""
OUTSIDE = {
    "other_treatment": frozenset({"compare", "choose", "combination"}),
    "abroad": frozenset({"regulation", "cost", "clinic_location"}),
}
"""Aspects that the articles are silent on, and those that they take along when both are named."""


def reply(asked: Asked) -> PartReply:
    """The reply to a question whose gaps were filled."""
    wish = asked.wish
    why = explain(wish)
    asked = replace(asked, wish=wish.about(aspect=_outside(wish) or wish.aspect))
    wish = asked.wish
    known = asked.knowledge.aspects.get(wish.aspect)
    silent = known is not None and known.group == "not_covered"
    if silent:
        return not_covered(asked, why)
    if told := of_clinic(asked) or what_each_is(asked):
        return with_facts(asked, told, why=why)
    if conditions.applies(wish, asked.knowledge):
        return conditions.reply(asked, why)
    if each := of_none_named(asked):
        long = words(each, asked.knowledge) > WORDS_OF_SEVERAL
        return clarify_treatment(asked, each, why) if long else with_facts(asked, each, why=why)
    if meant := _meant(asked):
        return with_facts(asked, meant, why=why)
    if conditions.is_unknown(wish, asked.knowledge):
        return conditions.unknown(asked, why)
    if unsure(wish.part, asked.knowledge) and not _says_more(wish):
        return did_you_mean(asked, [i for i, _ in wish.part.ranking[:3]], why)
    compared = side_by_side.reply(asked, why) if side_by_side.applies(wish) else None
    return compared or answered(asked, why)


def _says_more(wish: Wish) -> bool:
    """Whether something else than the ranking tells what is asked about: what was said before, or what is named."""
    more = bool({"aspect", "conditions"} & set(wish.inherited)) or bool(wish.conditions)
    told = bool(wish.inherited) and (wish.part.confidence >= SURE_OF_ASPECT or wish.part.ranking[0][1] >= UNSURE)
    return more or told or side_by_side.applies(wish)


def unsure(part: Part, knowledge: Knowledge) -> bool:
    """Whether no fact comes near what is asked, although the kind of question is one that facts answer."""
    known = knowledge.aspects.get(part.aspect)
    answers = known is not None and known.group != "not_covered"
    if known is not None and known.group == "clinic" and part.confidence >= SURE_OF_ASPECT:
        return False
    if not answers or not part.ranking:
        return False
    score, best = part.ranking[0][1], knowledge.facts.get(part.ranking[0][0])
    if part.leans and best and part.treatments == best.treatments and part.aspect == best.aspect:
        return False  # "ok and the exosome one": just the point spoken of, of just the treatment named
    return score < UNSURE or (score < HARDLY_SURE and _lead(part, knowledge) < CLOSE_BY)


def _lead(part: Part, knowledge: Knowledge) -> float:
    """How far the first fact is ahead of the next one on something else."""
    best = knowledge.facts.get(part.ranking[0][0])
    if best is None:
        return 1.0
    others = (score for i, score in part.ranking[1:] if not _is_kin(best, knowledge.facts.get(i), part.treatments))
    return part.ranking[0][1] - next(others, 0.0)


def _is_kin(fact: Fact, other: Fact | None, named: Sequence[str]) -> bool:
    """Whether two facts belong together, or are on the same aspect: of the same treatments, if any is named."""
    if other is None or other.id in fact.shown_with or fact.id in other.shown_with:
        return True
    return other.aspect == fact.aspect and (not named or set(other.treatments) == set(fact.treatments))


def did_you_mean(asked: Asked, near: Sequence[str], why: str) -> PartReply:
    """The nearest facts as buttons, and a person."""
    facts = [asked.knowledge.facts[i] for i in near if i in asked.knowledge.facts]
    offers = [*map(offer_of, facts), person_offer(asked.knowledge)]
    return with_text(asked, "clarify", asked.say("clarify.topic"), offers, why)


def _meant(asked: Asked) -> list[Fact]:
    """The fact that the brain is sure of, which nothing here can better, and what goes with it; else nothing."""
    wish, facts = asked.wish, asked.knowledge.facts
    best = facts.get(wish.part.ranking[0][0]) if wish.part.ranking else None
    if best is None or wish.part.score(best.id) < SURE or best.id in asked.without:
        return []
    ahead = FARTHER_AHEAD if set(best.treatments) < set(wish.treatments) else FAR_AHEAD
    if not wish.inherited and wish.part.lead >= ahead and not _is_price_of_others(best, wish):
        return [best]
    if wish.inherited or side_by_side.applies(wish) or not _speaks_of_all(best, wish):
        return []
    found = chosen(wish, asked.knowledge, without=asked.without)
    return found if best in found[:1] else [best]


def _speaks_of_all(fact: Fact, wish: Wish) -> bool:
    """Whether a fact is about all that is named; where no treatment is, it must be about none in particular."""
    if PLAIN & set(wish.part.aspects) - {fact.aspect, *fact.also_aspects} and wish.part.score(fact.id) < SURER:
        return False
    if fact.conditions and wish.conditions and not set(fact.conditions) & set(wish.conditions):
        return False  # however alike they are, "rheumatoid arthritis" is not answered with knee osteoarthritis
    if not wish.treatments:
        return len(fact.treatments) != 1 or fact.aspect not in PER_TREATMENT
    return set(wish.treatments) <= set(fact.treatments) or not fact.treatments


def _outside(wish: Wish) -> str:
    """What the articles leave out and the question still hangs on: PRP against cortisone, approval in Japan."""
    aspects = {wish.aspect, "compare"} if "compare" in wish.part.aspects else {wish.aspect}
    named = [aspect for aspect, of in OUTSIDE.items() if aspect in wish.part.aspects and aspects & of]
    return named[0] if named and len(wish.treatments) < 2 else ""


def answered(asked: Asked, why: str) -> PartReply:
    """With the facts that fit best; asks which treatment when several fit equally well and all would be too long."""
    wish = asked.wish
    facts = chosen(wish, asked.knowledge, without=asked.without)
    facts = [first] if (first := _ranked_first(asked)) and first not in facts else facts
    if not facts:
        return nothing(asked, why)
    equal = sorted([*facts, *(rivals := _rivals(facts, asked))], key=lambda fact: fact.gap)
    if rivals and words(equal, asked.knowledge) > WORDS + 20:
        return clarify_treatment(asked, equal, why)
    return with_facts(asked, equal, why=why)


def _ranked_first(asked: Asked) -> Fact | None:
    """The fact that the brain ranks first, unless it is on only some of the treatments named.

    Of 44 strangers' questions for which something else was chosen here, the first one was right for 40, what was chosen
    for 32.
    """
    wish = asked.wish
    best = asked.knowledge.facts.get(wish.part.ranking[0][0]) if wish.part.ranking else None
    if best is None or wish.inherited or best.id in asked.without or set(best.treatments) < set(wish.treatments):
        return None
    plain = PLAIN & {wish.aspect, *wish.part.aspects} - {best.aspect, *best.also_aspects}
    beside = bool(plain) or _is_price_of_others(best, wish)
    return best if wish.part.score(best.id) >= NEAR_ENOUGH and not beside else None


def _is_price_of_others(fact: Fact, wish: Wish) -> bool:
    """ "Is PRP cheaper than exosomes" is not answered with stem cells against exosomes, however near that is."""
    return fact.aspect == "cost" and not fits(fact, wish)


def _rivals(facts: Sequence[Fact], asked: Asked) -> list[Fact]:
    """One equally good fact for each other treatment, when the visitor named none."""
    if asked.wish.treatments or len(facts[0].treatments) != 1 or facts[0].aspect not in PER_TREATMENT:
        return []
    scored = ranked(asked.wish, asked.knowledge)
    top = next((score for fact, score in scored if fact.id == facts[0].id), 0.0)
    found: dict[str, Fact] = {}
    for fact, score in scored:
        if len(fact.treatments) == 1 and fact.aspect == facts[0].aspect and top - score <= CLOSE:
            found.setdefault(fact.treatments[0], fact)
    found.pop(facts[0].treatments[0], None)
    return list(found.values())[:2]


def clarify_treatment(asked: Asked, facts: Sequence[Fact], why: str) -> PartReply:
    """Asks which treatment is meant; each button asks the same question about one."""
    offers = [
        ask_offer(asked.knowledge.treatments[t].short_name, f"ask_{facts[0].aspect}", treatment=t)
        for t in dict.fromkeys(fact.treatments[0] for fact in facts)
    ]
    return with_text(asked, "clarify", asked.say("clarify.treatment"), offers, why)


def not_covered(asked: Asked, why: str) -> PartReply:
    """The articles are silent on this: said first and plainly, then the nearest covered questions and the team."""
    aspect = asked.knowledge.aspects[asked.wish.aspect]
    text_id = f"not_covered.{aspect.id}"
    text = asked.say(text_id if text_id in asked.knowledge.texts else "not_covered.generic")
    said = with_text(asked, "not_covered", text, _near(asked, aspect.near), why)
    facts = _told(asked, aspect.tells) if aspect.tells else []
    return _and_told(said, asked, aspect.tells, facts) if facts else said


def _told(asked: Asked, aspect: str) -> list[Fact]:
    """The best fact on a covered aspect near to the one asked for, for each treatment that was named (at most two)."""
    found = []
    for treatment in asked.wish.treatments[:2]:
        wish = asked.wish.about(aspect=aspect, treatments=(treatment,))
        own = [fact for fact in of_aspect(wish, asked.knowledge) if fact.treatments == (treatment,)]
        found += sorted(own, key=lambda fact: -wish.part.score(fact.id))[:1]
    new = [fact for fact in found if fact.id not in asked.without]
    return new if words(new, asked.knowledge) <= WORDS else new[:1]


def _and_told(said: PartReply, asked: Asked, aspect: str, facts: list[Fact]) -> PartReply:
    """Not covered, said first; then what is covered."""
    label = asked.knowledge.aspects[aspect].label
    plain = replace(asked, correction="")
    told = with_facts(plain, facts, before=asked.say("answer.they_do_say", label=label), why=said.context.why)
    first = said.messages[0] | {"buttons": []}
    second = told.messages[0] | {"buttons": said.messages[0]["buttons"]}
    return PartReply("not_covered", (first, second), told.context, told.facts)


def nothing(asked: Asked, why: str) -> PartReply:
    """Understood, but no fact answers it."""
    wish, base = asked.wish, asked.knowledge
    if wish.aspect == "cost" and "prp" in wish.treatments:
        return with_text(
            asked, "not_covered", asked.say("not_covered.prp_price"), _near(asked, ("cost", "preparation")), why
        )
    if not wish.aspect and wish.treatments:
        return clarify_aspect(asked, why)
    others = [(fact, wish.part.score(fact.id)) for fact in of_aspect(wish.about(treatments=()), base)]
    near = [(fact, score) for fact, score in others if score >= FLOOR and fact.id not in asked.without]
    if wish.treatments and near:
        best = max(near, key=lambda pair: pair[1])[0]
        return with_facts(asked, [best], before=asked.say("answer.only_about"), why=why)
    return with_text(asked, "not_covered", asked.say("not_covered.generic"), _near(asked, ("what_is", "safety")), why)


def clarify_aspect(asked: Asked, why: str) -> PartReply:
    """Only a treatment was named: what about it?"""
    treatment = asked.wish.treatments[0]
    offers = [
        ask_offer(
            capitalized(asked.knowledge.aspects[a].label),
            f"ask_{a}",
            treatment=treatment,
        )
        for a in ("what_is", "safety", "cost", "evidence")
    ]
    return with_text(asked, "clarify", asked.say("clarify.aspect"), offers, why)


def _near(asked: Asked, aspects: Sequence[str]) -> list[Offer]:
    """Buttons for covered questions nearby, then the booking and a person."""
    found: dict[str, Fact] = {}
    for aspect in aspects:
        facts = [f for f in of_aspect(asked.wish.about(aspect=aspect), asked.knowledge) if not f.gap]
        found |= {fact.id: fact for fact in sorted(facts, key=lambda fact: fact.aspect != aspect)[:1]}
    near = list(found.values())
    return [*map(offer_of, near[:2]), booking_offer(asked.knowledge), person_offer(asked.knowledge)]
