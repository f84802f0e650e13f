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

AHEAD = 0.05
"""A fact this much better than any that compares is the answer."""
NEAR = 0.25
"""Rows on the same point within this score of the best one are shown with it."""
SPECIFIC = 0.85
"""From this score on, a fact that speaks of all the treatments compared is a better answer than the table alone."""


def applies(wish: Wish) -> bool:
    """Whether several treatments are held against each other."""
    comparing = wish.aspect == "compare" or "compare" in wish.part.aspects
    return len(wish.treatments) >= 2 and comparing


def reply(asked: Asked, why: str) -> PartReply | None:
    """On a point that was named: the fact or the rows that compare just that. In general: a fact and the first rows.

    None when facts alone answer better: "which is better" is no question for a table.
    """
    wish = asked.wish
    if points := {aspect for aspect in (*wish.part.aspects, wish.aspect) if aspect not in compare.VAGUE}:
        return _on_points(asked, points, why)
    if wish.aspect != "compare" or wish.part.question_form in ("which", "yes_no", "why") or not _is_plain(asked):
        return None
    if len(wish.treatments) != 2 or asked.knowledge.comparison(*wish.treatments) is None:
        return None  # no article holds these against each other in general; a fact says so, or sums all three up
    rows = compare.wanted(wish, compare.lines(wish.treatments, asked.knowledge), asked.context.seen)
    return _table(asked, _comparing_fact(asked), rows, why) if rows else None


def _on_points(asked: Asked, points: set[str], why: str) -> PartReply | None:
    wish, base = asked.wish, asked.knowledge
    lines = [line for line in compare.lines(wish.treatments, base) if line.aspects & points]
    scores = {fact.id: score for fact, score in ranked(wish, base)}
    facts = [fact for fact in _about_all(asked) if points & {fact.aspect, *fact.also_aspects}]
    best = max(facts, key=lambda fact: (fact.aspect in points, scores[fact.id]), default=None)
    in_rows = max((scores.get(f.id, 0.0) for line in lines for f in line.facts), default=0.0)
    compared = max(in_rows, scores[best.id] if best else 0.0)
    if max(scores.values(), default=0.0) > compared + AHEAD:
        return None
    if best and (not lines or scores[best.id] >= in_rows):
        return with_facts(asked, [best], why=why)
    near = [line for line in lines if max(scores.get(f.id, 0.0) for f in line.facts) >= in_rows - NEAR]
    return _table(asked, None, near[: compare.ROWS], why) if near else None


def _is_plain(asked: Asked) -> bool:
    """Whether just the difference is asked for: the best-ranked fact is the general comparison or a row of a table."""
    wish = asked.wish
    best = next((fact for fact, _ in ranked(wish, asked.knowledge)), None)
    if best is None or not wish.part.ranking:
        return True
    table = asked.knowledge.comparison(*wish.treatments) if len(wish.treatments) == 2 else None
    general = {"comparison.all-three", "comparison.stem-cells-prp-gap"}
    return best.kind == "row" or best.id in general | ({f"comparison.{table.id.replace('_', '-')}"} if table else set())


def _about_all(asked: Asked) -> list[Fact]:
    """The ranked facts that themselves speak of all the treatments compared."""
    wanted = set(asked.wish.treatments)
    facts = [fact for fact, _ in ranked(asked.wish, asked.knowledge)]
    return [fact for fact in facts if fact.kind == "fact" and wanted <= set(fact.treatments)]


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
    """The best-ranked fact that compares all the treatments in general, if it is near enough to open the table."""
    scores = {fact.id: score for fact, score in ranked(asked.wish, asked.knowledge)[:3]}
    near = [f for f in _about_all(asked) if scores.get(f.id, 0.0) >= SPECIFIC and f.aspect == "compare" and not f.gap]
    return near[0] if near else None
