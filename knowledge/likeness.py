"""How like a message is to those of people in danger: what the second danger check computes (docs/safety.md).

Learned by brain/likeness from knowledge/policies/danger_messages, read by the gateway. Plain Python, because it runs
where no numerical library is installed; learning and reading use the functions of this module, so that both see the
same words. Time grows with the length of the text and nothing else.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.normalise import fold
from knowledge.spelling import Spelling

FORMAT = 1
FILE = "danger.json"
LABELS = ("crisis", "emergency", "none")
CHARACTERS = (2, 5)
LONGEST_WORD = 24
FEWEST_WORDS = 4
"""Less than this is a name, a number or an answer to a form; the signs of danger.yml read it, likeness does not."""
LEAST_KNOWN = 0.5
WINDOW = 32

_TOKEN = re.compile(r"[a-z0-9]+|[?]")
_WORD = re.compile(r"[a-z]{2,}")
_SENTENCES = re.compile(r"[.!?;\n]+")


class LikenessError(Exception):
    """The learned file is missing or unusable; the message is a sentence with the remedy."""


@dataclass(frozen=True)
class Likeness:
    """`danger` is how sure it is, from 0 to 1, that the message tells of danger; `kind` is which of the two."""

    kind: str
    danger: float


def reader(policy: Mapping[str, Any]) -> Callable[[str], str]:
    """How a text is made plain before it is compared: folded and spelt as the signs of danger.yml are."""
    spelling = Spelling(policy["typos"]["targets"], policy["typos"]["keep"])
    return lambda text: spelling.correct(fold(text))


def key(text: str) -> str:
    """A short name for a plain text; punctuation and blanks make no difference."""
    return hashlib.sha256(" ".join(_WORD.findall(text)).encode()).hexdigest()[:12]


def phrases(text: str) -> Iterator[str]:
    """Words and question marks, alone and in pairs of neighbours."""
    tokens = _TOKEN.findall(text)
    yield from tokens
    yield from (f"{one} {other}" for one, other in itertools.pairwise(tokens))


def wide_pairs(text: str) -> Iterator[str]:
    """Pairs of words with one or two others in between: "lips ... blue"."""
    tokens = _TOKEN.findall(text)
    for between in (1, 2):
        yield from (f"{one} _ {other}" for one, other in zip(tokens, tokens[between + 1 :], strict=False))


@lru_cache(maxsize=4096)
def letters(word: str) -> tuple[str, ...]:
    """Runs of 2 to 5 characters of one word, a blank on either side included."""
    padded = f" {word[:LONGEST_WORD]} "
    shortest, longest = CHARACTERS
    lengths = range(shortest, min(longest, len(padded)) + 1)
    return tuple(padded[at : at + size] for size in lengths for at in range(len(padded) - size + 1))


def letter_runs(text: str) -> Iterator[str]:
    """The runs of characters of every word of a plain text."""
    return itertools.chain.from_iterable(letters(word) for word in text.split())


GRAMS: tuple[Callable[[str], Iterator[str]], ...] = (phrases, letter_runs, wide_pairs)


def parts(text: str) -> list[str]:
    """The plain text as a whole, its sentences, and long sentences in overlapping stretches."""
    found = [text]
    for sentence in _SENTENCES.split(text):
        words = sentence.split()
        found.append(" ".join(words))
        if len(words) > WINDOW:
            found += [" ".join(words[at : at + WINDOW]) for at in range(0, len(words) - WINDOW // 2, WINDOW // 2)]
    return list(dict.fromkeys(found))


def scaled(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """TF-IDF of the known grams of one text, of length 1."""
    values = {gram: (1 + math.log(count)) * rarity[gram] for gram, count in counts.items() if gram in rarity}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {gram: value / length for gram, value in values.items()}


@dataclass(frozen=True)
class Block:
    """One kind of grams: how rare each is, and how much it speaks for each of LABELS."""

    rarity: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]

    def scores(self, grams: Iterator[str]) -> tuple[float, ...]:
        """What the grams of one text add to each label."""
        rows = [(value, self.weights[gram]) for gram, value in scaled(Counter(grams), self.rarity).items()]
        return tuple(sum(value * row[label] for value, row in rows) for label in range(len(LABELS)))


def _odds(scores: tuple[float, ...]) -> float:
    """The logarithm of how much likelier danger, of either kind, is than none."""
    crisis, emergency, none = scores
    return max(crisis, emergency) + math.log1p(math.exp(-abs(crisis - emergency))) - none


class LikenessModel:
    """What was learned; safe to share between threads."""

    def __init__(
        self, blocks: tuple[Block, ...], bias: tuple[float, ...], known: Mapping[str, str], sources: str = ""
    ) -> None:
        """`known`: the label of every text that was learned from, by its `key`."""
        self.blocks, self.bias, self.known, self.sources = blocks, bias, known, sources

    def read(self, text: str) -> Likeness:
        """How like danger a plain text is (see `reader`).

        A text that was learned from is what it was learned as: whoever adds a message can rely on it. A part that
        sounds worse than the whole counts half: taken out of its story, a sentence says less.
        """
        whole, *others = parts(text)
        if not self._can_judge(whole):
            return Likeness("", 0.0)
        if label := self.known.get(key(whole)):
            return Likeness("", 0.0) if label == "none" else Likeness(label, 1.0)
        said = [self._scores(whole), *(self._scores(part) for part in others if self._can_judge(part))]
        worst = max(said, key=_odds)
        odds = max(_odds(said[0]), (_odds(said[0]) + _odds(worst)) / 2)
        kind = "crisis" if worst[0] > worst[1] else "emergency"
        return Likeness(kind, 1 / (1 + math.exp(-odds)))

    def _can_judge(self, part: str) -> bool:
        """Enough words, and most of them known: gibberish and most other languages are like nothing."""
        words = _WORD.findall(part)
        known = sum(word in self.blocks[0].rarity for word in words)
        return known >= max(FEWEST_WORDS, LEAST_KNOWN * len(words))

    def _scores(self, part: str) -> tuple[float, ...]:
        added = [block.scores(grams(part)) for block, grams in zip(self.blocks, GRAMS, strict=True)]
        return tuple(sum(column) for column in zip(self.bias, *added, strict=True))

    @classmethod
    def load(cls, folder: Path) -> LikenessModel:
        """Reads the learned file of a models folder. Raises LikenessError when there is none that can be used."""
        path = folder / FILE
        try:
            return _from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise LikenessError(f"{path} is missing: the danger check is incomplete. Run `make train`.") from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise LikenessError(
                f"{path} cannot be used ({type(error).__name__}: {error}): the danger check is incomplete. "
                "Delete it and run `make train`."
            ) from error


def _from_json(content: dict[str, Any]) -> LikenessModel:
    if content["format"] != FORMAT:
        raise ValueError(f"it has format {content['format']}, wanted is {FORMAT}")
    blocks = tuple(_block(entry) for entry in content["blocks"])
    bias = tuple(float(value) for value in content["bias"])
    if len(blocks) != len(GRAMS) or len(bias) != len(LABELS):
        raise ValueError("it is not whole")
    known = {name: label for label, names in content["known"].items() for name in names.split()}
    return LikenessModel(blocks, bias, known, str(content["sources"]))


def _block(entry: dict[str, Any]) -> Block:
    rows = dict(zip(entry["grams"], zip(*entry["weights"], strict=True), strict=True))
    return Block(
        {gram: rarity / 100 for gram, rarity in zip(entry["grams"], entry["rarity"], strict=True)},
        {gram: tuple(weight / 100 for weight in row) for gram, row in rows.items()},
    )
