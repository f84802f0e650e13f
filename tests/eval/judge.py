"""Judges one reply against what was expected of it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.eval.answers import AnswerKey
from tests.eval.assistant import Turn
from tests.eval.questions import Expectation, Question

BOOKING = "question"
# Kinds of reply that show facts. "The articles do not mention knee pain", then what they say about knee arthritis,
# serves a visitor who asked about the knee as well as the fact alone.
SHOWING = frozenset({"answer", "not_covered"})
INTENTS_OF = {
    "refusal": frozenset(
        f"advice_{kind}"
        for kind in (
            "diagnosis",
            "labs",
            "dose",
            "medication",
            "pregnancy",
            "cancer",
            "minor",
            "candidacy",
            "self_injection",
            "forgo",
            "other",
        )
    ),
    "privacy": frozenset({"privacy_delete", "privacy_access", "privacy_who_sees", "record_lookup"}),
    "handoff": frozenset({"handoff"}),
    BOOKING: frozenset({"book", "ask_and_book"}),
}


@dataclass(frozen=True)
class Verdict:
    """The judgement on a question.

    `right`: every wish was served in an accepted way. `wrong_facts`: facts shown that do not answer; saying nothing
    would have been better. `missed`: the wishes (by number) not served. `intents`: the intents that would be
    right, empty when the question does not tell.
    """

    question: Question
    turn: Turn
    right: bool
    wrong_facts: tuple[str, ...]
    missed: tuple[int, ...]
    intents: frozenset[str]

    @property
    def intent_right(self) -> bool | None:
        """Whether the classifier named a right intent; None when the question is not scored on it."""
        return self.turn.intent in self.intents if self.intents else None


def judge(question: Question, turns: tuple[Turn, ...], key: AnswerKey) -> Verdict:
    """The verdict on the last turn; the turns before it are only what it follows."""
    turn = turns[-1]
    missed = tuple(n for n, wish in enumerate(question.wishes) if not _served(question, wish, turns, key))
    return Verdict(
        question=question,
        turn=turn,
        right=not missed,
        wrong_facts=_wrong_facts(question, turn, key, served=not missed),
        missed=missed,
        intents=_right_intents(question, key),
    )


def _served(question: Question, wish: Expectation, turns: tuple[Turn, ...], key: AnswerKey) -> bool:
    turn = turns[-1]
    ways = _ways(turn) if question.form == "multi" else frozenset({turn.behaviour})
    if wish.intents and not turn.intents & set(wish.intents):
        return False
    if "answer" in wish.behaviour and ways & SHOWING:
        if wish.relation:
            return _related(wish.relation, turns)
        if key.served(wish, turn.facts) or ("answer" in ways and not wish.facts):
            return True
    return bool((ways - {"answer"}) & set(wish.behaviour))


def _ways(turn: Turn) -> frozenset[str]:
    """All the kinds of reply that a message with several wishes got."""
    booking = {BOOKING} if turn.booking else set()
    return frozenset({turn.behaviour, *turn.kinds, *booking})


def _related(relation: str, turns: tuple[Turn, ...]) -> bool:
    before, now = turns[-2], turns[-1]
    if relation == "repeat":
        return set(now.facts) == set(before.facts) != set()
    if relation == "more":
        return bool(now.facts) and not set(now.facts) & set(before.facts)
    return len(before.offered) > 1 and any(fact in before.offered[1] for fact in now.facts)


def _wrong_facts(question: Question, turn: Turn, key: AnswerKey, *, served: bool) -> tuple[str, ...]:
    ways = {way for wish in question.wishes for way in wish.behaviour}
    said_first = turn.behaviour == "not_covered" and "not_covered" in ways
    if turn.behaviour not in SHOWING or said_first or any(wish.relation for wish in question.wishes):
        return ()
    if "answer" in ways and not any(wish.facts for wish in question.wishes):
        return ()
    fine = key.belonging(question.wishes) if served else key.accepted(question.wishes)
    return tuple(fact for fact in turn.facts if fact not in fine)


def _right_intents(question: Question, key: AnswerKey) -> frozenset[str]:
    """The intents a single question may be filed under. A question that fits anywhere is not scored on its intent."""
    if question.form != "single":
        return frozenset()
    wish = question.wishes[0]
    of_facts = key.intents(wish) if wish.facts else frozenset()
    if (wish.facts and not of_facts) or {"clarify", "fallback"} & set(wish.behaviour):
        return frozenset()
    of_behaviour = frozenset().union(*(INTENTS_OF.get(way, frozenset()) for way in wish.behaviour))
    about = {f"ask_{wish.about}"} if wish.about else set()
    return frozenset(wish.intents) | of_facts | of_behaviour | about
