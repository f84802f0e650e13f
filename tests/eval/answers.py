"""Which facts answer what: the named sets of facts.yml, resolved against the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from knowledge import Fact, Knowledge
from tests.eval.questions import Expectation


class AnswerKey:
    """Says whether the facts that were shown serve a wish, and which of them do not belong."""

    def __init__(self, sets: Mapping[str, Iterable[str]], facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._sets = {name: frozenset(_resolve(ids, facts)) for name, ids in sets.items()}

    @classmethod
    def of(cls, sets: Mapping[str, Iterable[str]], knowledge: Knowledge) -> AnswerKey:
        """The key for a knowledge base."""
        return cls(sets, knowledge.facts)

    def ids(self, name: str) -> frozenset[str]:
        """The fact ids of a set. Raises KeyError for an unknown set."""
        return self._sets[name]

    def served(self, wish: Expectation, shown: Iterable[str]) -> bool:
        """Whether one of the wish's alternatives is served: a fact of each of its sets was shown."""
        there = set(shown)
        return any(all(there & self.ids(name) for name in alternative) for alternative in wish.facts)

    def accepted(self, wishes: Iterable[Expectation]) -> frozenset[str]:
        """Every fact that answers one of the wishes."""
        names = {name for wish in wishes for alternative in wish.facts for name in alternative}
        return frozenset().union(*(self.ids(name) for name in names))

    def belonging(self, wishes: Iterable[Expectation]) -> frozenset[str]:
        """The accepted facts, what must travel with them, and facts on the same aspect of the same treatments.

        Where the difference between two treatments answers, the rows of their table belong to it: the reply is to hold
        them side by side.
        """
        accepted = self.accepted(wishes)
        compared = {frozenset(self._facts[i].treatments) for i in accepted if self._facts[i].aspect == "compare"}
        rows = {fact.id for fact in self._facts.values() if fact.kind == "row" and set(fact.treatments) in compared}
        subjects = {_subject(self._facts[fact_id]) for fact_id in accepted}
        pairs = {pair for fact_id in accepted for pair in self._facts[fact_id].shown_with}
        kin = {fact.id for fact in self._facts.values() if _subject(fact) in subjects}
        return accepted | pairs | kin | rows

    def intents(self, wish: Expectation) -> frozenset[str]:
        """The intents under which a wish for facts may rightly be filed; empty when any would do."""
        facts = [self._facts[fact_id] for fact_id in self.accepted([wish])]
        if len(facts) == len(self._facts):
            return frozenset()
        intents = {f"ask_{aspect}" for fact in facts for aspect in (fact.aspect, *fact.also_aspects)}
        intents |= {"ask_condition" for fact in facts if fact.conditions}
        return frozenset(intents | {"ask_compare" for fact in facts if fact.kind == "row"})


def _subject(fact: Fact) -> tuple[str, frozenset[str]]:
    return fact.aspect, frozenset(fact.treatments)


def _resolve(ids: Iterable[str], facts: Mapping[str, Fact]) -> Iterable[str]:
    for wanted in ids:
        if "*" in wanted:
            yield from (fact_id for fact_id in facts if fnmatchcase(fact_id, wanted))
        elif wanted in facts:
            yield wanted
