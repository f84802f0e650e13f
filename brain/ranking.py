"""Ranks facts for a wish: by the fact model, nearness to their questions and text, the aspect, and what is named."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from brain.fact_model import FactModel
from brain.hybrid import ModelError, Prediction
from brain.nearest import Nearest

OTHER_ASPECT = 0.8


@dataclass(frozen=True)
class Weights:
    """What each sign counts; those for vectors are multiplied with cosines, those for models with probabilities.

    Fitted (softmax over the facts) on questions by three hands that wrote no training examples and on the tuning part
    of tests/eval, 959 in all: the best fact is right for 97.4% of them, and for 95.5 to 98.4% of each hand's questions
    when fitted without those.
    """

    model: float = 0.33
    question: float = 0.56
    text: float = 0.26
    aspect: float = 0.20
    treatment: float = 0.185
    condition: float = 0.09
    plain: float = 0.035


@dataclass(frozen=True)
class RankedFact:
    """A fact's id, its aspects (own first) and treatments, the cosine of its nearest question, its score and what that
    is made of."""

    id: str
    aspects: tuple[str, ...]
    treatments: tuple[str, ...]
    nearest: float
    score: float
    why: dict[str, float]


@dataclass(frozen=True)
class Asked:
    """A wish as the ranking sees it. `named` holds the treatments and conditions that are named."""

    vector: np.ndarray
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
        self,
        facts: Sequence[Rankable],
        questions: np.ndarray,
        texts: np.ndarray,
        model: FactModel,
        weights: Weights,
    ) -> None:
        self._facts, self._questions, self._texts = facts, Nearest(questions), texts
        self._model, self._weights = model.in_order([fact.id for fact in facts]), weights
        counts = [len(fact.questions) for fact in facts]
        self._starts = np.cumsum([0, *counts[:-1]])
        self._aspects = sorted({aspect for fact in facts for aspect in fact.aspects})
        self._aspect_shares = np.array([[_share(fact, each) for each in self._aspects] for fact in facts])
        self._plain = np.array([fact.plain for fact in facts], dtype=np.float32)
        self._about = lru_cache(maxsize=512)(self._shares)

    def rank(self, asked: Sequence[Asked], most: int) -> list[list[RankedFact]]:
        """For each wish, the `most` best facts, best first. Together, for reading all the vectors takes the time."""
        vectors = np.stack([each.vector for each in asked])
        near, likely = self._questions.cosines(vectors), self._model.probabilities(vectors)
        return [self._best(*each, most) for each in zip(asked, near, likely, strict=True)]

    def _best(self, asked: Asked, near: np.ndarray, likely: np.ndarray, most: int) -> list[RankedFact]:
        parts = self._parts(asked, near, likely)
        total = np.sum(list(parts.values()), axis=0)
        order = np.argsort(-total, kind="stable")[:most]
        return [self._ranked(n, float(total[n]), parts) for n in order]

    def _ranked(self, number: int, score: float, parts: dict[str, np.ndarray]) -> RankedFact:
        fact = self._facts[number]
        why = {sign: float(each[number]) for sign, each in parts.items()}
        return RankedFact(fact.id, fact.aspects, fact.treatments, why["question"] / self._weights.question, score, why)

    def _parts(self, asked: Asked, near: np.ndarray, probable: np.ndarray) -> dict[str, np.ndarray]:
        w, likely, named = self._weights, dict(asked.prediction.ranking), asked.named
        return {
            "model": w.model * probable,
            "question": w.question * np.maximum.reduceat(near, self._starts),
            "text": w.text * (self._texts @ asked.vector),
            "aspect": w.aspect
            * (self._aspect_shares * [likely.get(f"ask_{each}", 0.0) for each in self._aspects]).max(axis=1),
            "treatment": w.treatment * self._about("treatments", tuple(named["treatment"])),
            "condition": w.condition * self._about("conditions", tuple(named["condition"])),
            "plain": w.plain * self._plain,
        }

    def _shares(self, kind: str, named: tuple[str, ...]) -> np.ndarray:
        return np.array([_overlap(named, getattr(fact, kind)) for fact in self._facts], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes arrays and JSON."""
        (folder / "facts.json").write_text(json.dumps([asdict(fact) for fact in self._facts]), encoding="utf-8")
        (folder / "weights.json").write_text(json.dumps(asdict(self._weights)), encoding="utf-8")
        np.savez(
            folder / "facts.npz",
            questions=self._questions.vectors.astype(np.float16),
            texts=self._texts.astype(np.float16),
            weights=self._model.weights.astype(np.float16),
            bias=self._model.bias,
            labels=np.array(self._model.labels),
        )

    @classmethod
    def load(cls, folder: Path) -> FactIndex:
        """Reads what `save` wrote. Raises ModelError when anything is missing or does not fit together."""
        try:
            facts = [_rankable(entry) for entry in json.loads((folder / "facts.json").read_text(encoding="utf-8"))]
            weights = Weights(**json.loads((folder / "weights.json").read_text(encoding="utf-8")))
            with np.load(folder / "facts.npz", allow_pickle=False) as stored:
                questions, texts = stored["questions"].astype(np.float32), stored["texts"].astype(np.float32)
                model = FactModel(stored["labels"].tolist(), stored["weights"].astype(np.float32), stored["bias"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The trained fact index cannot be read ({error}): train again.") from error
        fits = len(texts) == len(facts) and set(model.labels) == {fact.id for fact in facts}
        if not fits or len(questions) != sum(len(fact.questions) for fact in facts):
            raise ModelError("The trained fact index does not fit its facts: train again.")
        return cls(facts, questions, texts, model, weights)


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
