"""Every reply that holds a fact is followed by the disclaimer: all facts, all intents, in and out of the form."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from actions.answer_actions import (
    ActionAffirm,
    ActionAnswer,
    ActionDefaultFallback,
    ActionDeny,
    ActionHandoff,
    ActionPrivacy,
    ActionRefusal,
    ActionSmalltalk,
)
from actions.base import ClinicAction
from actions.booking.state import Booking
from knowledge import Knowledge
from tests.actions.test_domain_and_rules import ROOT, intents_of
from tests.actions.trackers import FakeDesk, Ran, tracker
from tests.actions.visitor import Visitor

pytestmark = pytest.mark.usefixtures("desk")

ACTIONS: dict[str, type[ClinicAction]] = {
    action.action: action
    for action in (
        ActionAffirm, ActionAnswer, ActionDefaultFallback, ActionDeny, ActionHandoff, ActionPrivacy, ActionRefusal,
        ActionSmalltalk,
    )
}  # fmt: skip
FORM = {"requested_slot": "phone", "full_name": "Ann Lee", "form_run": "run-1"}


def check(ran: Ran) -> None:
    """One disclaimer, right after the last message with facts; nothing opens with yes; nothing is empty."""
    holding = [number for number, message in enumerate(ran.messages) if message["facts"]]
    assert ran.kinds.count("disclaimer") == (1 if holding else 0)
    if holding:
        assert ran.kinds[holding[-1] + 1] == "disclaimer"
    for message in ran.messages:
        assert message["text"].strip()
        assert not message["text"].lstrip("¡ ").lower().startswith("yes")
    assert "error" not in ran.kinds


def asking(fact_id: str, intent: str, **about: Any) -> dict[str, Any]:
    """Parse data in which one fact ranks first."""
    part = {
        "text": "a question", "intent": intent, "confidence": 0.95, "aspects": [], "treatments": [], "conditions": [],
        "question_form": "yes_no", "facts": [{"id": fact_id, "score": 1.3}], "known": True,
    }  # fmt: skip
    return {"reading": {"text": "a question", "language": "en", "question_form": "yes_no", "parts": [part], **about}}


@pytest.mark.parametrize("slots", [{}, FORM], ids=["outside", "in the form"])
def test_every_fact_is_followed_by_it(slots: dict[str, Any], kb: Knowledge) -> None:
    for fact in kb.facts.values():
        parse = asking(fact.id, f"ask_{fact.aspect}")
        ran = Ran(ActionAnswer(), tracker("a question", f"ask_{fact.aspect}", slots=slots, form=bool(slots), **parse))
        assert any(message["facts"] for message in ran.messages) or kb.aspects[fact.aspect].group == "not_covered"
        check(ran)


@pytest.mark.parametrize("slots", [{}, FORM], ids=["outside", "in the form"])
def test_every_fact_behind_a_button_is_followed_by_it(slots: dict[str, Any], kb: Knowledge) -> None:
    for fact in kb.facts.values():
        entities = [{"entity": "fact", "value": fact.id}]
        ran = Ran(
            ActionAnswer(), tracker("/follow_more", "follow_more", slots=slots, form=bool(slots), entities=entities)
        )
        assert fact.id in [shown for message in ran.messages for shown in message["facts"]]
        check(ran)


@pytest.mark.parametrize("slots", [{}, FORM], ids=["outside", "in the form"])
def test_every_intent_has_a_reply_and_facts_in_it_are_followed_by_it(slots: dict[str, Any]) -> None:
    rules = yaml.safe_load((ROOT / "data/rules.yml").read_text(encoding="utf-8"))["rules"]
    for rule in rules:
        action = ACTIONS.get(next(step["action"] for step in rule["steps"] if "action" in step))
        for intent in intents_of(rule) if action else []:
            ran = Ran(action(), tracker("hello", intent, slots=slots, form=bool(slots)))  # type: ignore[misc]
            assert ran.messages or intent == "ask_and_book", intent
            check(ran)


def test_an_answer_and_a_finished_booking_in_one_reply_share_it(kb: Knowledge, desk: FakeDesk) -> None:
    visitor = Visitor(kb).at("consent")
    booking: Booking = visitor.says("yes", "affirm").booking
    slots = {
        name: booking.value(name) for name in ("interest", "full_name", "phone", "email", "preferred_time", "consent")
    }
    parse = asking("exosomes.size", "ask_size")
    ran = Ran(ActionAnswer(), tracker("how big", "ask_size", slots={**slots, "form_run": "run-1"}, **parse))
    assert ran.kinds == ["answer", "disclaimer", "confirmation"]


def test_the_booking_itself_states_no_fact(kb: Knowledge) -> None:
    visitor = Visitor(kb)
    visitor.says("book", "book")
    for words in ("PRP", "Ann", "212-555-0147", "skip", "any time", "yes"):
        visitor.says(words, treatments=("prp",) if words == "PRP" else ())
        assert all(not message["facts"] for message in visitor.messages)
