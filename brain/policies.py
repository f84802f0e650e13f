"""Patterns of wrong premises and of personal medical advice, from knowledge/policies; the model file carries them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brain.tidy import matching_text

GROUP = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Pattern:
    """Holds when any of `any` matches and none of `unless`; `result` is what it means."""

    result: str
    any: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def holds(self, plain: str) -> bool:
        """Whether it holds for a text in the matching form."""
        return any(p.search(plain) for p in self.any) and not any(p.search(plain) for p in self.unless)


def compiled(policy: Mapping[str, Any], entries: str, result: str) -> tuple[Pattern, ...]:
    """The patterns listed under `entries`; `result` names the key whose value a match means."""
    words = policy.get("words") or {}
    return tuple(
        Pattern(str(entry[result]), _expressions(entry["any"], words), _expressions(entry.get("unless") or [], words))
        for entry in policy.get(entries) or []
    )


def first_match(patterns: Sequence[Pattern], text: str) -> str | None:
    """What the first pattern that holds means, in the order of the file; None when none does."""
    plain = matching_text(text)
    return next((pattern.result for pattern in patterns if pattern.holds(plain)), None)


def _expressions(sources: Sequence[str], words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_expanded(source, words), re.IGNORECASE) for source in sources)


def _expanded(source: str, words: Mapping[str, str]) -> str:
    return GROUP.sub(lambda match: f"(?:{_expanded(words[match.group(1)], words)})", source)
