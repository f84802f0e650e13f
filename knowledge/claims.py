"""Matching of policy patterns (advice, wrong premises) and the linter for claims that may never be made.

Standard library only, so that the brain, the action server and the desk share one reading of the policy files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_GROUP = re.compile(r"\{([a-z_]+)\}")
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc\u00b4`]")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"'})
_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_DEPTH = 12
_LONGEST = 2000  # longer text is cut: the patterns are about one question, and the danger check has read it all


def matching_text(text: str) -> str:
    """Lower-case NFKC text without apostrophes and with single blanks: the form all policy patterns are written for."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_QUOTES).casefold()
    return _SPACES.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """Put the named word groups into `pattern`; raises ValueError for an unknown or endless one."""
    for _ in range(_DEPTH):
        if not _GROUP.search(pattern):
            return pattern
        pattern = _GROUP.sub(lambda found: f"(?:{_group(found.group(1), words)})", pattern)
    raise ValueError(f"word groups refer to each other without end: {pattern[:80]}")


def _group(name: str, words: Mapping[str, str]) -> str:
    if name not in words:
        raise ValueError(f"unknown word group {{{name}}}")
    return words[name]


class PolicyMatcher:
    """Finds the first pattern of a policy file that a text answers to. Build once; safe to share."""

    def __init__(self, patterns: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> None:
        """Compile `patterns` (dicts with any/unless); raises ValueError for a broken one."""
        self._patterns = [
            (pattern, _compile(pattern["any"], words), _compile(pattern.get("unless", []), words))
            for pattern in patterns
        ]

    def first(self, text: str) -> Mapping[str, Any] | None:
        """The first pattern whose `any` is in `text` while its `unless` is not; None when there is none."""
        return next(iter(self.all(text)), None)

    def all(self, text: str) -> list[Mapping[str, Any]]:
        """Every matching pattern, in file order."""
        plain = matching_text(text)
        return [pattern for pattern, wanted, unless in self._patterns if _matches(plain, wanted, unless)]


def _compile(sources: Iterable[str], words: Mapping[str, str]) -> list[re.Pattern[str]]:
    compiled = []
    for source in sources:
        try:
            compiled.append(re.compile(expand(source, words), re.IGNORECASE))
        except (re.error, ValueError) as problem:
            raise ValueError(f"{problem} in pattern {source[:120]!r}") from problem
    return compiled


def _matches(plain: str, wanted: list[re.Pattern[str]], unless: list[re.Pattern[str]]) -> bool:
    return any(p.search(plain) for p in wanted) and not any(p.search(plain) for p in unless)


@dataclass(frozen=True)
class Claim:
    """A forbidden claim found in a text: the rule's id, the words, and the sentence they stand in."""

    id: str
    words: str
    sentence: str


class ClaimLinter:
    """Finds claims that a clinic must never make: cures, guarantees, approvals, reassurance (docs/safety.md)."""

    def __init__(self, policy: Mapping[str, Any]) -> None:
        """`policy` is the content of claims.yml; raises ValueError for a broken pattern."""
        words = policy.get("words", {})
        self._rules = [
            (rule["id"], _compile(rule["any"], words), _compile(rule.get("unless", []), words))
            for rule in policy["claims"]
        ]

    def claims(self, text: str) -> list[Claim]:
        """Every forbidden claim in `text`, sentence by sentence."""
        found = []
        for sentence in _SENTENCE.findall(text):
            plain = matching_text(sentence)
            found += [Claim(rule, words, sentence.strip()) for rule, words in self._in(plain)]
        return found

    def _in(self, plain: str) -> list[tuple[str, str]]:
        hits = [
            (rule, _first(plain, wanted)) for rule, wanted, unless in self._rules if _matches(plain, wanted, unless)
        ]
        return [(rule, words) for rule, words in hits if words]


def _first(plain: str, wanted: list[re.Pattern[str]]) -> str:
    return next((found.group() for pattern in wanted if (found := pattern.search(plain))), "")
