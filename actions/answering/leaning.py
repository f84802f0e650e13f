"""Messages whose meaning the brain read together with the question before them: "for what?", "not babies i hope"."""

from __future__ import annotations

import re

from actions.answering import conditions
from actions.answering.context import Context
from actions.answering.part_reply import Asked, PartReply, with_facts
from actions.answering.reading import Part
from actions.answering.select import fits
from knowledge import Fact, Knowledge

FLOOR = 0.75
"""Below this score no fact is surely meant, and the older ways of filling the gaps are tried."""
SURELY = 1.1
"""From this score on a fact is meant, whatever condition is named ("what about cancer" after "are they safe")."""
CLEARLY = 0.95
"""From here on also one on other treatments than those spoken of ("and platelets?", after the size of exosomes)."""
OTHER = re.compile(r"\bother\b", re.IGNORECASE)
OWN = 0.15
"""What a fact on just the treatments spoken of has ahead."""
SHOWN = 0.10
"""How far a fact falls back that the last reply showed: who asks again wants something else."""
LONGEST_QUESTION = 200


def reply(asked: Asked) -> PartReply | None:
    """The fact that answers the message in its context; None when none surely does."""
    if not asked.wish.part.leans or not asked.wish.part.aspect or _is_elsewhere(asked):
        return None
    scored = [(asked.knowledge.facts[i], score) for i, score in asked.wish.part.ranking if i in asked.knowledge.facts]
    held = [(fact, score + _ahead(fact, asked)) for fact, score in scored if score >= CLEARLY or _suits(fact, asked)]
    best, score = max(held, key=lambda pair: pair[1], default=(None, 0.0))
    if best is None or score < FLOOR or _misses_condition(asked, best, score):
        return None
    wish = asked.wish.about(treatments=asked.wish.part.treatments or best.treatments, aspect=best.aspect)
    told = Asked(wish, asked.knowledge, asked.context, asked.correction, asked.without)
    return with_facts(told, [best], why=f"read after: {asked.context.question}")


def _ahead(fact: Fact, asked: Asked) -> float:
    """What a fact gains for being on just what was spoken of, less what it loses when it was shown there."""
    part, before = asked.wish.part, asked.context
    on_subject = not OTHER.search(part.text) and not part.treatments and fact.treatments == before.treatments != ()
    on_condition = part.aspect == "condition" and bool(set(fact.conditions) & set(before.conditions))
    if fact.id in before.facts:
        return -SHOWN
    return OWN * on_subject + OWN * on_condition


def _suits(fact: Fact, asked: Asked) -> bool:
    """Whether a fact is about nothing else than the treatments spoken of, where the message names none."""
    named = asked.wish.part.treatments or OTHER.search(asked.wish.part.text)
    return bool(named) or fits(fact, asked.wish.about(treatments=asked.context.treatments))


def _misses_condition(asked: Asked, best: Fact, score: float) -> bool:
    """ "Proof?", after a question on a condition, asks of that."""
    return "conditions" in asked.wish.inherited and best.id == conditions.GENERAL and score < SURELY


def _is_elsewhere(asked: Asked) -> bool:
    """What the articles are silent on, and conditions that the best fact is not about, have their own replies."""
    part, known = asked.wish.part, asked.knowledge.aspects.get(asked.wish.part.aspect)
    best = next((asked.knowledge.facts[i] for i, _ in part.ranking if i in asked.knowledge.facts), None)
    silent = known is not None and known.group == "not_covered"
    surely = best is not None and not best.conditions and part.ranking[0][1] >= SURELY
    return silent or (
        not surely and best is not None and bool(part.conditions) and not set(part.conditions) & set(best.conditions)
    )


def question_after(part: Part, reply: PartReply, before: Context, knowledge: Knowledge) -> str:
    """The question that the next message may lean on: the visitor's, or the fact's where that leaned itself."""
    if not reply.facts and (part.leans or not part.aspect or not part.known):
        return before.question
    if part.text and part.known and not part.leans and (part.treatments or part.conditions):
        return part.text[-LONGEST_QUESTION:]
    answering = _main(reply, knowledge)
    return answering.questions[0] if answering else part.text[-LONGEST_QUESTION:]


def _main(reply: PartReply, knowledge: Knowledge) -> Fact | None:
    return next((knowledge.facts[i] for i in reply.facts if i in knowledge.facts), None)
