"""Whether the brain understands anything at all: one plain question, parsed in memory."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

logger = logging.getLogger(__name__)

QUESTION = "What are exosomes?"
INTENT = "ask_what_is"


async def probe(agent: Agent) -> dict[str, Any]:
    """Parses the question without a tracker: `ok` when the right intent came."""
    assert agent.processor is not None
    try:
        parsed = await agent.processor.parse_message(UserMessage(QUESTION))
    except Exception as error:
        logger.error("The probe question could not be parsed: %s.", type(error).__name__)
        return {"ok": False, "intent": None, "error": "parse_failed"}
    intent = parsed["intent"].get("name")
    return {"ok": intent == INTENT, "intent": intent, "error": None}
