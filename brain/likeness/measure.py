"""`python -m brain.likeness`: how well the second check does on messages it has not seen, and at which thresholds.

Every example is judged by a model that has learned from four fifths of the others; near-copies stay together, so that
none is judged by a model that knows its twin. What is written to results/likeness.jsonl is read by
`python -m tests.safety.measure`, which adds what the signs find.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from brain.likeness.examples import Example
from brain.likeness.learn import learn
from knowledge.likeness import Likeness

FOLDS = 5
ALIKE = 0.6
"""Share of common words from which two messages are near-copies."""
THRESHOLDS = (0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99)
_WORD = re.compile(r"[a-z0-9]{2,}")


def held_out(everything: Sequence[Example], plain: Callable[[str], str]) -> Iterator[tuple[Example, Likeness]]:
    """Every example with what a model says that has not learned from it or its near-copies."""
    texts = [plain(example.text) for example in everything]
    folds = _folds(texts)
    for fold in range(FOLDS):
        known = [number for number, other in enumerate(folds) if other != fold]
        model = learn([texts[n] for n in known], [everything[n].label for n in known])
        for number, own in enumerate(folds):
            if own == fold:
                yield everything[number], model.read(texts[number])


def _folds(texts: Sequence[str]) -> list[int]:
    return [int(hashlib.sha256(texts[leader].encode()).hexdigest(), 16) % FOLDS for leader in groups(texts)]


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first text of its group; near-copies and their near-copies are one group."""
    words = [frozenset(_WORD.findall(text)) for text in texts]
    leaders = list(range(len(texts)))
    for one, other in _neighbours(words):
        if len(words[one] & words[other]) >= ALIKE * len(words[one] | words[other]):
            low, high = sorted((_leader(leaders, one), _leader(leaders, other)))
            leaders[high] = low
    return [_leader(leaders, number) for number in range(len(texts))]


def _leader(leaders: list[int], number: int) -> int:
    while leaders[number] != number:
        leaders[number] = leaders[leaders[number]]
        number = leaders[number]
    return number


def _neighbours(words: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs that share one of their rarest words: near-copies always do, but for the shortest prefixes of them."""
    often: dict[str, int] = {}
    for one in words:
        for word in one:
            often[word] = often.get(word, 0) + 1
    at: dict[str, list[int]] = {}
    for number, one in enumerate(words):
        rarest = sorted(one, key=lambda word: (often[word], word))
        for word in rarest[: len(one) - int(ALIKE * len(one)) + 1]:
            yield from ((other, number) for other in at.get(word, ()))
            at.setdefault(word, []).append(number)


def write(found: Sequence[tuple[Example, Likeness]], path: Path) -> None:
    """One line an example: text, label, origin, kind and how sure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {"text": e.text, "label": e.label, "origin": e.origin, "kind": s.kind, "danger": s.danger} for e, s in found
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def table(found: Sequence[tuple[Example, Likeness]]) -> str:
    """For each threshold, the share of each sort of message that would raise an alarm."""
    sorts = sorted({(example.label, example.origin) for example, _ in found})
    lines = [f"{'alarms from':<28}" + "".join(f"{threshold:>9}" for threshold in THRESHOLDS)]
    for sort in sorts:
        sure = [likeness.danger for example, likeness in found if (example.label, example.origin) == sort]
        shares = [sum(value >= threshold for value in sure) / len(sure) for threshold in THRESHOLDS]
        lines.append(f"{sort[0]:>10} {sort[1]:<9}{len(sure):>7} " + "".join(f"{share:>9.2%}" for share in shares))
    return "\n".join(lines)
