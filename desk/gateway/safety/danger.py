"""The danger check: emergencies and self-harm in visitor text, and when the visitor is safe again (safety.md E, S).

Deterministic, without the brain, linear in the length of the text. What it looks for is data
(knowledge/policies/danger.yml): signs, idioms that only sound like danger, and what turns a sign into a mere mention.
Where no sign is found, the second check tells whether the text is like those of people in danger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import re2

from knowledge.likeness import LikenessModel
from knowledge.normalise import fold
from knowledge.spelling import Spelling, join_letters, runs

from .patterns import PatternError, compile_compact, compile_words
from .second import SecondCheck

Kind = Literal["", "emergency", "crisis", "safe_again"]
State = Literal["", "emergency", "crisis"]

_SENTENCE_ENDS = b".!?;\n"
_WINDOW = 320  # characters each side of a sign that may change what it means
_NEARBY = 700  # characters each side in which the second half of a two-part sign may stand
_LONG_WORD_LIMIT = 400
_GASPED = 60
_GUARD = 60  # characters before a sign in which "I have a" puts it into the present
_MARKS_TO_BLANKS = str.maketrans(".!;\n", "    ")


@dataclass(frozen=True)
class Verdict:
    """`kind` "" means nothing found; `lang` is en or es.

    `pattern_id` names the sign that was found; "likeness.emergency" and "likeness.crisis" are finds of the second
    check, "stay" means that an earlier danger still holds.
    """

    kind: Kind
    pattern_id: str = ""
    lang: str = "en"


@dataclass(frozen=True)
class _Suppressor:
    where: str
    any: re2._Regexp
    unless: re2._Regexp | None
    breaks: re2._Regexp | None
    guard_before: re2._Regexp | None
    unless_message: re2._Regexp | None


@dataclass(frozen=True)
class _Pattern:
    id: str
    kind: Kind
    lang: str
    any: re2._Regexp
    near: tuple[re2._Regexp, ...]
    unless: re2._Regexp | None
    suppress: tuple[_Suppressor, ...]
    compact: re2._Regexp | None
    yields: bool


class DangerCheck:
    """Built once from the policy data; safe to share between threads."""

    def __init__(self, policy: Mapping[str, Any], model: LikenessModel | None = None) -> None:
        """Compile the patterns; raises PatternError for data that cannot be compiled. Without a model: signs only."""
        words = policy["words"]
        self._idioms = compile_words([source for idiom in policy["idioms"] for source in idiom["any"]], words)
        suppressors = {name: _suppressor(entry, words) for name, entry in policy["suppressors"].items()}
        self._patterns = [_pattern(entry, policy, suppressors) for entry in policy["patterns"]]
        self._safe = {state: _suppressor(entry, words) for state, entry in policy["safe"].items()}
        self._spanish = compile_words(policy["spanish"], words)
        self._spelling = Spelling(policy["typos"]["targets"], policy["typos"]["keep"])
        self._second = SecondCheck(model, policy) if model else None

    @classmethod
    def load(cls, policy: Mapping[str, Any], model: LikenessModel | None = None) -> DangerCheck:
        """The check for the content of danger.yml and the learned file."""
        return cls(policy, model)

    def check(self, text: str, *, state: State = "") -> Verdict:
        """What `text` says, given the danger that an earlier message left (`state`).

        A new sign always counts. Otherwise an earlier one holds until the visitor says they are safe (E7, S4).
        Mere likeness to the danger that holds already is no news, so that it raises no second alert.
        """
        folded = fold(text)
        found = self._danger(folded)
        if found.kind:
            return found
        if state and self._is_safe(folded, state):
            return Verdict("safe_again", "safe", self._lang(folded))
        alike = self._alike(folded)
        if alike and alike != state:
            return Verdict(alike, f"likeness.{alike}", self._lang(folded))
        return Verdict(state, "stay", self._lang(folded)) if state else Verdict("")

    def _alike(self, folded: str) -> State:
        return self._second.find(folded) if self._second else ""

    def _lang(self, folded: str) -> str:
        return "es" if self._spanish and self._spanish.search(folded.encode("ascii")) else "en"

    def _without_idioms(self, text: bytes) -> bytes:
        return self._idioms.sub(b" _ ", text) if self._idioms else text

    def _is_safe(self, folded: str, state: State) -> bool:
        corrected = self._spelling.correct(folded)
        return any(self._says_safe(reading.encode("ascii"), state) for reading in (folded, corrected))

    def _danger(self, folded: str) -> Verdict:
        joined = join_letters(folded)
        plain = [folded, joined, folded.replace("\n", " ")]
        if len(folded) <= _GASPED:  # "CHEST. PAIN. HELP."
            plain.append(folded.translate(_MARKS_TO_BLANKS))
        readings = dict.fromkeys([*plain, *(self._spelling.correct(reading) for reading in plain)])
        hits = [self._pattern_in(reading.encode("ascii")) for reading in readings]
        hits.append(self._run_in(joined))
        found = [hit for hit in hits if hit]
        firm = [hit for hit in found if hit.kind == "emergency" and not hit.yields]
        crisis = [hit for hit in found if hit.kind == "crisis"]
        for best in (firm, crisis, found):
            if best:
                return Verdict(best[0].kind, best[0].id, best[0].lang)
        return Verdict("")

    def _pattern_in(self, text: bytes) -> _Pattern | None:
        """The pattern that decides: a firm emergency, else self-harm, else an emergency that yields to it."""
        plain = self._without_idioms(text)
        crisis = yielding = None
        for pattern in self._patterns:
            if (crisis and pattern.kind == "crisis") or (yielding and pattern.yields):
                continue
            if not _found(pattern, plain):
                continue
            if pattern.kind == "emergency" and not pattern.yields:
                return pattern
            crisis, yielding = (pattern, yielding) if pattern.kind == "crisis" else (crisis, pattern)
        return crisis or yielding

    def _run_in(self, text: str) -> _Pattern | None:
        for run in runs(text)[:_LONG_WORD_LIMIT]:
            for pattern in self._patterns:
                if pattern.compact and pattern.compact.search(run.encode("ascii")):
                    return pattern
        return None

    def _says_safe(self, text: bytes, state: State) -> bool:
        plain = self._without_idioms(text)
        return any(not _breaks(self._safe[state], plain, m) for m in self._safe[state].any.finditer(plain))


def _breaks(safe: _Suppressor, text: bytes, match: re2._Match) -> bool:
    sentence = _sentence(text, match.start(), match.end())
    return bool(safe.unless and safe.unless.search(text[sentence[0] : sentence[1]]))


def _suppressor(entry: Mapping[str, Any], words: Mapping[str, str]) -> _Suppressor:
    compiled = compile_words(entry["any"], words)
    if compiled is None:
        raise PatternError("a list of patterns is empty")
    return _Suppressor(
        entry.get("where", "sentence"),
        compiled,
        compile_words(entry.get("unless", []), words),
        compile_words(entry.get("breaks", []), words),
        compile_words([f"{source}$" for source in entry.get("guard_before", [])], words),
        compile_words(entry.get("unless_message", []), words),
    )


def _pattern(entry: Mapping[str, Any], policy: Mapping[str, Any], known: Mapping[str, _Suppressor]) -> _Pattern:
    words, sources = policy["words"], entry["any"]
    compiled = compile_words(sources, words)
    if compiled is None:
        raise PatternError(f"{entry['id']}: no pattern")
    names = policy["strengths"][entry["strength"]] if "suppress" not in entry else entry["suppress"]
    near = [compile_words([source] if isinstance(source, str) else source, words) for source in entry.get("near", [])]
    return _Pattern(
        id=entry["id"],
        kind=entry["kind"],
        lang=entry.get("lang", "en"),
        any=compiled,
        near=tuple(part for part in near if part),
        unless=compile_words(entry.get("unless", []), words),
        suppress=tuple(known[name] for name in names),
        compact=compile_compact(entry["compact"], words) if "compact" in entry else None,
        yields=bool(entry.get("yields")),
    )


def _found(pattern: _Pattern, text: bytes) -> bool:
    return any(_counts(pattern, text, match) for match in _matches(pattern.any, text))


def _matches(expression: re2._Regexp, text: bytes) -> Iterator[re2._Match]:
    """Every match, also one that begins inside the one before: a long match may hide a plainer one."""
    at = 0
    while match := expression.search(text, at):
        yield match
        after = text.find(b" ", match.start())
        at = after + 1 if match.start() < after < match.end() else max(match.end(), match.start() + 1)


def _counts(pattern: _Pattern, text: bytes, match: re2._Match) -> bool:
    around = text[max(0, match.start() - _NEARBY) : match.end() + _NEARBY]
    if not all(part.search(around) for part in pattern.near):
        return False
    start, end = _sentence(text, match.start(), match.end())
    if pattern.unless and pattern.unless.search(text[start:end]):
        return False
    return not any(_suppresses(rule, text, match, start, end) for rule in pattern.suppress)


def _suppresses(rule: _Suppressor, text: bytes, match: re2._Match, start: int, end: int) -> bool:
    sentence = text[start:end]
    if _overruled(rule, text, match, start, end):
        return False
    if rule.where == "sentence":
        return bool(rule.any.search(sentence))
    if rule.where == "frame":
        return any(start + found.start() < match.start() for found in rule.any.finditer(sentence))
    if rule.where == "after":
        return _follows(rule, text[match.end() : end])
    return _leads_to(rule, text[start : match.start()])


def _overruled(rule: _Suppressor, text: bytes, match: re2._Match, start: int, end: int) -> bool:
    """True when the sentence, the message or the words right before the sign say that it is real and now."""
    around = text[max(0, start - _WINDOW) : end + _WINDOW]
    return bool(
        (rule.unless and rule.unless.search(text[start:end]))
        or (rule.unless_message and rule.unless_message.search(around))
        or (rule.guard_before and rule.guard_before.search(text[max(start, match.start() - _GUARD) : match.start()]))
    )


def _follows(rule: _Suppressor, after: bytes) -> bool:
    """True when such a word comes after the sign with no break in between."""
    found = rule.any.search(after)
    return found is not None and not (rule.breaks and rule.breaks.search(after[: found.start()]))


def _leads_to(rule: _Suppressor, before: bytes) -> bool:
    """True when the last such word before the sign still reaches it: no break in between."""
    last = None
    for found in rule.any.finditer(before):
        last = found
    return last is not None and not (rule.breaks and rule.breaks.search(before[last.end() :]))


def _sentence(text: bytes, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _WINDOW)
    first = max(text.rfind(bytes([mark]), low, start) for mark in _SENTENCE_ENDS) + 1
    ends = [found for mark in _SENTENCE_ENDS if (found := text.find(bytes([mark]), end, end + _WINDOW)) >= 0]
    return max(first, low), min(ends, default=min(len(text), end + _WINDOW)) + 1
