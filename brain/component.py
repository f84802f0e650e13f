"""What our graph components share: where they keep things, and what makes Rasa train them again."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

import knowledge
from brain.sources import code_version
from knowledge import Knowledge

READ = "read_text"
"""Key of the text as read (tidied, spelt right, plainly named) in training examples; of a DomainText in messages."""
FACT = "fact"
"""Key of the fact's id in training examples that are a fact's own example questions."""
LEANS = "leans"
"""Key of training examples that show whether a message leans on the one before; in messages, of an `InContext`."""
DIVIDED = "divided"
RANKED = "ranked"
BEFORE = "before"
"""Key, in a message's metadata, of the question that was answered last."""
COMMAND = "/"


def is_command(message: Message) -> bool:
    """Whether Rasa's own handler will read it ("/intent{...}" from a button); our components leave it alone."""
    return bool((message.get(TEXT) or "").startswith(COMMAND))


def question_before(message: Message) -> str:
    """The question answered last in this conversation, or "" at its beginning."""
    return str((message.get("metadata") or {}).get(BEFORE) or "")


class ClinicComponent(GraphComponent):
    """A component whose training also depends on the knowledge base and on the code of this package."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicComponent:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`knowledge` is a folder other than the project's own, for tests."""
        return {"knowledge": None}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Changes with the knowledge base and with the brain's code, neither of which Rasa looks at itself."""
        return f"{load_knowledge(config).version}-{code_version()}"

    @staticmethod
    def required_packages() -> list[str]:
        """Packages whose version belongs to what was trained."""
        return ["sklearn", "spacy"]


def load_knowledge(config: dict[str, Any]) -> Knowledge:
    """The knowledge base that the configuration names. Raises KnowledgeError."""
    return _loaded(knowledge_root(config))


@lru_cache(maxsize=2)
def _loaded(root: Path | None) -> Knowledge:
    """Training asks for it a dozen times; within one training it is the same."""
    return knowledge.load(root, wordings=True)


def knowledge_root(config: dict[str, Any]) -> Path | None:
    """The folder that the configuration names; None means the project's own."""
    folder = config.get("knowledge")
    return Path(folder) if folder else None
