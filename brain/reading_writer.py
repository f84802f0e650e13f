"""Pipeline, last: writes the intent and the `reading` that the actions go by."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import knowledge
from brain.component import DIVIDED, LEANS, RANKED, READ, ClinicComponent, is_command, knowledge_root
from brain.hybrid import ModelError
from brain.policies import Pattern, compiled, first_match
from brain.reading import Reader

FILE = "policies.json"
POLICIES = (("advice", "patterns", "kind"), ("premises", "premises", "id"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReadingWriter(ClinicComponent):
    """Decides what is known and what the message wants first of all."""

    _policies: dict[str, tuple[Pattern, ...]] | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`known` is the confidence from which a wish counts as understood."""
        return {**ClinicComponent.get_default_config(), "known": 0.37}

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the patterns of premises and advice in the model file."""
        root = knowledge_root(self._config)
        raw = {name: knowledge.policy_file(name, root) for name, _, _ in POLICIES}
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(raw, default=str), encoding="utf-8")
        self._policies = _compiled(raw)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ReadingWriter:
        """The trained component. Raises ModelError when the model file does not hold it."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                component._policies = _compiled(json.loads((folder / FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The policy patterns cannot be read ({error}): train again.") from error
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent`, `intent_ranking` and `reading`."""
        reader = Reader(self._config["known"])
        for message in messages:
            if not is_command(message):
                found = self._matches(message.get(TEXT) or "")
                outcome = reader.outcome(
                    message.get(READ),
                    message.get(DIVIDED),
                    message.get(RANKED),
                    in_context=message.get(LEANS),
                    **found,
                )
                message.set(INTENT, outcome.intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, outcome.ranking, add_to_output=True)
                message.set("reading", outcome.reading, add_to_output=True)
        return messages

    def _matches(self, text: str) -> dict[str, str | None]:
        if self._policies is None:
            raise ModelError("The policy patterns are not loaded.")
        return {
            "advice": first_match(self._policies["advice"], text),
            "premise": first_match(self._policies["premises"], text),
        }


def _compiled(raw: dict[str, Any]) -> dict[str, tuple[Pattern, ...]]:
    return {name: compiled(raw[name], entries, result) for name, entries, result in POLICIES}
