"""Which facts answer a wish: the ranking of the brain, corrected by what the conversation is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from actions.answering.reading import Part
from knowledge import Fact, Knowledge

WORDS = 90
"""At most about this many words of facts in one answer."""
TREATMENT_WEIGHT = 0.20
CONDITION_WEIGHT = 0.25
ASPECT_WEIGHT = 0.35
TOGETHER = 0.12
"""A second fact comes along when its score is at most this much below the best one's."""
FLOOR = 0.55
"""Below this score no fact answers the question."""


@dataclass(frozen=True)
class Wish:
    """A part with its gaps filled from the context. `inherited` names what was filled."""

    part: Part
    aspect: str
    treatments: tuple[str, ...]
    conditions: tuple[str, ...]
    inherited: tuple[str, ...] = ()

    def about(self, **changes: object) -> Wish:
        """The same wish with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]


def ranked(wish: Wish, knowledge: Knowledge) -> list[tuple[Fact, float]]:
    """All facts that may answer, best first: ranked ones, and those of the aspect and treatments asked about."""
    ids = dict.fromkeys([fact_id for fact_id, _ in wish.part.ranking if fact_id in knowledge.facts])
    if wish.inherited or not wish.part.ranking:
        ids |= dict.fromkeys(fact.id for fact in of_aspect(wish, knowledge))
    scored = [(knowledge.facts[i], _score(knowledge.facts[i], wish)) for i in ids if fits(knowledge.facts[i], wish)]
    return sorted(scored, key=lambda pair: -pair[1])


def of_aspect(wish: Wish, knowledge: Knowledge) -> list[Fact]:
    """The facts of the wish's aspect that concern one of its treatments, in the order of the files."""
    return [
        fact
        for fact in knowledge.facts.values()
        if wish.aspect in (fact.aspect, *fact.also_aspects) and fits(fact, wish)
    ]


def fits(fact: Fact, wish: Wish) -> bool:
    """Whether a fact is about what is asked about; a fact without treatments is about all."""
    return not wish.treatments or not fact.treatments or bool(set(fact.treatments) & set(wish.treatments))


def _score(fact: Fact, wish: Wish) -> float:
    score = wish.part.score(fact.id)
    if "treatments" in wish.inherited or not wish.part.ranking:
        score += TREATMENT_WEIGHT * _overlap(wish.treatments, fact.treatments)
    if "conditions" in wish.inherited:
        score += CONDITION_WEIGHT * _overlap(wish.conditions, fact.conditions)
    if "aspect" in wish.inherited or not wish.part.ranking:
        score += ASPECT_WEIGHT * (1.0 if fact.aspect == wish.aspect else 0.8 * (wish.aspect in fact.also_aspects))
    return score


def _overlap(wanted: Sequence[str], held: Sequence[str]) -> float:
    both, either = set(wanted) & set(held), set(wanted) | set(held)
    return len(both) / len(either) if either else 0.0


def chosen(wish: Wish, knowledge: Knowledge, *, without: Iterable[str] = ()) -> list[Fact]:
    """The one to three facts that answer together, without those they must be shown with. Empty when none answers."""
    taken = set(without)
    candidates = [(fact, score) for fact, score in ranked(wish, knowledge) if fact.id not in taken]
    if not candidates or (wish.part.ranking and not wish.inherited and candidates[0][1] < FLOOR):
        return []
    best, top = candidates[0]
    group = [best]
    for fact, score in candidates[1:]:
        if top - score <= TOGETHER and belongs(fact, group, wish) and words([*group, fact], knowledge) <= WORDS:
            group.append(fact)
        if len(group) == 3:
            break
    return group


def belongs(fact: Fact, group: Sequence[Fact], wish: Wish) -> bool:
    """Whether a fact adds to a group: the same aspect for a treatment that was asked about and is still missing."""
    if fact.aspect != group[0].aspect or fact.gap != group[0].gap or fact.kind != group[0].kind:
        return False
    covered = {treatment for one in group for treatment in one.treatments}
    missing = set(wish.treatments) - covered
    return bool(missing & set(fact.treatments))


def companions(facts: Sequence[Fact], knowledge: Knowledge, about: Sequence[str] = ()) -> list[Fact]:
    """The facts that must travel with these, each once; with `about`, only those that concern these treatments."""
    shown = {fact.id for fact in facts}
    ids = dict.fromkeys(i for fact in facts for i in fact.shown_with if i not in shown)
    found = [knowledge.facts[i] for i in ids if i in knowledge.facts]
    return [fact for fact in found if not about or not fact.treatments or set(about) & set(fact.treatments)]


def words(facts: Sequence[Fact], knowledge: Knowledge) -> int:
    """How many words these facts take with their companions."""
    return sum(len(fact.text.split()) for fact in [*facts, *companions(facts, knowledge)])
