"""A visitor asks several things at once, or beside what is done for them: nothing is dropped."""

from __future__ import annotations

import pytest

from actions.answer_actions import ActionHandoff, ActionPrivacy
from actions.answering import Answer, answer
from actions.answering.beside import beside
from knowledge import Knowledge, load
from tests.actions.readings import parse, part
from tests.actions.trackers import FakeDesk, Ran, tracker

PRICE = part("ask_cost", "the cost of exosomes", facts=[("exosomes.price-range", 1.3)], treatments=["exosomes"])
PERSON = part("handoff", "someone real please")
DELETE = part("privacy_delete", "and delete my data")


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def test_a_person_asked_for_does_not_hide_the_question_beside(desk: FakeDesk) -> None:
    ran = Ran(ActionHandoff(), tracker("a person, and the cost", "handoff", reading=parse(PERSON, PRICE)["reading"]))
    assert ran.kinds == ["answer", "disclaimer", "handoff"]
    assert ran.messages[0]["facts"][0] == "exosomes.price-range"
    assert desk.bodies("/internal/handoffs")


def test_two_requests_in_one_message_are_both_made(desk: FakeDesk) -> None:
    reading = parse(DELETE, PERSON)["reading"]
    ran = Ran(ActionPrivacy(), tracker("delete it all and call me", "privacy_delete", reading=reading))
    assert ran.kinds == ["privacy", "handoff"]
    assert desk.bodies("/internal/privacy-requests")
    assert desk.bodies("/internal/handoffs")


def test_beside_what_is_done_there_may_be_nothing_else(base: Knowledge) -> None:
    greeting = part("greet", "hello")
    assert beside(parse(PERSON, greeting), None, base, ["handoff"]) is None
    assert beside({"text": "/handoff", "intent": {"name": "handoff"}}, None, base, ["handoff"]) is None


def test_each_condition_that_is_named_gets_its_fact(base: Knowledge) -> None:
    asked = part("ask_condition", treatments=["exosomes"], conditions=["wound_healing", "hair_restoration"])
    given = answer(parse(asked), None, base)
    held = {condition for fact in given.facts for condition in base.facts[fact].conditions}
    assert {"wound_healing", "hair_restoration"} <= held


def test_side_effects_are_not_listed_and_the_risks_are_told(base: Knowledge) -> None:
    given = answer(parse(part("ask_side_effects", treatments=["stem_cells"])), None, base)
    assert given.behaviour == "not_covered"
    assert given.messages[0]["text"].startswith("The articles do not list side effects")
    assert any(base.facts[fact].aspect == "safety" for fact in given.facts)


@pytest.mark.parametrize(
    ("intent", "named"), [("ask_compare", "other_treatment"), ("ask_regulation", "abroad"), ("ask_cost", "abroad")]
)
def test_what_hangs_on_something_else_is_not_covered(intent: str, named: str, base: Knowledge) -> None:
    asked = part(intent, facts=[("prp.scaffold", 1.0)], treatments=["prp"], aspects=[named])
    given = answer(parse(asked), None, base)
    assert (given.behaviour, given.messages[0]["text"]) == ("not_covered", base.texts.get(f"not_covered.{named}"))


def test_beside_a_child_only_what_is_no_advice_is_answered(base: Knowledge) -> None:
    minor = part("advice_minor", "my son is 15")
    made = part("ask_preparation", "how is it made", facts=[("prp.preparation", 1.3)], treatments=["prp"])
    safe = part("ask_safety", "is it safe", facts=[("safety.stem-cells", 1.3)], treatments=["stem_cells"])
    assert "prp.preparation" in answer(parse(minor, made), None, base).facts
    assert answer(parse(minor, safe), None, base).facts == []


def test_a_difference_asked_for_beside_a_price_is_told(base: Knowledge) -> None:
    both = ["stem_cells", "exosomes"]
    difference = part(
        "ask_compare", "whats the difference", facts=[("comparison.stem-cells-exosomes", 1.3)], treatments=both
    )
    cheaper = part("ask_cost", "which is cheaper", facts=[("cost.which-cheaper", 1.3)], treatments=both, form="which")
    assert {"comparison.stem-cells-exosomes", "cost.which-cheaper"} <= set(
        answer(parse(difference, cheaper), None, base).facts
    )


FAST = "do I have to fast"


def _texts(given: Answer) -> list[str]:
    return [said["text"] for said in given.messages]


def test_what_is_not_understood_beside_an_answer_is_said(base: Knowledge) -> None:
    given = answer(parse(PRICE, left=[FAST]), None, base)
    assert (given.behaviour, given.facts[0]) == ("answer", "exosomes.price-range")
    assert base.texts.get("answer.part_missed", words=FAST) in _texts(given)


def test_a_question_that_no_fact_comes_near_is_said_too(base: Knowledge) -> None:
    unclear = part("ask_outlook", "when will it happen", facts=[("comparison.next-step", 0.3)], form="how_long")
    given = answer(parse(PRICE, unclear), None, base)
    assert base.texts.get("answer.part_missed", words="when will it happen") in _texts(given)
    told = part("ask_outlook", "it will happen some day", facts=[("comparison.next-step", 0.3)])
    assert not any("one part of your message" in text for text in _texts(answer(parse(PRICE, told), None, base)))


def test_beside_a_person_asked_for_it_is_said_too(base: Knowledge) -> None:
    given = beside(parse(PERSON, left=[FAST]), {"fallbacks": 0}, base, ["handoff"])
    assert given is not None
    assert (_texts(given), given.behaviour) == ([base.texts.get("answer.part_missed", words=FAST)], "not_covered")


def test_beside_a_booking_it_is_said_before_the_booking_starts(base: Knowledge) -> None:
    given = answer(parse(part("book", "when can I come"), intent="ask_and_book", left=[FAST]), None, base)
    assert given.booking
    assert _texts(given) == [base.texts.get("answer.part_missed", words=FAST)]


def test_long_questions_are_not_said_back_whole(base: Knowledge) -> None:
    given = answer(parse(PRICE, left=["do I have to fast " * 20]), None, base)
    assert any(text.count("fast") < 6 and '..."' in text for text in _texts(given) if "one part" in text)


def test_where_nothing_is_understood_that_is_said_once(base: Knowledge) -> None:
    given = answer(parse(part("nlu_fallback", "hm", known=False), left=[FAST]), None, base)
    assert not any("one part of your message" in text for text in _texts(given))


def test_beside_somebody_s_age_the_general_question_is_answered(base: Knowledge) -> None:
    weak = part(
        "ask_condition", "do stem cells help", facts=[("conditions.frailty", 1.4)], treatments=["stem_cells"],
        conditions=["frailty"],
    )  # fmt: skip
    old = part("ask_eligibility_general", "is she too old", facts=[("conditions.frailty", 1.1)], form="yes_no")
    given = answer(parse(weak, old, intent="advice_candidacy", advice="candidacy"), None, base)
    assert given.behaviour == "refusal"
    assert "conditions.frailty" in given.facts
