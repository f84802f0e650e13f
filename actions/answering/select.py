"""Which facts answer a wish: the ranking of the brain, corrected by what the conversation is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from actions.answering.likeness import alike
from actions.answering.reading import Part
from knowledge import Fact, Knowledge

WORDS = 90
"""At most about this many words of facts in one answer."""
WORDS_OF_SEVERAL = 125
"""The same when each of several treatments is to be spoken of."""
TREATMENT_WEIGHT = 0.35
CONDITION_WEIGHT = 0.25
ASPECT_WEIGHT = 0.35
TOGETHER = 0.12
"""A second fact comes along when its score is at most this much below the best one's."""
MISSING = 0.55
"""So much lower may a fact be that speaks of a named treatment which the facts so far leave out."""
PRINCIPAL = 0.06
"""What the first fact of an aspect and treatment in the files, the plainest one, has ahead of special ones."""
OF_JUST_THESE = 0.1
"""What a fact on just the treatments named has ahead where the aspect comes from before ("and PRP?")."""
LEANING = 0.1
"""What the ranking of a message counts that names its point only by leaning on what was said."""
ELLIPTIC, LEANING_WORDY = 4, 0.4
"""The same for more words than these, which say something by themselves ("what does moderate even mean")."""
COMPARING = 0.15
"""What a comparing fact has ahead when "which ... more" is asked of several treatments."""
PLAIN = frozenset({"cost", "size", "storage"})
"""Aspects so plain that a fact about anything else is never the answer."""
WIDE = 0.10
"""What each treatment that a fact speaks of counts when a button names none; a gap is no overview."""
OVERVIEW = 0.06
"""What a fact on all the treatments has ahead when none is named."""
TREATMENTS = ("stem_cells", "exosomes", "prp")
LIKE = 0.40
"""What it counts that a fact uses the words of the one shown before: "and exosomes?" after a fact on copying itself."""
REPEATED = 0.25
"""How far a fact falls back that was the last answer, when the visitor goes on about just the same."""
LEVELS = {
    "strong": ("best proven", "proven best", "strongest"),
    "moderate": ("moderate",),
    "emerging": ("emerging",),
}
"""How visitors name the evidence levels."""
LEVEL = 0.25
PREFERRED = re.compile(r"\b(?:over|instead of|rather than)\b", re.IGNORECASE)
"""In "when would you take X over Y", the first one named is asked about."""
VERDICTS = frozenset({"compare", "choose"})
BETTER = re.compile(r"\b(?:better|best|superior|winner)\b", re.IGNORECASE)
COMBINED = 0.10
"""What a fact about using two together has ahead when "both" or "together" was said."""
FLOOR = 0.55
"""Below this score no fact answers the question."""


@dataclass(frozen=True)
class Wish:
    """A part with its gaps filled from the context. `inherited`: what was filled; `before`: the facts shown last."""

    part: Part
    aspect: str
    treatments: tuple[str, ...]
    conditions: tuple[str, ...]
    inherited: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def leans(self) -> bool:
        """Whether the message names its point only by leaning on what was said, so that its own ranking says little."""
        return bool(self.aspect) and (self.part.intent.startswith("follow_") or "aspect" in self.inherited)

    def about(self, **changes: object) -> Wish:
        """The same wish with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]


def ranked(wish: Wish, knowledge: Knowledge) -> list[tuple[Fact, float]]:
    """All facts that may answer, best first: ranked ones, and those of the aspect and treatments asked about."""
    of_the_aspect = {fact.id: fact for fact in of_aspect(wish, knowledge)}
    near = [knowledge.facts[i] for i, _ in wish.part.ranking if i in knowledge.facts]
    found = {fact.id: fact for fact in near if fits(fact, wish)}
    if of_the_aspect and (wish.leans or wish.aspect in PLAIN):
        found = of_the_aspect
    elif wish.inherited or not wish.part.ranking or len(wish.treatments) > 1:
        found |= of_the_aspect
    unsure = wish.inherited or not wish.part.ranking or wish.aspect in ("what_is", "questions_to_ask")
    said = [knowledge.facts[i] for i in wish.before if i in knowledge.facts] if "aspect" in wish.inherited else []
    first = next((fact for fact in of_the_aspect.values() if unsure and _plain(fact, wish)), None)
    again = set(wish.before) if {"aspect", "treatments"} <= set(wish.inherited) else set()
    scored = [
        (
            fact,
            _score(fact, wish)
            + (PRINCIPAL if fact is first else 0.0)
            + (-REPEATED if fact.id in again else LIKE * alike(fact, said[:1])),
        )
        for fact in found.values()
    ]
    return sorted(scored, key=lambda pair: -pair[1])


def of_aspect(wish: Wish, knowledge: Knowledge) -> list[Fact]:
    """The facts of the wish's aspect that concern one of its treatments, in the order of the files."""
    return [
        fact
        for fact in knowledge.facts.values()
        if wish.aspect in (fact.aspect, *fact.also_aspects) and fits(fact, wish)
    ]


