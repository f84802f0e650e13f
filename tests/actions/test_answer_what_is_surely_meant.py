"""What the ranking is sure of is the answer; what it is not sure of is asked back, or said to be unknown."""

from __future__ import annotations

import pytest

from actions.answering import answer
from knowledge import Knowledge
from tests.actions.readings import parse, part


@pytest.mark.parametrize(
    ("aspect", "fact", "score", "conditions", "behaviour"),
    [
        ("tumor", "safety.exosomes-tumor", 1.2, ["cancer"], "answer"),  # "my mother had cancer, do they cause tumors"
        ("evidence", "evidence.exosome-trials", 0.9, ["lupus"], "not_covered"),
        ("regulation", "regulation.fda-approved-uses", 0.63, ["autism"], "not_covered"),  # "can they treat autism"
        ("condition", "conditions.hair", 0.6, ["psoriasis", "hair_restoration"], "not_covered"),
        ("condition", "conditions.knee-oa-stem-cells", 1.15, ["rheumatoid_arthritis"], "not_covered"),
        ("condition", "conditions.ed", 0.57, [], "not_covered"),  # "a weak bladder", which has no name here
        ("contents", "exosomes.contents", 0.5, [], "clarify"),
        ("contents", "exosomes.contents", 0.7, [], "answer"),
    ],
)
def test_a_condition_is_asked_about_only_where_no_fact_comes_near(
    aspect: str, fact: str, score: float, conditions: list[str], behaviour: str, kb: Knowledge
) -> None:
    asked = part(f"ask_{aspect}", "can it help or treat this", facts=[(fact, score)], conditions=conditions)
    given = answer(parse(asked), None, kb)
    assert given.behaviour == behaviour
    if behaviour == "answer":
        assert given.facts[0] == fact
    else:
        assert fact not in given.facts


def test_a_high_ranked_fact_answers_although_another_was_filed_under_the_aspect(kb: Knowledge) -> None:
    asked = part("ask_cost", "why pay so much", facts=[("stem_cells.case-for", 1.05)], treatments=["stem_cells"])
    assert answer(parse(asked), None, kb).facts[0] == "stem_cells.case-for"


def test_a_price_beside_it_keeps_a_fact_on_something_else_from_answering(kb: Knowledge) -> None:
    asked = part("ask_cost", "how much are both", facts=[("combination.prp-exosomes", 0.97)], treatments=["prp"])
    assert "combination.prp-exosomes" not in answer(parse(asked), None, kb).facts


def test_a_fact_on_one_of_two_treatments_does_not_answer_for_both(kb: Knowledge) -> None:
    facts = [("prp.what-is", 1.1), ("exosomes.what-is", 0.9)]
    asked = part("ask_what_is", "what are they", facts=facts, treatments=["prp", "exosomes"])
    assert set(answer(parse(asked), None, kb).facts) >= {"prp.what-is", "exosomes.what-is"}


def test_what_was_shown_for_one_wish_answers_the_other_too(kb: Knowledge) -> None:
    first = part("ask_contents", "is there rna in exosomes", facts=[("exosomes.mrna", 1.2)], treatments=["exosomes"])
    again = part("ask_mechanism", "what does it do", facts=[("exosomes.mrna", 0.9)], treatments=["exosomes"])
    assert answer(parse(first, again), None, kb).facts[:1] == ["exosomes.mrna"]
    assert len(answer(parse(first, again), None, kb).messages) == 2


def test_what_no_fact_comes_near_is_passed_over_beside_another_wish(kb: Knowledge) -> None:
    asked = part("ask_size", "how big are exosomes", facts=[("exosomes.size", 1.3)], treatments=["exosomes"])
    half = part("ask_source", "and so on", facts=[("stem_cells.source", 0.4)])
    assert answer(parse(asked, half), None, kb).facts == ["exosomes.size"]


def test_a_cure_that_is_asked_for_does_not_hide_that_a_condition_is_not_mentioned(kb: Knowledge) -> None:
    asked = part("ask_condition", "can exosomes cure lupus", treatments=["exosomes"], conditions=["lupus"])
    given = answer(parse(asked, premise="promise.cure"), None, kb)
    assert given.behaviour == "not_covered"
    assert "lupus" in given.messages[0]["text"].lower()


def test_what_two_treatments_are_is_told_of_each(kb: Knowledge) -> None:
    facts = [("comparison.exosomes-prp", 0.99), ("exosomes.what-is", 0.8)]
    asked = part("ask_compare", "What are PRP and exosomes?", facts=facts, treatments=["prp", "exosomes"])
    assert answer(parse(asked), None, kb).facts == ["prp.what-is", "exosomes.what-is"]


def test_a_point_of_the_clinic_needs_no_near_fact(kb: Knowledge) -> None:
    asked = part("ask_clinic_hours", "what hours do you keep", facts=[("comparison.shelf-life", 0.54)])
    assert answer(parse(asked), None, kb).facts == ["clinic.hours"]


def test_no_fact_near_on_another_treatment_is_no_answer(kb: Knowledge) -> None:
    asked = part("ask_evidence", "is that what lots of doctors do", facts=[("prp.size-gap", 0.3)], treatments=["prp"])
    assert "conditions.knee-oa-stem-cells" not in answer(parse(asked), None, kb).facts


def test_a_bare_question_is_answered_for_all_treatments_or_asked_back(kb: Knowledge) -> None:
    facts = [("exosomes.mechanism", 0.99), ("stem_cells.mechanism", 0.7), ("prp.mechanism", 0.6)]
    works = answer(parse(part("ask_mechanism", "how do they work", facts=facts)), None, kb)
    assert set(works.facts) == {"exosomes.mechanism", "stem_cells.mechanism", "prp.mechanism"}
    facts = [("safety.exosomes", 0.97), ("safety.stem-cells", 0.86), ("prp.safety-gap", 0.8)]
    safe = answer(parse(part("ask_safety", "is it safe", facts=facts)), None, kb)
    assert (safe.behaviour, safe.facts) == ("clarify", [])


def test_the_price_of_others_is_no_answer(kb: Knowledge) -> None:
    facts = [("cost.which-cheaper", 1.25), ("prp.price-gap", 0.9)]
    asked = part("ask_cost", "would prp be cheaper", facts=facts, treatments=["prp", "exosomes"], aspects=["compare"])
    assert "cost.which-cheaper" not in answer(parse(asked), None, kb).facts


def test_what_the_brain_ranks_first_is_shown_rather_than_what_suits_the_names(kb: Knowledge) -> None:
    facts = [("prp.stem-cells", 0.86), ("stem_cells.two-abilities", 0.6)]
    asked = part("ask_living", "he sells it as my own cells", facts=facts, treatments=["stem_cells"])
    assert answer(parse(asked), None, kb).facts[0] == "prp.stem-cells"


def test_the_price_of_the_first_talk_is_not_that_of_the_treatments(kb: Knowledge) -> None:
    asked = part(
        "ask_consultation", "what do you charge to talk", facts=[("clinic.consultation", 0.9), ("cost.overview", 0.6)],
        aspects=["cost"], form="how_much",
    )  # fmt: skip
    assert answer(parse(asked), None, kb).facts == ["clinic.consultation"]
