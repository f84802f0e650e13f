"""Messages that lean on what was said: tell me more, why, the second one, say that again."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answering import side_by_side
from actions.answering.context import Offer
from actions.answering.part_reply import Asked, PartReply, booking_offer, person_offer, with_facts, with_text
from actions.answering.select import of_aspect
from actions.answering.talk import saying
from knowledge import Fact

WHY = re.compile(r"\b(?:why|how come|reasons?|what makes|because|rationale)\b", re.IGNORECASE)
WHY_SHARE = 0.3
HINTED = 0.34
"""Score from which "tell me more about the signals" picks the fact."""
REASON = re.compile(r"\b(?:because|since|so that|the reason|which is why|due to)\b", re.IGNORECASE)


def nothing_before(asked: Asked) -> PartReply:
    """There is nothing that the message could lean on."""
    said = saying("nothing_before", asked.knowledge)
    offered = tuple(Offer(b["title"], b["payload"]) for b in said["buttons"])
    return PartReply("clarify", (said,), replace(asked.context, offered=offered, fallbacks=0))


def more(asked: Asked) -> PartReply:
    """The next facts on the same subject, or the next rows of a comparison."""
    last = [asked.knowledge.facts[i] for i in asked.context.facts if i in asked.knowledge.facts]
    if not last and not asked.context.aspect:
        return nothing_before(asked)
    if any(fact.kind == "row" for fact in last) and (rows := side_by_side.more_rows(_same_subject(asked))):
        return rows
    unseen = _unseen(asked, main_facts(asked)) if last else _of_subject(asked)
    if unseen:
        hinted = max(unseen, key=lambda fact: asked.wish.part.score(fact.id))
        best = hinted if asked.wish.part.score(hinted.id) >= HINTED else unseen[0]
        return with_facts(asked, [best], why="more on the same subject")
    return nothing_more(asked)


def _same_subject(asked: Asked) -> Asked:
    """The treatments of the last reply, also where the message itself named none."""
    treatments = asked.wish.treatments or asked.context.treatments
    return replace(asked, wish=asked.wish.about(treatments=treatments))


def nothing_more(asked: Asked) -> PartReply:
    """All that the articles say was said."""
    offers = [booking_offer(asked.knowledge), person_offer(asked.knowledge)]
    return with_text(asked, "not_covered", asked.say("answer.nothing_more"), offers)


def why(asked: Asked) -> PartReply:
    """The reason behind what was just said: in the fact itself, else in one on the same point; else there is none."""
    last = main_facts(asked)
    if not last:
        return nothing_before(asked)
    given = [fact for fact in last if REASON.search(fact.text) or "why" in fact.openings]
    reasons = [*given, *_reasons(asked, last), *_hinted(asked, last)]
    if reasons:
        form = replace(asked.wish.part, question_form="why")
        return with_facts(replace(asked, wish=asked.wish.about(part=form)), reasons[:1], why="the reason")
    return nothing_more(asked)


def _reasons(asked: Asked, last: list[Fact]) -> list[Fact]:
    """Facts on the same point that are there to say why, even if only that the articles don't say."""
    wish = asked.wish.about(aspect=last[0].aspect, treatments=last[0].treatments)
    found = [fact for fact in of_aspect(wish, asked.knowledge) if fact.kind == "fact" and _gives_reason(fact)]
    spoken_of = _conditions(asked, last[0])
    new = [f for f in found if f.id not in asked.context.facts and not _elsewhere(f, spoken_of)]
    return sorted(new, key=lambda fact: -asked.wish.part.score(fact.id))


def _hinted(asked: Asked, last: list[Fact]) -> list[Fact]:
    """Facts on the same point not shown yet, first those with a reason and those that suit the question's words."""
    new = [fact for fact in _same_point(asked, last) if fact.id not in asked.context.seen]
    return sorted(new, key=lambda fact: (not REASON.search(fact.text), -asked.wish.part.score(fact.id)))


def _gives_reason(fact: Fact) -> bool:
    """Whether a fact is there to answer why: a good part of its example questions ask that."""
    asking = sum(bool(WHY.search(question)) for question in fact.questions)
    return asking >= WHY_SHARE * len(fact.questions)


def again(asked: Asked) -> PartReply:
    """The same facts once more."""
    last = main_facts(asked)
    return with_facts(asked, last[:3], why="said before") if last else nothing_before(asked)


def main_facts(asked: Asked) -> list[Fact]:
    """The facts of the last reply without those that only came along."""
    last = [asked.knowledge.facts[i] for i in asked.context.facts if i in asked.knowledge.facts]
    return [fact for fact in last if not any(fact.id in other.shown_with for other in last)] or last


def _of_subject(asked: Asked) -> list[Fact]:
    """Facts on the aspect spoken of, when the last reply itself showed none."""
    wish = asked.wish.about(aspect=asked.context.aspect, treatments=asked.wish.treatments or asked.context.treatments)
    return [f for f in of_aspect(wish, asked.knowledge) if f.id not in asked.context.seen and not f.gap]


def _same_point(asked: Asked, last: list[Fact]) -> list[Fact]:
    """Facts on the aspect, treatments and conditions of the last ones; never about another condition."""
    first = last[0]
    wish = asked.wish.about(aspect=first.aspect, treatments=first.treatments)
    found = of_aspect(wish, asked.knowledge)
    spoken_of = _conditions(asked, first)
    if spoken_of:
        found = [fact for fact in asked.knowledge.facts.values() if set(fact.conditions) & spoken_of]
    return [fact for fact in found if fact.kind == "fact" and not fact.gap and not _elsewhere(fact, spoken_of)]


def _conditions(asked: Asked, first: Fact) -> set[str]:
    return set(asked.wish.conditions or asked.context.conditions or first.conditions)


def _elsewhere(fact: Fact, spoken_of: set[str]) -> bool:
    """Whether a fact is about a condition that was not spoken of."""
    return bool(fact.conditions) and not set(fact.conditions) & spoken_of


def _unseen(asked: Asked, last: list[Fact]) -> list[Fact]:
    """Facts not shown yet: on the same point, then what goes with the last ones, then on the same topic."""
    taken = {*asked.context.seen, *asked.context.facts}
    first, facts = last[0], asked.knowledge.facts
    beside = [facts[i] for fact in last for i in fact.shown_with if i in facts]
    held = set(first.treatments)
    near = [f for f in facts.values() if f.topic == first.topic and (not f.treatments or held & set(f.treatments))]
    about = sorted([*_same_point(asked, last), *beside, *near], key=lambda fact: set(fact.treatments) != held)
    ordered = {fact.id: fact for fact in about}.values()
    spoken_of = _conditions(asked, first)
    return [f for f in ordered if f.id not in taken and not f.gap and f.kind == "fact" and not _elsewhere(f, spoken_of)]
