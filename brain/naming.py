"""Which treatments and conditions a wish is about, of those that its message names."""

from __future__ import annotations

import re

from brain.domain_text import DomainText, Named
from brain.ranking import RankedFact
from brain.wish import Wish

LIKENED = re.compile(r"\b(?:like|the way)\b", re.IGNORECASE)
"""Between two treatments: the first is asked about ("do stem cells form a scaffold like PRP does")."""
PREFERRED = re.compile(r"\b(?:over|rather than|instead of|in place of)\b", re.IGNORECASE)
"""Between two treatments: the question is when to take the first."""
SURE = 0.95
"""The score from which a fact says more about what is meant than treatments named in other sentences."""


def named(entity: str, text: DomainText, wish: Wish) -> list[str]:
    """What a wish names. "How much is PRP and is it safe?": what is named elsewhere holds for it too."""
    return named_inside(entity, text, wish) or _told(entity, text, wish)


def _told(entity: str, text: DomainText, wish: Wish) -> list[str]:
    """What the other sentences name; for a wish that leans on what stands before it, only that."""
    before = text.values(entity, 0, wish.start) if wish.leans else []
    return before or text.values(entity)


def named_inside(entity: str, text: DomainText, wish: Wish) -> list[str]:
    """What the wish itself names, without what it is only likened to."""
    inside = text.values(entity, wish.start, wish.end)
    return inside[:1] if entity == "treatment" and _stands_between(LIKENED, text, wish) else inside


def named_first(entity: str, text: DomainText, wish: Wish) -> list[str]:
    """The same; of two treatments of which one is to be preferred, only that one."""
    found = named(entity, text, wish)
    return found[:1] if entity == "treatment" and _stands_between(PREFERRED, text, wish) else found


def treatments(text: DomainText, wish: Wish, facts: list[RankedFact]) -> list[str]:
    """The treatments that a wish is about; what it names itself counts most, then a fact that is surely meant."""
    inside, told = named_inside("treatment", text, wish), _told("treatment", text, wish)
    meant = list(facts[0].treatments) if facts and facts[0].score >= SURE else []
    return inside or (meant if meant and told and not set(meant) & set(told) else told)


def _stands_between(words: re.Pattern[str], text: DomainText, wish: Wish) -> bool:
    """Whether the words stand between the two treatments that a wish names."""
    found = [n for n in text.named if n.entity == "treatment" and wish.start <= n.start and n.end <= wish.end]
    return len({n.value for n in found}) == 2 and bool(words.search(_between(text, found)))


def _between(text: DomainText, found: list[Named]) -> str:
    return text.text[found[0].end : found[-1].start]
