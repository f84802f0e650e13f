"""Pipeline, third: ranks the facts for each wish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from brain.component import DIVIDED, FACT, LEANS, RANKED, READ, ClinicComponent, is_command, load_knowledge
from brain.domain_text import DomainText
from brain.embedder import shared
from brain.fact_model import FactModel
from brain.hybrid import ModelError
from brain.naming import named_first
from brain.ranking import Asked, FactIndex, Rankable, RankedFact, Weights
from brain.wish import Wish
from brain.wish_classifier import vector_file
from knowledge import Fact

MOST_FACTS = 12
ENTITIES = ("treatment", "condition")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FactRanker(ClinicComponent):
    """Holds every served fact with the vectors of its example questions and of its text."""

    _index: FactIndex | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights` overrides single weights of `ranking.Weights`."""
        return {**ClinicComponent.get_default_config(), "weights": {}}

    def train(self, training_data: TrainingData) -> Resource:
        """Computes the vectors. Questions are used as read, so that one spelling meets another."""
        questions: dict[str, list[str]] = {}
        for example in training_data.training_examples:
            if example.get(FACT):
                questions.setdefault(example.get(FACT), []).append(example.get(READ))
        known = list(load_knowledge(self._config).facts.values())
        first = {(fact.aspect, fact.treatments): fact.id for fact in reversed(known)}
        plain = set(first.values())
        facts = [_rankable(fact, questions[fact.id], fact.id in plain) for fact in known if fact.id in questions]
        if not facts:
            raise ModelError("The knowledge base holds no served fact with example questions.")
        self._index = self._built(facts)
        with self._storage.write_to(self._resource) as folder:
            self._index.save(folder)
        return self._resource

    def _built(self, facts: list[Rankable]) -> FactIndex:
        questions, texts = [q for fact in facts for q in fact.questions], [fact.text for fact in facts]
        vectors = shared().embed_many([*questions, *texts], vector_file())
        asked, told = vectors[: len(questions)], vectors[len(questions) :]
        model = FactModel.fit(asked, [fact.id for fact in facts for _ in fact.questions])
        return FactIndex(facts, asked, told, model, Weights(**self._config["weights"]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FactRanker:
        """The trained component. Raises ModelError when the model file does not hold it."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                component._index = FactIndex.load(folder)
        except ValueError as error:
            raise ModelError(f"The model file holds no fact index ({error}): train again.") from error
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets a ranking for each wish: those of the message, the finer ones, and last, where there is one, the message
        in its context."""
        for message in messages:
            if not is_command(message):
                divided, in_context = message.get(DIVIDED), message.get(LEANS)
                wishes = [*divided.every, *([in_context.wish] if in_context else [])]
                message.set(RANKED, self._ranked(wishes, message.get(READ)))
        return messages

    def _ranked(self, wishes: Sequence[Wish], text: DomainText) -> list[list[RankedFact]]:
        if self._index is None:
            raise ModelError("The fact index is not trained.")
        names = [{entity: named_first(entity, text, wish) for entity in ENTITIES} for wish in wishes]
        asked = [Asked(w.vector, w.prediction, n) for w, n in zip(wishes, names, strict=True)]
        return self._index.rank(asked, MOST_FACTS)


def _rankable(fact: Fact, questions: list[str], plain: bool) -> Rankable:
    aspects = (fact.aspect, *fact.also_aspects)
    return Rankable(fact.id, aspects, fact.treatments, fact.conditions, fact.text, tuple(questions), plain)
