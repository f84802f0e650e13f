"""Ranks facts for a wish: nearness to their example questions and text, the likely aspect, and what is named."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from brain.hybrid import ModelError, Prediction
from brain.ngrams import Ngrams

OTHER_ASPECT = 0.8


@dataclass(frozen=True)
class Weights:
    """What each sign counts; those for vectors and n-grams are multiplied with cosines.

    Chosen by leaving out a quarter of each fact's example questions and finding the fact of every one left out (3,019
    questions, 241 facts: 76% first, 84% the same aspect of the same treatments, 91% among three), and looked at once
    on the tuning part of tests/eval.
    """

    question: float = 0.60
    text: float = 0.12
    ngram: float = 0.08
    aspect: float = 0.50
    treatment: float = 0.20
    condition: float = 0.20
    named_aspect: float = 0.05
    plain: float = 0.03


@dataclass(frozen=True)
class RankedFact:
    """A fact's id, its aspects (own first), the cosine of its nearest question, its score and what that is made of."""

    id: str
    aspects: tuple[str, ...]
    nearest: float
    score: float
    why: dict[str, float]


@dataclass(frozen=True)
class Asked:
    """A wish as the ranking sees it. `named` holds the treatments, conditions and aspects that are named."""

    vector: np.ndarray
    text: str
    prediction: Prediction
    named: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Rankable:
    """What the ranking needs to know of one fact. It travels in the model file."""

    id: str
    aspects: tuple[str, ...]
    treatments: tuple[str, ...]
    conditions: tuple[str, ...]
    text: str
    questions: tuple[str, ...]
    plain: bool = False
    """Whether it is the first fact on its aspect of its treatments, which vague wordings mean."""


class FactIndex:
    """All facts with the vectors of their questions and texts."""

    def __init__(
        self, facts: Sequence[Rankable], questions: np.ndarray, texts: np.ndarray, ngrams: Ngrams, weights: Weights
    ) -> None:
        self._facts, self._questions, self._texts, self._ngrams, self._weights = (
            facts,
            questions,
            texts,
            ngrams,
            weights,
        )
        counts = [len(fact.questions) for fact in facts]
        self._starts = np.cumsum([0, *counts[:-1]])
        self._grams: csr_matrix = ngrams.transform([q for fact in facts for q in fact.questions]).T.tocsr()
        self._aspects = sorted({aspect for fact in facts for aspect in fact.aspects})
        self._aspect_shares = np.array([[_share(fact, each) for each in self._aspects] for fact in facts])
        self._plain = np.array([fact.plain for fact in facts], dtype=np.float32)
        self._about = lru_cache(maxsize=512)(self._shares)

    def rank(self, asked: Sequence[Asked], most: int) -> list[list[RankedFact]]:
        """For each wish, the `most` best facts, best first. Together, for reading all the vectors takes the time."""
        near = (self._questions @ np.stack([each.vector for each in asked]).T).T
        return [self._best(each, cosines, most) for each, cosines in zip(asked, near, strict=True)]

    def _best(self, asked: Asked, near: np.ndarray, most: int) -> list[RankedFact]:
        parts = self._parts(asked, near)
        total = np.sum(list(parts.values()), axis=0)
        order = np.argsort(-total, kind="stable")[:most]
        return [self._ranked(n, float(total[n]), parts) for n in order]

    def _ranked(self, number: int, score: float, parts: dict[str, np.ndarray]) -> RankedFact:
        fact = self._facts[number]
        why = {sign: float(each[number]) for sign, each in parts.items()}
        return RankedFact(fact.id, fact.aspects, why["question"] / self._weights.question, score, why)

    def _parts(self, asked: Asked, near: np.ndarray) -> dict[str, np.ndarray]:
        w, likely, named = self._weights, dict(asked.prediction.ranking), asked.named
        return {
            "question": w.question * np.maximum.reduceat(near, self._starts),
            "text": w.text * (self._texts @ asked.vector),
            "ngram": w.ngram * np.maximum.reduceat(self._gram_cosines(asked.text), self._starts),
            "aspect": w.aspect
            * (self._aspect_shares * [likely.get(f"ask_{each}", 0.0) for each in self._aspects]).max(axis=1),
            "treatment": w.treatment * self._about("treatments", tuple(named["treatment"])),
            "condition": w.condition * self._about("conditions", tuple(named["condition"])),
            "plain": w.plain * self._plain,
            "named_aspect": w.named_aspect * self._about("aspects", tuple(named["aspect"])).clip(min=0).astype(bool),
        }

    def _gram_cosines(self, text: str) -> np.ndarray:
        """Cosines with each question over both n-gram spaces, of which each has length 1."""
        columns, values = self._ngrams.features(text)
        return self._grams[columns].T @ values / 2

    def _shares(self, kind: str, named: tuple[str, ...]) -> np.ndarray:
        return np.array([_overlap(named, getattr(fact, kind)) for fact in self._facts], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes arrays and JSON."""
        (folder / "facts.json").write_text(json.dumps([asdict(fact) for fact in self._facts]), encoding="utf-8")
        (folder / "weights.json").write_text(json.dumps(asdict(self._weights)), encoding="utf-8")
        np.savez_compressed(
            folder / "facts.npz", questions=self._questions.astype(np.float16), texts=self._texts.astype(np.float16)
        )
        self._ngrams.save(folder, "fact-ngrams")

    @classmethod
    def load(cls, folder: Path) -> FactIndex:
        """Reads what `save` wrote. Raises ModelError when anything is missing or does not fit together."""
        try:
            facts = [_rankable(entry) for entry in json.loads((folder / "facts.json").read_text(encoding="utf-8"))]
            weights = Weights(**json.loads((folder / "weights.json").read_text(encoding="utf-8")))
            with np.load(folder / "facts.npz", allow_pickle=False) as stored:
                questions, texts = stored["questions"].astype(np.float32), stored["texts"].astype(np.float32)
            ngrams = Ngrams.load(folder, "fact-ngrams")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The trained fact index cannot be read ({error}): train again.") from error
        if len(texts) != len(facts) or len(questions) != sum(len(fact.questions) for fact in facts):
            raise ModelError("The trained fact index does not fit its facts: train again.")
        return cls(facts, questions, texts, ngrams, weights)


def _rankable(entry: dict[str, Any]) -> Rankable:
    fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
    return Rankable(**fields)


def _share(fact: Rankable, aspect: str) -> float:
    """What an aspect's probability counts for a fact; the fact's other aspects count a little less than its own."""
    return 1.0 if aspect == fact.aspects[0] else OTHER_ASPECT if aspect in fact.aspects else 0.0


def _overlap(named: Sequence[str], held: Sequence[str]) -> float:
    """1 when the fact is about exactly what is named, -1 when about something else, 0 when nothing is named."""
    if not named:
        return 0.0
    both, either = set(named) & set(held), set(named) | set(held)
    if not both:
        return -1.0 if held else -0.25
    return len(both) / len(either)
