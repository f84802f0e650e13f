"""The assistant under test, in this process: the trained model's parse and the action server's answering function."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.answering import answer
from actions.answering.beside import beside
from brain import environment, lean
from knowledge import Knowledge

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
RULES = ROOT / "data" / "rules.yml"
# Actions that do more than answer (they call the desk or run the form), by the kind of reply they give.
ELSEWHERE = {
    "action_privacy": "privacy",
    "action_handoff": "handoff",
    "action_stop_contact": "privacy",
    "action_cancel_booking": "notice",
    "action_restart": "notice",
    "booking_form": "question",
}

# What is done beside answering the rest of the message, by intent (actions/answer_actions.py).
ANSWERING_TOO = frozenset({"action_privacy", "action_handoff"})
DEEDS = {"privacy_delete": "privacy", "privacy_access": "privacy", "handoff": "handoff"}


class NoModelError(Exception):
    """There is no trained model to measure."""


@dataclass(frozen=True)
class Turn:
    """What one message led to: its parse, and the reply as the action server would give it.

    `kinds` are the kinds of the reply's messages, `offered` the buttons' payloads, `facts` the ids of the facts shown.
    """

    text: str
    parse: Mapping[str, Any]
    behaviour: str
    kinds: tuple[str, ...]
    facts: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    booking: bool = False
    context: Mapping[str, Any] | None = None

    @property
    def intent(self) -> str:
        """The intent of the message's main part."""
        return (self.parse.get("intent") or {}).get("name") or ""

    @property
    def confidence(self) -> float:
        """How sure the classifier says it is, from 0 to 1."""
        return float((self.parse.get("intent") or {}).get("confidence") or 0.0)

    @property
    def intents(self) -> frozenset[str]:
        """The intents of all parts of the message."""
        parts = (self.parse.get("reading") or {}).get("parts") or ()
        return frozenset({self.intent, *(part["intent"] for part in parts if part.get("intent"))})


class Assistant:
    """Replies to messages without a server, a tracker or a network."""

    def __init__(self, agent: Any, knowledge: Knowledge) -> None:
        self._agent = agent
        self._knowledge = knowledge
        self._routes = routes()
        self._loop = asyncio.new_event_loop()

    @classmethod
    def load(cls, knowledge: Knowledge, models: Path = MODELS) -> Assistant:
        """The newest trained model in `models`. Raises NoModelError when there is none."""
        newest = newest_model(models)
        if newest is None:
            raise NoModelError(f"There is no trained model in {models.name}/. Run `make train` first.")
        environment.prepare()
        lean.without_tensorflow()
        from rasa.core.agent import Agent

        return cls(Agent.load(str(newest)), knowledge)

    def parse(self, text: str, question: str = "") -> dict[str, Any]:
        """What the trained pipeline reads in a message, after the question answered last."""
        from rasa.core.channels.channel import UserMessage

        message = UserMessage(text, metadata={"before": question})
        return dict(self._loop.run_until_complete(self._agent.processor.parse_message(message)))

    def reply(self, text: str, context: Mapping[str, Any] | None = None) -> Turn:
        """The reply to a message, given the context that the turn before left."""
        parse = self.parse(text, str((context or {}).get("question") or ""))
        elsewhere = self._elsewhere(parse)
        served_too = self._routes.get(parse["intent"]["name"] or "") in ANSWERING_TOO
        reply = beside(parse, context, self._knowledge, elsewhere) if served_too else None
        if elsewhere and reply is None:
            kinds = tuple(elsewhere.values())
            return Turn(text, parse, kinds[0], kinds, context=context)
        reply = reply or answer(parse, context, self._knowledge)
        return Turn(
            text=text,
            parse=parse,
            behaviour=next(iter(elsewhere.values()), reply.behaviour),
            kinds=(*(message["kind"] for message in reply.messages), *elsewhere.values()),
            facts=tuple(reply.facts),
            offered=tuple(button["payload"] for m in reply.messages for button in m.get("buttons") or ()),
            booking=bool(reply.booking),
            context=reply.context,
        )

    def _elsewhere(self, parse: Mapping[str, Any]) -> dict[str, str]:
        """The kinds of reply, by intent, of what is done for the visitor; empty when the message is only answered."""
        main = parse["intent"]["name"] or ""
        action = self._routes.get(main, "")
        if action not in ELSEWHERE:
            return {}
        parts = (parse.get("reading") or {}).get("parts") or ()
        wishes = [part["intent"] for part in parts if part["known"] and action in ANSWERING_TOO]
        return {main: ELSEWHERE[action]} | {intent: DEEDS[intent] for intent in wishes if intent in DEEDS}

    def talk(self, turns: tuple[str, ...]) -> tuple[Turn, ...]:
        """The replies to a visitor's turns, the context carried from each to the next."""
        context: Mapping[str, Any] | None = None
        replies = []
        for text in turns:
            replies.append(self.reply(text, context))
            context = replies[-1].context
        return tuple(replies)

    def close(self) -> None:
        """Frees the event loop."""
        self._loop.close()


def newest_model(models: Path = MODELS) -> Path | None:
    """The model file trained last, or None."""
    return max(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


def routes(rules: Path = RULES) -> dict[str, str]:
    """The first action that the rules give each intent."""
    found: dict[str, str] = {}
    for rule in yaml.safe_load(rules.read_text(encoding="utf-8"))["rules"]:
        steps = rule["steps"]
        action = next((step["action"] for step in steps if "action" in step), "")
        for step in steps:
            for each in step.get("or", [step]):
                if "intent" in each:
                    found.setdefault(each["intent"], action)
    return found
