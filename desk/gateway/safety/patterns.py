"""The small language danger patterns are written in, compiled to linear-time expressions.

A pattern is plain words with regular-expression alternatives. `{name}` stands for a word group of the file, one
blank for whatever may stand between two words of a sentence, `~3 ` for up to three words in between. Words are
folded as the text is (no accents, no apostrophes, doubled letters once), so patterns are spelt normally.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import re2

_GROUP = re.compile(r"\{([a-z_]+)\}")
_GAP = re.compile(r"~(\d+) ")
_DOUBLED = re.compile(r"(\\.)|([a-z])\2+")
_BETWEEN = r"(?:[^a-z0-9.!?;\n]+)"
_WORD = r"[a-z0-9%]+"
_DEPTH = 12


class PatternError(ValueError):
    """A pattern names an unknown word group or is not a valid expression."""


def expand(source: str, words: Mapping[str, str]) -> str:
    """Put the word groups into `source`; raises PatternError for an unknown group or a cycle."""
    expanded = source
    for _ in range(_DEPTH):
        if not _GROUP.search(expanded):
            return expanded
        expanded = _GROUP.sub(lambda found: _alternatives(found.group(1), words, source), expanded)
    raise PatternError(f"word groups refer to each other without end: {source[:80]!r}")


def _alternatives(name: str, words: Mapping[str, str], source: str) -> str:
    if name not in words:
        raise PatternError(f"unknown word group {{{name}}} in {source[:80]!r}")
    return f"(?:{words[name]})"


def word_expression(source: str, words: Mapping[str, str]) -> str:
    """The expression for whole words, as text."""
    folded = _DOUBLED.sub(lambda m: m.group(1) or m.group(2), expand(source, words))
    gapped = _GAP.sub(lambda m: f"(?:{_WORD}{_BETWEEN}){{0,{m.group(1)}}}", folded)
    if "~" in gapped:
        raise PatternError(f"a gap stands between two words and is followed by a blank: {source[:80]!r}")
    spaced = gapped.replace(" ", _BETWEEN)
    # Word edges cannot be asked for where a pattern names the edge of the sentence itself.
    begin = "" if "^" in source else r"\b"
    end = "" if "$" in source else r"\b"
    return f"{begin}(?:{_sentence_edges(spaced)}){end}"


def _sentence_edges(expression: str) -> str:
    kept = expression.replace(_BETWEEN, "\0")
    edged = kept.replace("^", r"(?:^|[.!?;\n] *)").replace("$", r"(?: *[.!?;\n]|[^a-z0-9]*$)")
    return edged.replace("\0", _BETWEEN)


def compact_expression(source: str, words: Mapping[str, str]) -> str:
    """The same words run together, for "icantbreathe" and "c a n t b r e a t h e"."""
    folded = _DOUBLED.sub(lambda m: m.group(1) or m.group(2), expand(source, words))
    return _GAP.sub(lambda m: f"[a-z]{{0,{3 * int(m.group(1))}}}", folded).replace(" ", "").replace(r"\b", "")


def compile_words(sources: Iterable[str], words: Mapping[str, str]) -> re2._Regexp | None:
    """One matcher over bytes for several patterns; None when there are none."""
    return _compile([word_expression(source, words) for source in sources])


def compile_compact(sources: Iterable[str], words: Mapping[str, str]) -> re2._Regexp | None:
    """One matcher over bytes for several patterns written without blanks; None when there are none."""
    return _compile([compact_expression(source, words) for source in sources])


def _compile(expressions: list[str]) -> re2._Regexp | None:
    if not expressions:
        return None
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = 64 << 20
    options.log_errors = False
    try:
        return re2.compile("|".join(expressions).encode("ascii"), options)
    except (re2.error, UnicodeEncodeError) as problem:
        raise PatternError(f"{problem}: {' | '.join(expressions)[:200]}") from problem
