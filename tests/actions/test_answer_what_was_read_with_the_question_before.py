"""The brain read a message together with the question before it: "for what?", "not babies I hope"."""

from __future__ import annotations

import pytest

from actions.answering import Answer, answer
from knowledge import Knowledge
from tests.actions.readings import parse, part


@pytest.fixture
def approved(kb: Knowledge) -> Answer:
    asked = part(
        "ask_regulation",
        "are stem cells approved",
        facts=[("regulation.stem-cells", 1.2), ("regulation.fda-approved-uses", 0.9)],
        treatments=["stem_cells"],
    )
    return answer(parse(asked), None, kb)


def _after(kb: Knowledge, before: Answer, *facts: tuple[str, float], intent: str = "ask_regulation", **more) -> Answer:
    return answer(parse(part(intent, "for what", facts=facts, leans=True, **more)), before.context, kb)


def test_the_question_is_kept_for_the_next_message(kb: Knowledge, approved: Answer) -> None:
    assert approved.context["question"] == "are stem cells approved"


def test_the_best_fact_in_context_answers(kb: Knowledge, approved: Answer) -> None:
    given = _after(kb, approved, ("regulation.fda-approved-uses", 1.1), ("regulation.stem-cells", 0.8))
    assert given.facts[0] == "regulation.fda-approved-uses"
    assert given.messages[-1]["kind"] == "disclaimer"
    assert "are stem cells approved" in given.context["why"]


def test_what_was_just_shown_gives_way_to_an_equal(kb: Knowledge, approved: Answer) -> None:
    given = _after(kb, approved, ("regulation.stem-cells", 1.00), ("quality.ask-ind", 0.95))
    assert given.facts[0] == "quality.ask-ind"


def test_after_a_leaning_message_the_fact_says_what_was_asked(kb: Knowledge, approved: Answer) -> None:
    given = _after(kb, approved, ("regulation.fda-approved-uses", 1.1))
    assert given.context["question"] == kb.facts["regulation.fda-approved-uses"].questions[0]


def test_where_no_fact_is_sure_the_gaps_are_filled_as_before(kb: Knowledge, approved: Answer) -> None:
    given = _after(kb, approved, ("prp.size-gap", 0.5))
    assert given.facts[0].startswith("regulation.")


def test_silence_stays_silence(kb: Knowledge, approved: Answer) -> None:
    given = _after(kb, approved, ("regulation.fda-approved-uses", 1.1), intent="ask_insurance")
    assert (given.behaviour, given.facts) == ("not_covered", [])
    assert given.context["question"] == "are stem cells approved"


def test_another_condition_is_not_answered_with_a_fact_on_the_last_one(kb: Knowledge, approved: Answer) -> None:
    facts = [("conditions.knee-oa-stem-cells", 1.1)]
    given = _after(kb, approved, *facts, intent="ask_condition", conditions=["lupus"], treatments=["stem_cells"])
    assert given.behaviour == "not_covered"
    assert "conditions.knee-oa-stem-cells" not in given.facts


def test_thanks_keep_the_question(kb: Knowledge, approved: Answer) -> None:
    given = answer(parse(part("thanks", "thank you")), approved.context, kb)
    assert given.context["question"] == "are stem cells approved"
