"""Messages that lean on what was said: tell me more, why, the second one, say that again."""

from __future__ import annotations

from dataclasses import replace

from actions.answering import side_by_side
from actions.answering.context import Offer
from actions.answering.part_reply import Asked, PartReply, booking_offer, person_offer, with_facts, with_text
from actions.answering.select import of_aspect
from actions.answering.talk import saying
from knowledge import Fact


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
    unseen = _unseen(asked, last)
    if unseen:
        return with_facts(asked, unseen[:1], why="more on the same subject")
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
    """The reason behind what was just said: a fact that answers a why, else what goes with the last fact."""
    last = [asked.knowledge.facts[i] for i in asked.context.facts if i in asked.knowledge.facts]
    if not last:
        return nothing_before(asked)
    unseen = _unseen(asked, last)
    point = asked.wish.aspect or last[0].aspect
    unseen = [fact for fact in unseen if point in (fact.aspect, *fact.also_aspects)] or unseen
    reasons = [
        fact for fact in unseen if "why" in fact.openings or any(q.lower().startswith("why") for q in fact.questions)
    ]
    if reasons or unseen:
        return with_facts(asked, [*reasons, *unseen][:1], why="a reason for what was said before")
    return nothing_more(asked)


def again(asked: Asked) -> PartReply:
    """The same facts once more."""
    last = [asked.knowledge.facts[i] for i in asked.context.facts if i in asked.knowledge.facts]
    if not last:
        return nothing_before(asked)
    main = [fact for fact in last if not any(fact.id in other.shown_with for other in last)] or last
    return with_facts(asked, main[:3], why="said before")


def _unseen(asked: Asked, last: list[Fact]) -> list[Fact]:
    """Facts not shown yet: first on the same point, then on the same topic, about the same treatments."""
    taken = {*asked.context.seen, *asked.context.facts}
    wish = asked.wish.about(aspect=asked.wish.aspect or (last[0].aspect if last else ""))
    same = of_aspect(wish, asked.knowledge)
    topics = {fact.topic for fact in last}
    near = [fact for fact in asked.knowledge.facts.values() if fact.topic in topics and fact.kind == "fact"]
    held = set(wish.treatments)
    near = [fact for fact in near if not held or not fact.treatments or held & set(fact.treatments)]
    return [
        f for f in {f.id: f for f in [*same, *near]}.values() if f.id not in taken and not f.gap and f.kind == "fact"
    ]
