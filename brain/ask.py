"""Backend of `python -m knowledge ask "question"`: what the trained model makes of a question, and why."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brain import settings
from brain.environment import prepare
from brain.lean import without_tensorflow
from brain.say import complain, say

SHOWN_FACTS = 5
SHOWN_LABELS = 3


class AskError(ValueError):
    """The question cannot be put to the model; the message says what to do."""


def main(words: list[str]) -> int:
    """Prints the page for the question made of these words. Returns 0, or 1 for a question without words.

    Raises FileNotFoundError when there is no trained model.
    """
    try:
        say(ask(" ".join(words)))
    except AskError as error:
        complain(str(error))
        return 1
    return 0


def ask(question: str, models: Path | None = None) -> str:
    """A page for a curator: text as read, parts, intents, and each ranked fact's score with its parts.

    Raises AskError when the question holds no words, FileNotFoundError when there is no trained model.
    """
    prepare()
    without_tensorflow()
    logging.captureWarnings(True)
    from brain.tidy import has_words

    if not has_words(question):
        raise AskError("The question holds no letters or digits.")
    return "\n".join(_page(_parsed(question, models or settings.read().models)))


def _parsed(question: str, models: Path) -> Any:
    """Runs the pipeline itself, for the score components stay inside it and do not reach the action server."""
    if not any(models.glob("*.tar.gz")):
        raise FileNotFoundError(f"There is no trained model in {models}: run `make train`.")
    from rasa.core.channels.channel import UserMessage
    from rasa.core.processor import MessageProcessor
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.shared.core.trackers import DialogueStateTracker

    from brain.guard import neutral

    _, metadata, runner = MessageProcessor._load_model(models)
    target = metadata.nlu_target
    inputs = {
        PLACEHOLDER_MESSAGE: [UserMessage(neutral(question))],
        PLACEHOLDER_TRACKER: DialogueStateTracker("ask", []),
    }
    return runner.run(inputs=inputs, targets=[target])[target][0]


def _page(message: Any) -> Iterator[str]:
    reading, ranked = message.get("reading"), message.get("ranked")
    yield f"read as    {reading['text']}"
    yield f"language   {reading['language']}   form {reading['question_form']}"
    yield f"premise    {reading['premise'] or '-'}   advice {reading['advice'] or '-'}"
    yield f"intent     {message.get('intent')['name']} ({message.get('intent')['confidence']:.2f})"
    for number, (part, wish, facts) in enumerate(zip(reading["parts"], message.get("wishes"), ranked, strict=False)):
        yield from _part(number + 1, part, wish, facts)


def _part(number: int, part: dict[str, Any], wish: Any, facts: list[Any]) -> Iterator[str]:
    labels = ", ".join(f"{name} {probability:.2f}" for name, probability in wish.prediction.ranking[:SHOWN_LABELS])
    yield f"\npart {number}     {part['text']}"
    nearest = wish.prediction.nearest
    yield f"  {'known' if part['known'] else 'not known'}: confidence {part['confidence']:.2f}, nearest {nearest:.2f}"
    yield f"  intents  {labels}"
    yield f"  names    {', '.join([*part['treatments'], *part['conditions'], *part['aspects']]) or '-'}"
    for fact in facts[:SHOWN_FACTS]:
        why = "  ".join(f"{sign} {value:+.2f}" for sign, value in fact.why.items() if abs(value) >= 0.005)
        yield f"  {fact.score:5.2f}  {fact.id}\n         {why}"
