"""Which facts may be said today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge.model import Fact


def split_served(facts: Iterable[Fact], today: date) -> tuple[dict[str, Fact], dict[str, tuple[Fact, str]]]:
    """The facts to serve, and the withheld ones with the reason.

    A fact whose companion (`shown_with`) is withheld is withheld too: a line that plays down a risk must not lose the
    warning that belongs to it.
    """
    served: dict[str, Fact] = {}
    withheld: dict[str, tuple[Fact, str]] = {}
    for fact in facts:
        reason = reason_to_withhold(fact, today)
        if reason:
            withheld[fact.id] = (fact, reason)
        else:
            served[fact.id] = fact
    while alone := [fact for fact in served.values() if any(mate not in served for mate in fact.shown_with)]:
        for fact in alone:
            lost = ", ".join(mate for mate in fact.shown_with if mate not in served)
            withheld[fact.id] = (served.pop(fact.id), f"must be shown with {lost}, which is not served")
    return served, withheld


def reason_to_withhold(fact: Fact, today: date) -> str:
    """Why a fact may not be said on that day by its own review data, or ""."""
    if not fact.reviewer or fact.reviewed_on is None or fact.review_by is None:
        return "not reviewed yet: fill in `review`"
    if fact.reviewed_on > today:
        return f"reviewed on {fact.reviewed_on}, which is in the future"
    if fact.review_by < today:
        return f"past its review date {fact.review_by}: read the source again and set new dates"
    return ""
