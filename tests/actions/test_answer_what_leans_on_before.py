"""A visitor goes on: and how much is that, what about PRP, the second one, tell me more, why."""

from __future__ import annotations

import pytest

from actions.answering import Answer, answer
from actions.answering.context import Offer
from actions.answering.pick import picked
from knowledge import Knowledge, load
from tests.actions.readings import parse, part


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


@pytest.fixture
def about_exosomes(base: Knowledge) -> Answer:
    asked = part("ask_what_is", facts=[("exosomes.what-is", 1.2), ("exosomes.size", 0.9)], treatments=["exosomes"])
    return answer(parse(asked), None, base)


def test_that_is_the_treatment_spoken_of(base: Knowledge, about_exosomes: Answer) -> None:
    given = answer(parse(part("follow_up", "and how much is that?", aspects=["cost"])), about_exosomes.context, base)
    assert given.facts[0] == "exosomes.price-range"
    assert "exosomes" in given.context["why"]


def test_what_about_keeps_the_point_and_changes_the_treatment(base: Knowledge) -> None:
    before = answer(parse(part("ask_cost", treatments=["exosomes"])), None, base)
    given = answer(parse(part("follow_up", "what about stem cells?", treatments=["stem_cells"])), before.context, base)
    assert given.facts[0] == "stem_cells.price-range"


def test_more_shows_what_was_not_shown_yet(base: Knowledge, about_exosomes: Answer) -> None:
    given = answer(parse(part("follow_more", "tell me more")), about_exosomes.context, base)
    assert given.facts
    assert set(given.facts).isdisjoint(about_exosomes.facts)


def test_the_second_one_is_the_second_button(base: Knowledge, about_exosomes: Answer) -> None:
    offered = about_exosomes.context["offered"][1]["payload"]
    given = answer(parse(part("follow_pick", "the second one")), about_exosomes.context, base)
    assert given.facts[0] in offered


def test_said_again_is_the_same(base: Knowledge, about_exosomes: Answer) -> None:
    assert answer(parse(part("repeat", "say that again")), about_exosomes.context, base).facts == about_exosomes.facts


@pytest.mark.parametrize("intent", ["follow_more", "follow_why", "follow_pick", "follow_up", "repeat"])
def test_with_nothing_before_it_asks_back(base: Knowledge, intent: str) -> None:
    assert answer(parse(part(intent, "the thing")), None, base).behaviour == "clarify"


def test_a_new_topic_ends_the_old_one(base: Knowledge, about_exosomes: Answer) -> None:
    asked = part("ask_cost", "what does a stem cell treatment cost", treatments=["stem_cells"])
    given = answer(parse(asked), about_exosomes.context, base)
    assert given.context["treatments"] == ("stem_cells",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the first", "Price"),
        ("number 2", "Safety"),
        ("last one", "Size"),
        ("the one about safety", "Safety"),
        ("the ninth", None),
    ],
)
def test_it_knows_which_button_is_meant(text: str, title: str | None) -> None:
    offered = [Offer("Price", "/a"), Offer("Safety", "/b"), Offer("Size", "/c")]
    found = picked(text, offered)
    assert (found.title if found else None) == title


def test_several_wishes_get_one_disclaimer_and_the_booking(base: Knowledge) -> None:
    cost = part(
        "ask_cost", "how much is exosome therapy", facts=[("exosomes.price-range", 1.2)], treatments=["exosomes"]
    )
    safe = part("ask_safety", "is it safe", facts=[("safety.exosomes", 0.9)], treatments=["exosomes"])
    book = part("book", "can i come tuesday")
    given = answer(parse(cost, safe, book, intent="ask_and_book"), None, base)
    assert [m["kind"] for m in given.messages] == ["answer", "answer", "disclaimer"]
    assert given.booking


def test_why_gives_the_reason_that_the_fact_holds(base: Knowledge) -> None:
    before = answer(
        parse(part("ask_tumor", facts=[("safety.exosomes-tumor", 1.2)], treatments=["exosomes"])), None, base
    )
    given = answer(parse(part("follow_why", "why?")), before.context, base)
    assert any("because" in base.facts[i].text for i in given.facts)


def test_more_never_goes_to_another_condition(base: Knowledge) -> None:
    asked = part("ask_condition", treatments=["stem_cells"], conditions=["knee_oa"])
    context = answer(parse(asked), None, base).context
    for _ in range(6):
        given = answer(parse(part("follow_more", "more")), context, base)
        assert all(not base.facts[i].conditions or "knee_oa" in base.facts[i].conditions for i in given.facts)
        context = given.context


@pytest.mark.parametrize("aspect", ["cost", "safety", "evidence", "size", "persistence"])
def test_which_is_more_stays_with_the_two_that_were_compared(base: Knowledge, aspect: str) -> None:
    pair = {"exosomes", "prp"}
    compared = answer(parse(part("ask_compare", "prp vs exosomes", treatments=sorted(pair))), None, base)
    asked = part(f"ask_{aspect}", "which has more of that", form="which", facts=[("cost.which-cheaper", 0.9)])
    given = answer(parse(asked), compared.context, base)
    shown = [set(base.facts[i].treatments) for i in given.facts[:1]]
    assert all(held <= pair or pair <= held for held in shown)


