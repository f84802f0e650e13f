"""The knowledge base and the danger patterns as the gateway uses them, loaded once."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

import knowledge
from desk.gateway.safety import DangerCheck
from knowledge.likeness import LikenessModel


@dataclass(frozen=True)
class Policy:
    """What the gateway may say by itself, and how it recognises danger."""

    knowledge: knowledge.Knowledge
    danger: DangerCheck

    def text(self, text_id: str, lang: str = "en", **values: str) -> str:
        """A policy text. Raises KeyError for an unknown id."""
        return self.knowledge.texts.get(text_id, lang, **values)


@cache
def policy() -> Policy:
    """The policy in force.

    Raises `knowledge.KnowledgeError` when the knowledge base cannot be used, and `knowledge.likeness.LikenessError`
    when the second danger check has not been learned.
    """
    base = knowledge.load()
    return Policy(base, DangerCheck.load(knowledge.policy_file("danger"), LikenessModel.load(settings.MODELS_DIR)))
