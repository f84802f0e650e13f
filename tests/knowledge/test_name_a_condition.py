"""A visitor names a condition, in everyday words."""

from __future__ import annotations

import pytest

import knowledge


def find(base: knowledge.Knowledge, words: str) -> knowledge.Condition:
    """The one condition that has these words as an alias."""
    (found,) = [c for c in base.conditions.values() if words in (alias.lower() for alias in c.aliases)]
    return found


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("bone on bone", "knee_oa"),
        ("bad knees", "knee_oa"),
        ("impotence", "erectile_dysfunction"),
        ("bald", "hair_restoration"),
        ("wrinkles", "skin_rejuvenation"),
        ("degenerative disc disease", "disc_degeneration"),
        ("torn tendon", "tendon"),
        ("diabetic", "diabetes"),
    ],
)
def test_everyday_names_lead_to_a_covered_condition(base: knowledge.Knowledge, words: str, condition: str) -> None:
    found = find(base, words)
    assert (found.id, found.covered) == (condition, True)


@pytest.mark.parametrize(
    ("words", "kin"),
    [
        ("back pain", "disc_degeneration"),
        ("slipped disc", "disc_degeneration"),
        ("knee pain", "knee_oa"),
        ("rotator cuff", "tendon"),
        ("parkinsons", "neurological"),
        ("ms", "neurological"),
        ("lupus", ""),
        ("copd", ""),
        ("hiv", ""),
        ("kidney disease", ""),
    ],
)
def test_what_the_articles_do_not_mention_is_known_but_not_covered(
    base: knowledge.Knowledge, words: str, kin: str
) -> None:
    found = find(base, words)
    assert not found.covered
    assert found.kin == kin


def test_every_covered_condition_has_a_fact_and_no_other_has_one(base: knowledge.Knowledge) -> None:
    named = {condition for fact in base.facts.values() for condition in fact.conditions}
    assert named == {condition.id for condition in base.conditions.values() if condition.covered}


def test_an_alias_leads_to_one_condition_or_treatment_only(base: knowledge.Knowledge) -> None:
    for entries in (base.conditions.values(), base.treatments.values()):
        aliases = [alias.lower() for entry in entries for alias in entry.aliases]
        assert len(aliases) == len(set(aliases))


@pytest.mark.parametrize(
    ("words", "treatment"),
    [
        ("stemcell", "stem_cells"),
        ("stem sells", "stem_cells"),
        ("msc", "stem_cells"),
        ("exozome", "exosomes"),
        ("exo", "exosomes"),
        ("p.r.p.", "prp"),
        ("plasma injections", "prp"),
        ("vampire facial", "prp"),
    ],
)
def test_treatments_are_known_by_their_misspelt_names(base: knowledge.Knowledge, words: str, treatment: str) -> None:
    assert words in base.treatments[treatment].aliases


def test_every_not_covered_kind_of_question_offers_something_near(base: knowledge.Knowledge) -> None:
    for aspect in base.aspects.values():
        assert aspect.covered is (aspect.group != "not_covered")
        if not aspect.covered:
            assert aspect.near
            assert all(base.aspects[name].covered for name in aspect.near)


def test_every_covered_kind_of_question_has_a_fact(base: knowledge.Knowledge) -> None:
    answered = {aspect for fact in base.facts.values() for aspect in (fact.aspect, *fact.also_aspects)}
    assert {aspect.id for aspect in base.aspects.values() if aspect.covered} <= answered
