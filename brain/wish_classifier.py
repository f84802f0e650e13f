"""Pipeline, second: divides the message into wishes and classifies each."""

from __future__ import annotations

from collections.abc import Sequence
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
from brain.component import READ, WHOLE, WISHES, ClinicComponent, is_command
from brain.embedder import shared
from brain.hybrid import HybridModel, ModelError, Prediction
from brain.tidy import has_words
from brain.vectors import VectorFile
from brain.wishes import Divider

VECTORS = "whole-number-vectors.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WishClassifier(ClinicComponent):
    """The hybrid model over the wishes of a message. What it finds is put into words by ReadingWriter."""

    _model: HybridModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences from which a clause after a joint, or a sentence, counts as a wish of its own."""
        return {**ClinicComponent.get_default_config(), "joined_wish": 0.55, "sentence_wish": 0.5}

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on the examples as they are read; doubles count once."""
        pairs = dict.fromkeys(
            (m.get(READ), m.get(INTENT)) for m in training_data.intent_examples if has_words(m.get(READ) or "")
        )
        texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
        vectors = shared().embed_many(texts, vector_file())
        self._model = HybridModel.fit(texts, labels, vectors)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
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
        try:
            with model_storage.read_from(resource) as folder:
                component._model = HybridModel.load(folder)
        except ValueError as error:
            raise ModelError(f"The model file holds no trained intent model ({error}): train again.") from error
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the whole message as one wish, and its wishes."""
        divider = Divider(self._config["joined_wish"], self._config["sentence_wish"])
        for message in messages:
            if not is_command(message):
                whole, wishes = divider.divide(message.get(READ), self)
                message.set(WHOLE, whole)
                message.set(WISHES, wishes)
        return messages

    def classify(self, texts: Sequence[str]) -> list[tuple[Prediction, np.ndarray]]:
        """A prediction and a sentence vector for each text. Raises ModelError when untrained."""
        vectors = shared().embed(texts)
        return list(zip(self._trained().predict(texts, vectors), vectors, strict=True))

    def _trained(self) -> HybridModel:
        if self._model is None:
            raise ModelError("The intent model is not trained.")
        return self._model


def vector_file() -> VectorFile:
    """The vectors kept from earlier trainings."""
    return VectorFile(Path(settings.read().cache) / VECTORS)
