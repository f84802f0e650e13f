"""Finds questions that the assistant has seen: in its training examples or among the facts' example questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import yaml

from knowledge import Knowledge
from tests.eval.questions import Question

ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def normalised(text: str) -> str:
    """Lower case, without punctuation and repeated space. A text of signs alone stays as it is."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w\s]", " ", folded).split()) or folded.strip()


def training_texts(nlu: Path) -> set[str]:
    """The training examples of an nlu.yml, normalised, entity marks taken off."""
    content = yaml.load(nlu.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    examples = (block for item in content["nlu"] for key, block in item.items() if key == "examples")
    lines = (line.strip() for block in examples for line in str(block).splitlines())
    return {normalised(ENTITY.sub(r"\1", line[2:])) for line in lines if line.startswith("- ")}


def fact_texts(knowledge: Knowledge) -> set[str]:
    """The example questions and wordings of all facts, and what is said in follow-ups, normalised."""
    said = {normalised(follow_up.says) for follow_up in knowledge.follow_ups}
    return said | {normalised(question) for fact in knowledge.facts.values() for question in fact.questions}


def seen(questions: Iterable[Question], known: set[str]) -> list[str]:
    """The ids of questions whose judged message is among the known texts."""
    return [question.id for question in questions if normalised(question.text) in known]
