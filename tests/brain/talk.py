"""A tiny assistant with Rasa's real processor: rules, a form, and an action server that is a function here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.model_training import train

from brain.action_endpoint import ActionEndpoint
from brain.tracker_store import ClinicTrackerStore

CONFIG = """
recipe: default.v1
assistant_id: test
language: en
pipeline:
- name: KeywordIntentClassifier
policies:
- name: RulePolicy
"""
DOMAIN = """
version: "3.1"
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: false}
intents: [ask_what_is, book, price]
actions: [action_answer, validate_booking_form]
slots:
  full_name: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  context: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms: {booking_form: {required_slots: [full_name]}}
"""
DATA = """
version: "3.1"
nlu:
- {intent: ask_what_is, examples: "- What are exosomes"}
- {intent: price, examples: "- price"}
- {intent: book, examples: "- book"}
rules:
- {rule: answer, steps: [{intent: price}, {action: action_answer}]}
- {rule: what, steps: [{intent: ask_what_is}, {action: action_answer}]}
- {rule: start, steps: [{intent: book}, {action: booking_form}, {active_loop: booking_form}]}
- rule: done
  condition: [{active_loop: booking_form}]
  steps: [{action: booking_form}, {active_loop: null}, {action: action_answer}]
"""
Serve = Callable[[str, dict[str, Any]], dict[str, Any]]


def trained(folder: Path) -> Path:
    """A model with Rasa's own keyword classifier: small, quick, and enough for messages and forms."""
    for name, text in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data.yml", DATA)):
        (folder / name).write_text(text, encoding="utf-8")
    paths = [str(folder / name) for name in ("domain.yml", "config.yml", "data.yml")]
    result = train(paths[0], paths[1], [paths[2]], output=str(folder / "models"), fixed_model_name="small.tar.gz")
    return Path(str(result.model))


class LocalEndpoint(ActionEndpoint):
    """The action server as a function. It may raise what a network raises."""

    def __init__(self, serve: Serve) -> None:
        super().__init__("http://127.0.0.1:1/webhook")
        self.serve = serve
        self.calls: list[str] = []

    async def _call(self, method: str, kwargs: dict[str, Any]) -> Any:
        self.calls.append(kwargs["json"]["next_action"])
        return self.serve(kwargs["json"]["next_action"], kwargs["json"])


def answers(action: str, call: dict[str, Any]) -> dict[str, Any]:
    """Says one thing, and asks for a name in the form."""
    if action == "validate_booking_form":
        return {"events": [{"event": "slot", "name": "requested_slot", "value": "full_name"}], "responses": []}
    text = call["tracker"]["latest_message"]["text"]
    return {"events": [], "responses": [{"custom": {"kind": "answer", "text": f"about {text}"}}]}


def fails(action: str, call: dict[str, Any]) -> dict[str, Any]:
    """An action server that is down."""
    raise aiohttp.ClientConnectionError("down")


def agent_of(model: Path, database: Path, serve: Serve = answers) -> Agent:
    """An agent as the channel leaves it after the start: our store and our endpoint, without wrappers."""
    agent = Agent.load(str(model))
    store = ClinicTrackerStore(agent.domain, url=f"sqlite:///{database}")
    agent.tracker_store = agent.processor.tracker_store = store
    agent.action_endpoint = agent.processor.action_endpoint = LocalEndpoint(serve)
    return agent


async def say(agent: Agent, text: str, sender: str = "visitor-1") -> list[dict[str, Any]]:
    """One message past the channel."""
    return await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender)) or []
