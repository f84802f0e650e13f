"""Checks the domain against the rules before training, in place of Rasa's validator, which brings TensorFlow along.

Rasa's checks what most pipelines may hold: competing extractors, features that do not fit, neural policies. Ours holds
none of them; what is left is whether the rule policy and the domain fit together. `rasa data validate` and plain
`rasa train` run Rasa's own.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.importers.importer import TrainingDataImporter


class DefaultV1RecipeValidator(GraphComponent):
    """Named as Rasa's, for the model file names it."""

    def __init__(self, schema: GraphSchema) -> None:
        self._schema = schema

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DefaultV1RecipeValidator:
        """A validator for the graph that is about to run."""
        return cls(execution_context.graph_schema)

    def validate(self, importer: TrainingDataImporter) -> TrainingDataImporter:
        """The importer, as given. Raises InvalidDomain when the rule policy's actions are not in the domain."""
        importer.get_nlu_data().validate()
        for node in self._schema.nodes.values():
            if node.uses is RulePolicy:
                RulePolicy.raise_if_incompatible_with_domain(config=node.config, domain=importer.get_domain())
        return importer
