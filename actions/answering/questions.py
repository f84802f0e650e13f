"""Answers one question: with facts, a comparison, what is said of a condition, or that the articles don't say."""

from __future__ import annotations

from collections.abc import Sequence

from actions.answering import compare, conditions
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
from actions.answering.resolve import explain
from actions.answering.select import WORDS, Wish, chosen, of_aspect, ranked, words
from knowledge import Fact, Knowledge

CLOSE = 0.10
"""Facts about different treatments within this score are equally good when no treatment was named."""
PER_TREATMENT = frozenset(
    "what_is contents source mechanism preparation size living inflammation safety rejection tumor storage cost "
    "evidence uses persistence regulation standardization".split()
)
SPECIFIC = 1.0
"""From this score on, a fact that speaks of all the treatments compared is a better answer than the table."""


def reply(asked: Asked) -> PartReply:
    """The reply to a question whose gaps were filled."""
    wish = asked.wish
    why = explain(wish)
    known = asked.knowledge.aspects.get(wish.aspect)
    if known is not None and known.group == "not_covered":
        return not_covered(asked, why)
    if conditions.applies(wish, asked.knowledge):
        return conditions.reply(asked, why)
    if compares(wish):
        return compared(asked, why)
    return answered(asked, why)


def compares(wish: Wish) -> bool:
    """Whether several treatments are held against each other."""
    if wish.aspect in ("compare", "choose"):
        return len(wish.treatments) >= 2
    return len(wish.treatments) >= 2 and "compare" in wish.part.aspects


def answered(asked: Asked, why: str) -> PartReply:
    """With the facts that fit best; asks which treatment when several fit equally well and all would be too long."""
    wish = asked.wish
    facts = chosen(wish, asked.knowledge, without=asked.without)
    if not facts:
        return nothing(asked, why)
    rivals = _rivals(facts, asked)
    if rivals and words([*facts, *rivals], asked.knowledge) > WORDS + 20:
        return clarify_treatment(asked, [*facts, *rivals], why)
    return with_facts(asked, [*facts, *rivals], why=why)


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


def compared(asked: Asked, why: str) -> PartReply:
    """Side by side from the tables; a fact that compares on just this point comes first."""
    wish, base = asked.wish, asked.knowledge
    special = _comparing_fact(asked)
    rows = compare.wanted(wish, compare.lines(wish.treatments, base), asked.context.seen)
    if special and (not rows or _names_a_point(wish)):
        return with_facts(asked, [special], why=why)
    if not rows:
        return answered(asked, why)
    facts = list({fact.id: fact for row in rows for fact in row.facts}.values())
    return _table(asked, special, rows, facts, why)


def _table(
    asked: Asked, special: Fact | None, rows: Sequence[compare.Line], facts: Sequence[Fact], why: str
) -> PartReply:
    base = asked.knowledge
    names = compare.names(asked.wish.treatments, base)
    direct = len(names) == 2 and base.comparison(*asked.wish.treatments) is not None
    intro = asked.say("answer.compare_intro" if direct else "answer.compare_not", first=names[0], second=names[-1])
    opening = special.worded_for(asked.wish.part.question_form) if special else ""
    made = with_facts(asked, [*([special] if special else []), *facts], why=why)
    text = "\n".join(
        p
        for p in (asked.correction, opening, intro, compare.text(rows, base), _limits(made, facts, special, base))
        if p
    )
    said = made.messages[0] | {"text": text, "kind": "answer"}
    more = ask_offer(base.texts.get("button.more_rows"), "follow_more")
    said["buttons"] = [{"title": more.title, "payload": more.payload}, *said["buttons"][-3:]]
    offered = (more, *made.context.offered[-3:])
    context = made.context.showing(made.facts, offered, why)
    return PartReply("answer", (said,), context, made.facts)


def _limits(made: PartReply, facts: Sequence[Fact], special: Fact | None, knowledge: Knowledge) -> str:
    """The companions of the rows shown (approval, warnings), in their first words."""
    from actions.answering.wording import split_first_sentence

    main = {fact.id for fact in facts} | ({special.id} if special else set())
    beside = [knowledge.facts[i] for i in made.facts if i not in main]
    return " ".join(split_first_sentence(fact.text)[0] for fact in beside)


def _comparing_fact(asked: Asked) -> Fact | None:
    """The best-ranked fact that itself speaks of all the treatments compared."""
    for fact, score in ranked(asked.wish, asked.knowledge)[:3]:
        if fact.kind == "fact" and set(asked.wish.treatments) <= set(fact.treatments) and not fact.gap:
            return fact if score >= SPECIFIC else None
    return None


def _names_a_point(wish: Wish) -> bool:
    return any(aspect not in compare.VAGUE for aspect in (*wish.part.aspects, wish.aspect))


def not_covered(asked: Asked, why: str) -> PartReply:
    """The articles are silent on this: said first and plainly, then the nearest covered questions and the team."""
    aspect = asked.knowledge.aspects[asked.wish.aspect]
    text_id = f"not_covered.{aspect.id}"
    text = asked.say(text_id if text_id in asked.knowledge.texts else "not_covered.generic")
    return with_text(asked, "not_covered", text, _near(asked, aspect.near), why)


def nothing(asked: Asked, why: str) -> PartReply:
    """Understood, but no fact answers it."""
    wish, base = asked.wish, asked.knowledge
    if wish.aspect == "cost" and "prp" in wish.treatments:
        return with_text(
            asked, "not_covered", asked.say("not_covered.prp_price"), _near(asked, ("cost", "preparation")), why
        )
    if not wish.aspect and wish.treatments:
        return clarify_aspect(asked, why)
    others = of_aspect(wish.about(treatments=()), base)
    if wish.treatments and others:
        text = asked.say("answer.only_about")
        facts = [fact for fact in others if fact.id not in asked.without][:1]
        if facts:
            return with_facts(asked, facts, before=text, why=why)
    return with_text(asked, "not_covered", asked.say("not_covered.generic"), _near(asked, ("what_is", "safety")), why)


def clarify_aspect(asked: Asked, why: str) -> PartReply:
    """Only a treatment was named: what about it?"""
    treatment = asked.wish.treatments[0]
    offers = [
        ask_offer(
            f"{asked.knowledge.aspects[a].label[:1].upper()}{asked.knowledge.aspects[a].label[1:]}",
            f"ask_{a}",
            treatment=treatment,
        )
        for a in ("what_is", "safety", "cost", "evidence")
    ]
    return with_text(asked, "clarify", asked.say("clarify.aspect"), offers, why)


def _near(asked: Asked, aspects: Sequence[str]) -> list:  # type: ignore[type-arg]
    """Buttons for covered questions nearby, then the booking and a person."""
    found: list[Fact] = []
    for aspect in aspects:
        facts = of_aspect(asked.wish.about(aspect=aspect), asked.knowledge)
        found += [fact for fact in facts if not fact.gap][:1]
    return [*map(offer_of, found[:2]), booking_offer(asked.knowledge), person_offer(asked.knowledge)]
