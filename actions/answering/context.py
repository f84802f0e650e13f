"""What the conversation is about: kept between turns, so that "and how much is that?" has a that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Offer:
    """A button that was offered, by its title and the payload it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Context:
    """The last treatments, aspect, conditions and facts, what was offered, and which facts were shown so far.

    `question` is the question answered last, in words that say by themselves what is asked; the brain reads a message
    that leans on it together with it. `fallbacks` counts replies in a row that did not understand. `why` says in words
    where inherited values came from; the console shows it.
    """

    treatments: tuple[str, ...] = ()
    aspect: str = ""
    conditions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    offered: tuple[Offer, ...] = ()
    seen: tuple[str, ...] = ()
    fallbacks: int = 0
    why: str = ""
    question: str = ""

    @classmethod
    def of(cls, raw: Mapping[str, Any] | None) -> Context:
        """From the slot's JSON, or an empty one."""
        if not raw:
            return cls()
        offered = tuple(Offer(str(o["title"]), str(o["payload"])) for o in raw.get("offered") or ())
        names = ("treatments", "conditions", "facts", "seen")
        return cls(
            **{name: tuple(raw.get(name) or ()) for name in names},
            aspect=str(raw.get("aspect") or ""),
            offered=offered,
            fallbacks=int(raw.get("fallbacks") or 0),
            why=str(raw.get("why") or ""),
            question=str(raw.get("question") or ""),
        )

    def as_json(self) -> dict[str, Any]:
        """For the slot."""
        return asdict(self)

    def showing(self, facts: tuple[str, ...], offered: tuple[Offer, ...], why: str) -> Context:
        """The same subject after a reply that showed `facts` and offered `offered`."""
        seen = tuple(dict.fromkeys([*self.seen, *facts]))[-60:]
        return replace(self, facts=facts, offered=offered, seen=seen, fallbacks=0, why=why)
