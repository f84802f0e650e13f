"""Replaces what Rasa puts around our parts when it loads an agent: action endpoint and forgiving tracker store."""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore

from brain import quick_actions
from brain.action_endpoint import ActionEndpoint
from brain.settings import Settings
from brain.tracker_store import ClinicTrackerStore


class StartError(Exception):
    """The brain cannot serve; the message says why."""


def install(agent: Agent | None, settings: Settings) -> None:
    """Makes the agent use our endpoint and our store directly. Raises StartError when model or store is missing."""
    if agent is None or agent.processor is None:
        raise StartError("No model could be loaded: run `make train`, and see the lines above.")
    store = agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    if not isinstance(store, ClinicTrackerStore):
        raise StartError(f"The tracker store is {type(store).__name__}: see endpoints.yml.")
    quick_actions.install()
    agent.tracker_store = agent.processor.tracker_store = store
    endpoint = ActionEndpoint(settings.actions_url, settings.actions_secret)
    agent.action_endpoint = agent.processor.action_endpoint = endpoint
