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


def test_a_fact_on_just_what_was_spoken_of_is_ahead(kb: Knowledge) -> None:
    proven = part("ask_evidence", "is prp proven", facts=[("prp.evidence-gap", 1.2)], treatments=["prp"])
    before = answer(parse(proven), None, kb)
    facts = [("evidence.overview", 0.84), ("prp.evidence-gap", 0.82)]
    assert _after(kb, before, *facts, intent="ask_evidence").facts == ["prp.evidence-gap"]


def test_a_fact_on_other_treatments_must_be_clearly_meant(kb: Knowledge) -> None:
    gap = part("ask_compare", facts=[("comparison.stem-cells-prp-gap", 1.2)], treatments=["stem_cells", "prp"])
    before = answer(parse(gap), None, kb)
    facts = [("comparison.stem-cells-prp-gap", 0.87), ("comparison.prp-or-exosomes-better", 0.81)]
    assert "comparison.prp-or-exosomes-better" not in _after(kb, before, *facts, intent="ask_compare").facts
    size = part("ask_size", facts=[("exosomes.size", 1.3)], treatments=["exosomes"])
    platelets = _after(kb, answer(parse(size), None, kb), ("prp.size-gap", 1.2), intent="ask_size")
    assert platelets.facts == ["prp.size-gap"]


def test_proof_after_a_condition_is_proof_for_that(kb: Knowledge) -> None:
    skin = part("ask_condition", facts=[("conditions.skin-exosomes", 1.2)], conditions=["skin_rejuvenation"])
    before = answer(parse(skin), None, kb)
    given = _after(kb, before, ("evidence.overview", 1.0), intent="ask_evidence")
    assert {"skin_rejuvenation"} & {c for fact in given.facts for c in kb.facts[fact].conditions}


def test_cancer_after_is_it_safe_is_the_risk_of_it(kb: Knowledge) -> None:
    safe = part("ask_safety", facts=[("safety.stem-cells", 1.2)], treatments=["stem_cells"])
    before = answer(parse(safe), None, kb)
    given = _after(kb, before, ("safety.stem-cells-tumor", 1.2), intent="ask_tumor", conditions=["cancer"])
    assert given.facts[0] == "safety.stem-cells-tumor"
