"""How like a message is to those of people in danger: what the second danger check computes (docs/safety.md).

Learned by brain/likeness from knowledge/policies/danger_messages, read by the gateway. Plain Python, because it runs
where no numerical library is installed; learning and reading use the functions of this module, so that both see the
same words. Time grows with the length of the text and nothing else.
"""

from __future__ import annotations

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
LONGEST_PHRASE = 3
CHARACTERS = (2, 5)
LONGEST_WORD = 24
FEWEST_WORDS = 3
"""Less than this is a name, a number or an answer to a form; the signs of danger.yml read it, likeness does not."""
LEAST_KNOWN = 0.5
WINDOW = 16

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


def phrases(text: str) -> Iterator[str]:
    """Words and question marks, alone and with up to two neighbours."""
    tokens = _TOKEN.findall(text)
    for length in range(1, LONGEST_PHRASE + 1):
        for start in range(len(tokens) - length + 1):
            yield " ".join(tokens[start : start + length])


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


GRAMS: tuple[Callable[[str], Iterator[str]], ...] = (phrases, letter_runs)


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


class LikenessModel:
    """What was learned; safe to share between threads."""

    def __init__(self, blocks: tuple[Block, ...], bias: tuple[float, ...], sources: str = "") -> None:
        self.blocks, self.bias, self.sources = blocks, bias, sources

    def read(self, text: str) -> Likeness:
        """The part of a plain text (see `reader`) that is most like danger decides."""
        found = [self._read_part(part) for part in parts(text) if self._can_judge(part)]
        return max(found, key=lambda likeness: likeness.danger, default=Likeness("", 0.0))

    def _can_judge(self, part: str) -> bool:
        """Enough words, and most of them known: gibberish and most other languages are like nothing."""
        words = _WORD.findall(part)
        known = sum(word in self.blocks[0].rarity for word in words)
        return known >= max(FEWEST_WORDS, LEAST_KNOWN * len(words))

    def _read_part(self, part: str) -> Likeness:
        added = [block.scores(grams(part)) for block, grams in zip(self.blocks, GRAMS, strict=True)]
        scores = [sum(column) for column in zip(self.bias, *added, strict=True)]
        crisis, emergency, none = (math.exp(score - max(scores)) for score in scores)
        kind = "crisis" if crisis > emergency else "emergency"
        return Likeness(kind, (crisis + emergency) / (crisis + emergency + none))

    @classmethod
    def load(cls, folder: Path) -> LikenessModel:
        """Reads the learned file of a models folder. Raises LikenessError when there is none that can be used."""
        try:
            return _from_json(json.loads((folder / FILE).read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise LikenessError(
                f"{folder / FILE} is missing: the danger check is incomplete. Run `make train`."
            ) from error
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
    return LikenessModel(blocks, bias, str(content["sources"]))


def _block(entry: dict[str, Any]) -> Block:
    rows = dict(zip(entry["grams"], zip(*entry["weights"], strict=True), strict=True))
    return Block(
        {gram: rarity / 100 for gram, rarity in zip(entry["grams"], entry["rarity"], strict=True)},
        {gram: tuple(weight / 100 for weight in row) for gram, row in rows.items()},
    )