def fits(fact: Fact, wish: Wish) -> bool:
    """Whether a fact is about what is asked about; a fact without treatments is about all.

    Of several treatments, it may be about some of them or about all and more, but not about one of them and another:
    "which is cheaper" of PRP and exosomes is not answered by stem cells and exosomes.
    """
    held, wanted = set(fact.treatments), set(wish.treatments)
    if not wanted or not held:
        return True
    return bool(held & wanted) if len(wanted) == 1 else held <= wanted or wanted <= held


def _score(fact: Fact, wish: Wish) -> float:
    score = wish.part.score(fact.id) * (_leaning(wish) if wish.leans else 1.0)
    if "treatments" in wish.inherited or not wish.part.ranking:
        score += TREATMENT_WEIGHT * _overlap(wish.treatments, fact.treatments)
    score += OF_JUST_THESE * ("aspect" in wish.inherited and set(fact.treatments) == set(wish.treatments))
    on_point = fact.aspect == wish.aspect and _compares(fact, wish.treatments)
    if wish.inherited and wish.part.question_form == "which" and on_point:
        score += COMPARING
    wide = fact.aspect == wish.aspect or fact.topic == "comparison"
    if not wish.part.ranking and not wish.treatments and wide:
        score += WIDE * (len(fact.treatments) - 3 * fact.gap)
    text = wish.part.text.lower()
    score += TREATMENT_WEIGHT * _is_preferred(fact, wish)
    if wish.aspect == "evidence" == fact.aspect and any(w in text for w in LEVELS.get(fact.evidence, ())):
        score += LEVEL
    if wish.aspect in VERDICTS and fact.aspect in VERDICTS and BETTER.search(text) and BETTER.search(fact.title):
        score += COMPARING
    if wish.part.ranking and not wish.treatments and wish.part.question_form not in ("which", "yes_no"):
        score += OVERVIEW * (len(fact.treatments) == len(TREATMENTS) and fact.aspect == wish.aspect)
    if "combination" in wish.part.aspects and "combination" in (fact.aspect, *fact.also_aspects):
        score += COMBINED
    if "conditions" in wish.inherited:
        score += CONDITION_WEIGHT * _overlap(wish.conditions, fact.conditions)
    if wish.leans or not wish.part.ranking:
        score += ASPECT_WEIGHT * (1.0 if fact.aspect == wish.aspect else 0.8 * (wish.aspect in fact.also_aspects))
    return score


def _is_preferred(fact: Fact, wish: Wish) -> bool:
    """Whether a fact is first of all about PRP when "PRP over exosomes" is asked."""
    first = bool(wish.treatments) and fact.treatments[:1] == wish.treatments[:1]
    return wish.aspect == "choose" and first and bool(PREFERRED.search(wish.part.text))


def _leaning(wish: Wish) -> float:
    return LEANING if len(wish.part.text.split()) <= ELLIPTIC else LEANING_WORDY