def test_a_bare_number_is_a_button(base: Knowledge, about_exosomes: Answer) -> None:
    given = answer(parse(part("inform", "2", known=False)), about_exosomes.context, base)
    assert given.facts[0] in about_exosomes.context["offered"][1]["payload"]


def test_and_the_other_keeps_to_the_very_point_spoken_of(base: Knowledge) -> None:
    before = answer(
        parse(part("ask_living", facts=[("stem_cells.self-renewal", 1.2)], treatments=["stem_cells"])), None, base
    )
    given = answer(parse(part("follow_up", "and exosomes?", treatments=["exosomes"])), before.context, base)
    assert given.facts[0] == "exosomes.no-replication"


def test_one_over_the_other_asks_about_the_first(base: Knowledge) -> None:
    asked = part("ask_compare", "when would you take prp over exosomes", treatments=["prp", "exosomes"])
    given = answer(parse(asked), None, base)
    assert "prp" in base.facts[given.facts[0]].treatments
    assert base.facts[given.facts[0]].aspect == "choose"


def test_the_second_of_two_treatments_is_asked_about(base: Knowledge) -> None:
    before = answer(parse(part("ask_compare", treatments=["prp", "exosomes"])), None, base)
    asked = part("follow_pick", "the second one, where does it come from", aspects=["source"])
    given = answer(parse(asked), before.context, base)
    assert base.facts[given.facts[0]].treatments == ("exosomes",)


def test_another_treatment_is_held_against_the_last_on_the_point_spoken_of(base: Knowledge) -> None:
    before = answer(parse(part("ask_size", facts=[("exosomes.size", 1.3)], treatments=["exosomes"])), None, base)
    asked = part("follow_up", "and compared to a stem cell?", treatments=["stem_cells"], aspects=["compare"])
    given = answer(parse(asked), before.context, base)
    assert base.facts[given.facts[0]].aspect == "size"


def test_or_alone_does_not_compare(base: Knowledge) -> None:
    before = answer(parse(part("ask_inflammation", facts=[("prp.inflammation", 1.3)], treatments=["prp"])), None, base)
    asked = part("follow_up", "is that good or bad", aspects=["compare"])
    given = answer(parse(asked), before.context, base)
    assert given.facts[0] == "prp.inflammation-bad"


def test_a_reason_is_a_fact_that_answers_why(base: Knowledge) -> None:
    before = answer(parse(part("ask_cost", facts=[("exosomes.price-range", 1.3)], treatments=["exosomes"])), None, base)
    given = answer(parse(part("follow_why", "why such a big gap")), before.context, base)
    assert given.facts[0] == "cost.why-range"


def test_there_means_the_condition_spoken_of(base: Knowledge) -> None:
    before = answer(parse(part("ask_condition", treatments=["stem_cells"], conditions=["knee_oa"])), None, base)
    asked = part("ask_mechanism", "do exosomes do something there", treatments=["exosomes"])
    given = answer(parse(asked), before.context, base)
    assert "knee_oa" in base.facts[given.facts[0]].conditions


def test_a_plain_question_on_another_treatment_does_not_lean(base: Knowledge) -> None:
    before = answer(parse(part("ask_scaffold", treatments=["exosomes"])), None, base)
    asked = part("ask_contents", "what are platelets", facts=[("prp.platelets", 1.2)])
    assert answer(parse(asked), before.context, base).facts[0] == "prp.platelets"


def test_another_treatment_after_a_condition_is_asked_of_that(base: Knowledge) -> None:
    knee = part("ask_condition", facts=[("conditions.knee-oa-stem-cells", 1.3)], conditions=["knee_oa"])
    before = answer(parse(knee), None, base)
    facts = [("conditions.skin-prp", 1.1), ("prp.evidence-gap", 0.7)]
    asked = part("ask_evidence", "prp any good there", facts=facts, treatments=["prp"])
    given = answer(parse(asked), before.context, base)
    assert "knee_oa" in base.facts[given.facts[0]].conditions
    assert "prp" in base.facts[given.facts[0]].treatments


def test_a_correction_asks_the_same_of_the_other_treatment(base: Knowledge) -> None:
    before = answer(parse(part("ask_cost", treatments=["stem_cells"])), None, base)
    given = answer(parse(part("follow_up", "no i meant prp", treatments=["prp"])), before.context, base)
    assert given.facts[0] == "prp.price-gap"


def test_what_says_little_is_not_answered_because_a_treatment_was_spoken_of(
    base: Knowledge, about_exosomes: Answer
) -> None:
    facts = [("safety.exosomes", 0.56), ("quality.main-problem", 0.55)]
    vague = part("ask_quality", "thats good or bad?", facts=facts) | {"confidence": 0.56}
    assert answer(parse(vague), about_exosomes.context, base).behaviour == "clarify"


def test_no_fact_on_another_condition_stands_in(base: Knowledge) -> None:
    facts = [("stem_cells.what-is", 1.36), ("stem_cells.two-abilities", 0.8)]
    brain = part("ask_mechanism", facts=[("exosomes.blood-brain-barrier", 1.4)], treatments=["exosomes"])
    named = part("follow_up", "stem cells?", facts=facts, treatments=["stem_cells"], conditions=["neurological"])
    given = answer(parse(brain, named), None, base)
    assert "conditions.knee-oa-stem-cells" not in given.facts
