"""From what a step wants to say to messages: policy texts joined, buttons titled."""

from __future__ import annotations

from collections.abc import Iterable

from actions.answering.message import BotMessage, message
from actions.booking.state import Button, Say
from knowledge import Knowledge


def speak(says: Iterable[Say], knowledge: Knowledge) -> list[BotMessage]:
    """The messages: neighbours of one kind become one message, with the buttons of the last."""
    groups: list[list[Say]] = []
    for say in says:
        if groups and groups[-1][-1].kind == say.kind:
            groups[-1].append(say)
        else:
            groups.append([say])
    return [_message(group, knowledge) for group in groups]


def _message(group: list[Say], knowledge: Knowledge) -> BotMessage:
    texts = [knowledge.texts.get(say.text_id, **say.values) for say in group]
    joiner = "\n\n" if any("\n" in text for text in texts) else " "
    buttons = next((say.buttons for say in reversed(group) if say.buttons), ())
    return message(group[-1].kind, joiner.join(texts), buttons=[_button(button, knowledge) for button in buttons])


def _button(button: Button, knowledge: Knowledge) -> dict[str, str]:
    return {"title": knowledge.texts.get(button.title, **button.values), "payload": button.payload}
