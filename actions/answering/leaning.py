"""Messages whose meaning the brain read together with the question before them: "for what?", "not babies i hope"."""

from __future__ import annotations

from actions.answering.context import Context
from actions.answering.part_reply import Asked, PartReply, with_facts
from actions.answering.reading import Part
from knowledge import Fact, Knowledge

FLOOR = 0.75
"""Below this score no fact is surely meant, and the older ways of filling the gaps are tried."""
SURELY = 1.1
"""From this score on a fact is meant, whatever condition is named ("what about cancer", after "are stem cells safe")."""
SHOWN = 0.10
"""How far a fact falls back that the last reply showed: who asks again wants something else."""
LONGEST_QUESTION = 200


def reply(asked: Asked) -> PartReply | None:
    """The fact that answers the message in its context; None when none surely does."""
    if not asked.wish.part.leans or not asked.wish.part.aspect or _is_elsewhere(asked):
        return None
    scored = [(asked.knowledge.facts[i], score) for i, score in asked.wish.part.ranking if i in asked.knowledge.facts]
    held = [(fact, score - SHOWN * (fact.id in asked.context.facts)) for fact, score in scored]
    best, score = max(held, key=lambda pair: pair[1], default=(None, 0.0))
    if best is None or score < FLOOR:
        return None
    wish = asked.wish.about(treatments=asked.wish.part.treatments or best.treatments, aspect=best.aspect)
    told = Asked(wish, asked.knowledge, asked.context, asked.correction, asked.without)
    return with_facts(told, [best], why=f"read after: {asked.context.question}")


def _is_elsewhere(asked: Asked) -> bool:
    """What the articles are silent on, and conditions that the best fact is not about, have their own replies."""
    part, known = asked.wish.part, asked.knowledge.aspects.get(asked.wish.part.aspect)
    best = next((asked.knowledge.facts[i] for i, _ in part.ranking if i in asked.knowledge.facts), None)
    silent = known is not None and known.group == "not_covered"
    surely = part.ranking and part.ranking[0][1] >= SURELY
    return silent or (not surely and best is not None and bool(part.conditions) and not set(part.conditions) & set(best.conditions))


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
