"""Pipeline, second: divides the message into wishes and classifies each, and reads it beside the question before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from brain import settings
from brain.component import DIVIDED, LEANS, READ, ClinicComponent, is_command, question_before
from brain.division import learned
from brain.domain_text import DomainText
from brain.embedder import model_version, shared
from brain.hybrid import HybridModel, ModelError, Prediction
from brain.leaning import JOINT, LeanModel, together
from brain.tidy import has_words
from brain.vectors import VectorFile
from brain.wish import Wish
from brain.wishes import Divider

LONGEST_LEANING = 30
"""Words up to which a message may lean on the one before; a longer one says what it is about."""
TREATMENT = re.compile(r"\b(?:stem cells?|exosomes?|prp)\b", re.IGNORECASE)
"""Treatments by their plain names, which examples have once they are read."""
LEANING_INTENTS = frozenset({"follow_up", "follow_why", "follow_more"})


@dataclass(frozen=True)
class InContext:
    """The message read together with the question before it, and how likely it leans on that, 0 to 1."""

    wish: Wish
    leaning: float


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WishClassifier(ClinicComponent):
    """The hybrid model over the wishes of a message. What it finds is put into words by ReadingWriter."""

    _model: HybridModel | None = None
    _lean: LeanModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`wanted`: the chance from which a clause counts as a wish of its own."""
        return {**ClinicComponent.get_default_config(), "wanted": 0.6}

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on the examples as they are read."""
        self._model = fitted(training_data)
        self._lean = fitted_leaning(training_data)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
            if self._lean:
                self._lean.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WishClassifier:
        """The trained component. Raises ModelError or EmbedderError: never an untrained classifier."""
        component = cls(config, model_storage, resource)
        shared()
        learned()
        try:
            with model_storage.read_from(resource) as folder:
                component._model = HybridModel.load(folder)
                component._lean = LeanModel.load(folder) if (folder / "leaning.json").is_file() else None
        except (ValueError, KeyError) as error:
            raise ModelError(f"The model file holds no trained intent model ({error}): train again.") from error
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the wishes of the message."""
        divider = Divider(learned(), self._config["wanted"])
        for message in messages:
            if not is_command(message):
                message.set(DIVIDED, divider.divide(message.get(READ), self))
                message.set(LEANS, self._in_context(message.get(READ), question_before(message)))
        return messages

    def _in_context(self, text: DomainText, before: str) -> InContext | None:
        """None when there is nothing before, or when the message is too long to lean on it."""
        if not before or self._lean is None or len(text.text.split()) > LONGEST_LEANING:
            return None
        joint = together(before, text.text)
        alone, (prediction, vector) = shared().embed([text.text])[0], self.classify([joint])[0]
        leaning = self.leaning(text.text, alone, _says_treatment(text.text))
        return InContext(Wish(joint, 0, len(text.text), prediction, vector), leaning)

    def classify(self, texts: Sequence[str]) -> list[tuple[Prediction, np.ndarray]]:
        """A prediction and a sentence vector for each text. Raises ModelError when untrained."""
        return ModelClassifier(self._trained(), self._lean).classify(texts)

    def leaning(self, text: str, vector: np.ndarray, named: bool) -> float:
        """How likely a text leans on what was said before it, 0 to 1."""
        return ModelClassifier(self._trained(), self._lean).leaning(text, vector, named)

    def _trained(self) -> HybridModel:
        if self._model is None:
            raise ModelError("The intent model is not trained.")
        return self._model


@dataclass(frozen=True)
class ModelClassifier:
    """Classifies with models that are at hand."""

    model: HybridModel
    lean: LeanModel | None

    def classify(self, texts: Sequence[str]) -> list[tuple[Prediction, np.ndarray]]:
        """A prediction and a sentence vector for each text."""
        vectors = shared().embed(texts)
        return list(zip(self.model.predict(texts, vectors), vectors, strict=True))

    def leaning(self, text: str, vector: np.ndarray, named: bool) -> float:
        """How likely a text leans on what was said before it, 0 to 1; 0 where nothing was learned of that."""
        return self.lean.probability(text, vector, named) if self.lean else 0.0


def fitted(training_data: TrainingData) -> HybridModel:
    """The intent model of the examples as they are read; doubles count once."""
    pairs = dict.fromkeys(
        (m.get(READ), m.get(INTENT)) for m in training_data.intent_examples if has_words(m.get(READ) or "")
    )
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    return HybridModel.fit(texts, labels, lambda given: shared().embed_many(given, vector_file()))


def fitted_leaning(training_data: TrainingData) -> LeanModel | None:
    """What tells messages that lean on others; None where no follow-ups are known to learn from."""
    examples = list(_shown_leaning(training_data))
    texts, leans = [text for text, _ in examples], [leans for _, leans in examples]
    if len(set(leans)) < 2:
        return None
    vectors = shared().embed_many(texts, vector_file())
    return LeanModel.fit(texts, vectors, [_says_treatment(text) for text in texts], leans)


def vector_file() -> VectorFile:
    """The vectors kept from earlier trainings."""
    return VectorFile(Path(settings.read().cache) / f"vectors-{model_version()}.npz")


def _shown_leaning(training_data: TrainingData) -> Iterator[tuple[str, bool]]:
    """Texts that lean on others, and such that do not."""
    for example in training_data.training_examples:
        text, intent = example.get(READ) or "", example.get(INTENT)
        if not has_words(text):
            continue
        if example.get(LEANS) is not None:
            yield text, bool(example.get(LEANS))
        elif JOINT not in text and (intent in LEANING_INTENTS or _stands(intent or "", text)):
            yield text, intent in LEANING_INTENTS


def _stands(intent: str, text: str) -> bool:
    """Whether an example surely means the same whatever was said before: no question, or one that names its subject."""
    return not intent.startswith("ask_") or _says_treatment(text)


def _says_treatment(text: str) -> bool:
    return bool(TREATMENT.search(text))