def _plain(fact: Fact, wish: Wish) -> bool:
    """Whether a fact is about just the aspect and treatments asked about."""
    exact = not wish.treatments or set(fact.treatments) == set(wish.treatments)
    return fact.aspect == wish.aspect and exact and fact.kind == "fact"


def _compares(fact: Fact, treatments: Sequence[str]) -> bool:
    """Whether a fact itself holds all of several treatments against each other."""
    compares = "compare" in (fact.aspect, *fact.also_aspects)
    return compares and len(treatments) > 1 and set(treatments) <= set(fact.treatments)


def _overlap(wanted: Sequence[str], held: Sequence[str]) -> float:
    both, either = set(wanted) & set(held), set(wanted) | set(held)
    return len(both) / len(either) if either else 0.0


def chosen(wish: Wish, knowledge: Knowledge, *, without: Iterable[str] = ()) -> list[Fact]:
    """The one to three facts that answer together, without those they must be shown with. Empty when none answers."""
    taken = set(without)
    candidates = [
        (fact, score)
        for fact, score in ranked(wish, knowledge)
        if fact.id not in taken and not _on_another_condition(fact, wish)
    ]
    if not candidates or (wish.part.ranking and not wish.inherited and candidates[0][1] < FLOOR):
        return []
    best, top = _covering(candidates, wish)
    group = [best]
    for fact, score in candidates[1:]:
        near = top - score <= (MISSING if len(wish.treatments) > 1 else TOGETHER)
        if near and belongs(fact, group, wish) and words([*group, fact], knowledge) <= WORDS_OF_SEVERAL:
            group.append(fact)
        if len(group) == 3:
            break
    return sorted(group, key=lambda fact: fact.gap)


def _on_another_condition(fact: Fact, wish: Wish) -> bool:
    """What is said of knees is no answer where the brain was spoken of."""
    return bool(fact.conditions and wish.conditions) and not set(fact.conditions) & set(wish.conditions)


def _covering(candidates: Sequence[tuple[Fact, float]], wish: Wish) -> tuple[Fact, float]:
    """The best one; of several treatments, the best on the aspect that speaks of them all, first of no others."""
    best, top = candidates[0]
    comparing = wish.aspect == "compare"
    wanted = set(wish.treatments)
    if len(wanted) < 2 or wanted == set(best.treatments) or not (comparing or best.aspect == wish.aspect):
        return best, top
    together = [(f, s) for f, s in candidates if f.aspect == wish.aspect and wanted <= set(f.treatments) and not f.gap]
    exact = [(fact, score) for fact, score in together if wanted == set(fact.treatments)]
    return next(iter([*exact, *together]), (best, top))


def belongs(fact: Fact, group: Sequence[Fact], wish: Wish) -> bool:
    """Whether a fact adds to a group: the same aspect for a treatment that was asked about and is still missing."""
    aspects = {fact.aspect, *fact.also_aspects}
    if not aspects & {group[0].aspect, wish.aspect} or fact.kind != group[0].kind:
        return False
    covered = {treatment for one in group for treatment in one.treatments}
    missing = set(wish.treatments) - covered
    return len(wish.treatments) > 1 and bool(missing & set(fact.treatments))


def companions(facts: Sequence[Fact], knowledge: Knowledge, about: Sequence[str] = ()) -> list[Fact]:
    """The facts that must travel with these, each once; with `about`, only those that concern these treatments."""
    shown = {fact.id for fact in facts}
    ids = dict.fromkeys(i for fact in facts for i in fact.shown_with if i not in shown)
    found = [knowledge.facts[i] for i in ids if i in knowledge.facts]
    return [fact for fact in found if not about or not fact.treatments or set(about) & set(fact.treatments)]


def words(facts: Sequence[Fact], knowledge: Knowledge) -> int:
    """How many words these facts take with their companions."""
    return sum(len(fact.text.split()) for fact in [*facts, *companions(facts, knowledge)])
