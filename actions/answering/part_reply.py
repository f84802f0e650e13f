"""What one wish is answered with, before the wishes of a message are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from actions.answering.context import Context, Offer
from actions.answering.message import BotMessage, button, fact_message, message
from actions.answering.select import Wish, companions
from actions.answering.wording import correction_first, joined, within_sentence
from knowledge import Fact, Knowledge

MORE = 3
"""At most this many "more about" buttons under a reply."""


@dataclass(frozen=True)
class PartReply:
    """Messages without disclaimer, the ids of the facts shown, what kind of reply it is, and the context it leaves."""

    behaviour: str
    messages: tuple[BotMessage, ...]
    context: Context
    facts: tuple[str, ...] = ()
    booking: bool = False


@dataclass(frozen=True)
class Asked:
    """A wish with all that answering it needs."""

    wish: Wish
    knowledge: Knowledge
    context: Context
    correction: str = ""
    without: frozenset[str] = field(default_factory=frozenset)

    def say(self, text_id: str, **values: str) -> str:
        """A policy text; the names of what is asked about are always at hand."""
        return self.knowledge.texts.get(text_id, **(self._names() | values))

    def _names(self) -> dict[str, str]:
        conditions = [self.knowledge.conditions[c].name for c in self.wish.conditions if c in self.knowledge.conditions]
        treatments = [within_sentence(self.knowledge.treatments[t].short_name) for t in self.wish.treatments]
        return {"condition": ", ".join(conditions), "treatment": " and ".join(treatments)}


def with_facts(asked: Asked, facts: Sequence[Fact], *, before: str = "", extra: str = "", why: str = "") -> PartReply:
    """An answer that shows `facts` and what must travel with them. A gap is worded as not covered."""
    shown = [*facts, *(fact for fact in companions(facts, asked.knowledge))]
    text = joined(facts, shown[len(facts) :], asked.wish.part.question_form)
    text = correction_first(asked.correction, "\n".join(p for p in (before, text, extra) if p))
    gap = bool(facts) and facts[0].gap
    made = fact_message("not_covered" if gap else "answer", text, shown, asked.knowledge)
    offers = more_about(asked, [fact.id for fact in shown])
    made["buttons"] = buttons_of(offers)
    ids = tuple(fact.id for fact in shown)
    context = subject(asked, facts).showing(ids, offers, why)
    return PartReply("not_covered" if gap else "answer", (made,), context, ids)


def with_text(asked: Asked, kind: str, text: str, offers: Sequence[Offer] = (), why: str = "") -> PartReply:
    """A reply without facts."""
    said = message(kind, correction_first(asked.correction, text), buttons=buttons_of(offers))
    return PartReply(kind, (said,), subject(asked, ()).showing((), tuple(offers), why))


def subject(asked: Asked, facts: Sequence[Fact]) -> Context:
    """The context that a wish leaves: what it named; else the one treatment that its answer is about."""
    wish = asked.wish
    held = {treatment for fact in facts for treatment in fact.treatments}
    treatments = wish.treatments or (tuple(held) if len(held) == 1 else ())
    aspect = wish.aspect or (facts[0].aspect if facts else "")
    names_nothing = not wish.part.treatments and not wish.part.conditions
    conditions = wish.conditions or (asked.context.conditions if names_nothing else ())
    return Context(treatments, aspect, conditions, seen=asked.context.seen)


def more_about(asked: Asked, shown: Iterable[str]) -> tuple[Offer, ...]:
    """Up to three facts that a visitor may want next, unseen ones, and at the end the booking."""
    taken = {*shown, *asked.context.seen, *asked.without}
    near = [asked.knowledge.facts[i] for i, _ in asked.wish.part.ranking if i in asked.knowledge.facts]
    same = [f for f in asked.knowledge.facts.values() if f.aspect == asked.wish.aspect]
    fitting = [
        f for f in [*near, *same] if f.id not in taken and _fits(f, asked.wish) and f.kind == "fact" and not f.gap
    ]
    unique = list({fact.id: fact for fact in fitting}.values())[:MORE]
    return (*(offer_of(fact) for fact in unique), booking_offer(asked.knowledge))


def _fits(fact: Fact, wish: Wish) -> bool:
    return not wish.treatments or bool(set(fact.treatments) & set(wish.treatments))


def offer_of(fact: Fact) -> Offer:
    """A button that shows a fact."""
    return Offer(fact.title, button(fact.title, "follow_pick", fact=fact.id)["payload"])


def booking_offer(knowledge: Knowledge) -> Offer:
    """The button that starts a booking."""
    return Offer(knowledge.texts.get("button.book"), "/book")


def person_offer(knowledge: Knowledge) -> Offer:
    """The button that asks for a person."""
    return Offer(knowledge.texts.get("button.person"), "/handoff")


def ask_offer(title: str, intent: str, **entities: object) -> Offer:
    """A button that asks a question."""
    return Offer(title, button(title, intent, **entities)["payload"])


def buttons_of(offers: Iterable[Offer]) -> list[dict[str, str]]:
    """The offers as buttons of a message."""
    return [{"title": offer.title, "payload": offer.payload} for offer in offers]
