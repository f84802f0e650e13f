"""Treatments held against each other: a comparing fact, rows of the tables, and what must go with them."""

from __future__ import annotations

from collections.abc import Sequence

from actions.answering import compare
from actions.answering.context import Offer
from actions.answering.message import fact_message
from actions.answering.part_reply import Asked, PartReply, ask_offer, buttons_of, more_about, subject, with_facts
from actions.answering.select import Wish, companions, ranked
from actions.answering.wording import capitalized, within_sentence
from knowledge import Fact
from knowledge.wording import split_first_sentence

SPECIFIC = 1.0
"""From this score on, a fact that speaks of all the treatments compared is a better answer than the table alone."""


def applies(wish: Wish) -> bool:
    """Whether several treatments are held against each other."""
    comparing = wish.aspect in ("compare", "choose") or "compare" in wish.part.aspects
    return len(wish.treatments) >= 2 and comparing


def reply(asked: Asked, why: str) -> PartReply | None:
    """Side by side; a fact that compares on just the point asked for stands alone. None when no row speaks of all."""
    wish, base = asked.wish, asked.knowledge
    special = _comparing_fact(asked)
    rows = compare.wanted(wish, compare.lines(wish.treatments, base), asked.context.seen)
    if special and (not rows or _names_a_point(wish)):
        return with_facts(asked, [special], why=why)
    return _table(asked, special, rows, why) if rows else None


def _table(asked: Asked, special: Fact | None, rows: Sequence[compare.Line], why: str) -> PartReply:
    base, lead = asked.knowledge, [special] if special else []
    facts = list({fact.id: fact for fact in [*lead, *(f for row in rows for f in row.facts)]}.values())
    beside = companions(facts, base, asked.wish.treatments)
    limits = " ".join(split_first_sentence(fact.text)[0] for fact in beside)
    opening = special.worded_for(asked.wish.part.question_form) if special else ""
    texts = (asked.correction, opening, _intro(asked), compare.text(rows, base), limits)
    made = fact_message("answer", "\n".join(text for text in texts if text), [*facts, *beside], base)
    offers = _offers(asked, [fact.id for fact in facts])
    made["buttons"] = buttons_of(offers)
    ids = tuple(made["facts"])
    return PartReply("answer", (made,), subject(asked, facts).showing(ids, offers, why), ids)


def _intro(asked: Asked) -> str:
    names = [within_sentence(asked.knowledge.treatments[t].short_name) for t in asked.wish.treatments]
    direct = len(names) == 2 and asked.knowledge.comparison(*asked.wish.treatments) is not None
    text_id = "answer.compare_intro" if direct else "answer.compare_not"
    return capitalized(asked.say(text_id, first=", ".join(names[:-1]), second=names[-1]))


def _offers(asked: Asked, shown: Sequence[str]) -> tuple[Offer, ...]:
    """The next rows, if there are any, then what else may be wanted."""
    seen = [*asked.context.seen, *shown]
    rest = compare.wanted(_whole(asked.wish), compare.lines(asked.wish.treatments, asked.knowledge), seen)
    title = asked.knowledge.texts.get("button.more_rows")
    return (*([ask_offer(title, "follow_more")] if rest else []), *more_about(asked, shown)[-3:])


def more_rows(asked: Asked) -> PartReply | None:
    """The rows that were not shown yet, or None when there are none."""
    wish = _whole(asked.wish)
    rows = compare.wanted(wish, compare.lines(wish.treatments, asked.knowledge), asked.context.seen)
    return _table(asked, None, rows, "more rows of the comparison") if rows else None


def _whole(wish: Wish) -> Wish:
    """The same comparison without a point in particular."""
    return wish.about(aspect="compare", part=wish.part.pointless())


def _comparing_fact(asked: Asked) -> Fact | None:
    """The best-ranked fact that itself speaks of all the treatments compared."""
    for fact, score in ranked(asked.wish, asked.knowledge)[:3]:
        if fact.kind == "fact" and set(asked.wish.treatments) <= set(fact.treatments) and not fact.gap:
            return fact if score >= SPECIFIC else None
    return None


def _names_a_point(wish: Wish) -> bool:
    return any(aspect not in compare.VAGUE for aspect in (*wish.part.aspects, wish.aspect))
