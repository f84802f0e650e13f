"""The numbers: one `Score` per part of the questions, each a share with the counts it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from tests.eval.judge import Verdict

# The facts (or the honest "not covered") a visitor needs, against what would mislead: the order of the table.
MEASURES = ("right_facts", "wrong_facts", "not_covered_with_fact", "multi_served", "followups", "behaviour", "intent")
LOWER_IS_BETTER = frozenset({"wrong_facts", "not_covered_with_fact"})


@dataclass(frozen=True)
class Share:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """0 to 100; 0 when there is nothing to count."""
        return 100.0 * self.hits / self.of if self.of else 0.0

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """The Wilson score interval in percent, 95% by default."""
        if not self.of:
            return 0.0, 100.0
        p, n = self.hits / self.of, self.of
        middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 100.0 / (1 + z * z / n)
        return scale * (middle - spread), scale * (middle + spread)


def share(verdicts: Iterable[Verdict], hit: Callable[[Verdict], bool]) -> Share:
    """The share of verdicts that are a hit."""
    counted = [hit(verdict) for verdict in verdicts]
    return Share(sum(counted), len(counted))


def measure(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    """Every measure of MEASURES over the verdicts of one part."""
    singles = [v for v in verdicts if v.question.form == "single"]
    silent = [v for v in singles if v.question.wishes[0].about]
    return {
        "right_facts": share((v for v in singles if wants_facts(v)), lambda v: v.right),
        "wrong_facts": share(singles, lambda v: bool(v.wrong_facts)),
        "not_covered_with_fact": share(silent, lambda v: bool(v.wrong_facts)),
        "multi_served": share((v for v in verdicts if v.question.form == "multi"), lambda v: v.right),
        "followups": share((v for v in verdicts if v.question.form == "dialogue"), lambda v: v.right),
        "behaviour": share((v for v in singles if not wants_facts(v)), lambda v: v.right),
        "intent": share((v for v in singles if v.intents), lambda v: bool(v.intent_right)),
    }


def wants_facts(verdict: Verdict) -> bool:
    """Whether a right reply to the question holds facts."""
    return any(wish.facts for wish in verdict.question.wishes)


def per_topic(verdicts: Sequence[Verdict]) -> dict[str, dict[str, Share]]:
    """Right replies and replies with wrong facts, for each topic of the questions."""
    topics = sorted({v.question.topic for v in verdicts})
    table = {}
    for topic in topics:
        mine = [v for v in verdicts if v.question.topic == topic]
        table[topic] = {
            "right": share(mine, lambda v: v.right),
            "wrong_facts": share(mine, lambda v: bool(v.wrong_facts)),
            "unknown": share(mine, lambda v: not v.right and v.turn.behaviour in ("fallback", "clarify")),
        }
    return table


def confusion(verdicts: Iterable[Verdict], topic_of: Callable[[str], str]) -> Counter[tuple[str, str]]:
    """How often a single question of a topic got a reply of a topic (or a kind of reply, where no fact was shown)."""
    return Counter((v.question.topic, shown_topic(v, topic_of)) for v in verdicts if v.question.form == "single")


def shown_topic(verdict: Verdict, topic_of: Callable[[str], str]) -> str:
    """What a reply counts as: the question's own topic when right, else the topic of the first fact, else its kind."""
    own, turn = verdict.question.topic, verdict.turn
    if verdict.right:
        return own
    if turn.behaviour != "answer" or not turn.facts:
        return f"({turn.behaviour})"
    shown = topic_of(turn.facts[0])
    return "(wrong fact, same topic)" if shown == own else shown
