"""A visitor asks one question: the facts that answer it, worded, sourced, with the disclaimer."""

from __future__ import annotations

import pytest

from actions.answering import Answer, answer
from knowledge import Knowledge, load
from tests.actions.readings import parse, part, pressed


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def kinds(given: Answer) -> list[str]:
    return [said["kind"] for said in given.messages]


def test_it_answers_with_the_best_fact_its_source_and_the_disclaimer(base: Knowledge) -> None:
    asked = part("ask_size", "how big are exosomes", facts=[("exosomes.size", 1.2)], treatments=["exosomes"])
    given = answer(parse(asked), None, base)
    assert given.facts[0] == "exosomes.size"
    assert kinds(given) == ["answer", "disclaimer"]
    assert given.messages[0]["sources"][0]["article"] == base.facts["exosomes.size"].source.article


def test_it_brings_the_facts_that_must_be_shown_with_it(base: Knowledge) -> None:
    asked = part("ask_tumor", facts=[("safety.exosomes-tumor", 1.1)], treatments=["exosomes"])
    given = answer(parse(asked), None, base)
    assert set(base.facts["safety.exosomes-tumor"].shown_with) <= set(given.facts)


def test_it_offers_more_and_the_booking(base: Knowledge) -> None:
    asked = part("ask_what_is", facts=[("exosomes.what-is", 1.2), ("exosomes.size", 0.9)], treatments=["exosomes"])
    payloads = [b["payload"] for b in answer(parse(asked), None, base).messages[0]["buttons"]]
    assert any("exosomes.size" in payload for payload in payloads)
    assert payloads[-1] == "/book"


def test_a_button_shows_its_fact(base: Knowledge) -> None:
    assert answer(pressed("follow_pick", fact="exosomes.size"), None, base).facts[0] == "exosomes.size"


def test_a_button_asks_for_one_treatment(base: Knowledge) -> None:
    given = answer(pressed("ask_safety", treatment="stem_cells"), None, base)
    assert all("stem_cells" in base.facts[i].treatments for i in given.facts[:1])


def test_it_says_what_the_articles_do_not_cover(base: Knowledge) -> None:
    for aspect in (a for a in base.aspects.values() if a.group == "not_covered"):
        given = answer(parse(part(f"ask_{aspect.id}", facts=[("exosomes.size", 1.2)])), None, base)
        assert given.behaviour == "not_covered", aspect.id
        assert given.facts == [], aspect.id


def test_the_price_of_prp_is_a_gap(base: Knowledge) -> None:
    given = answer(parse(part("ask_cost", treatments=["prp"])), None, base)
    assert given.behaviour == "not_covered"
    assert "$" not in given.messages[0]["text"]


def test_it_asks_which_treatment_when_all_would_be_too_long(base: Knowledge) -> None:
    close = [("safety.stem-cells", 0.70), ("safety.exosomes", 0.69), ("prp.safety-gap", 0.68)]
    given = answer(parse(part("ask_safety", "is this safe", facts=close)), None, base)
    assert given.behaviour == "clarify"
    assert {b["title"] for b in given.messages[0]["buttons"]} >= {"Exosomes", "PRP"}


def test_a_condition_that_is_not_mentioned_is_never_said_to_be_treated(base: Knowledge) -> None:
    asked = part("ask_condition", "do exosomes help lupus", treatments=["exosomes"], conditions=["lupus"])
    given = answer(parse(asked), None, base)
    assert given.behaviour == "not_covered"
    assert "lupus" in given.messages[0]["text"].lower()
    assert kinds(given)[-1] == "disclaimer"


def test_a_condition_that_is_mentioned_is_answered_at_the_articles_strength(base: Knowledge) -> None:
    asked = part("ask_condition", treatments=["stem_cells"], conditions=["knee_oa"])
    given = answer(parse(asked), None, base)
    assert any("knee_oa" in base.facts[i].conditions for i in given.facts)


def test_two_treatments_are_shown_side_by_side_in_at_most_five_rows(base: Knowledge) -> None:
    asked = part("ask_compare", "exosomes vs prp", treatments=["exosomes", "prp"])
    given = answer(parse(asked), None, base)
    assert 1 <= given.messages[0]["text"].count("•") <= 5
    after = answer(parse(part("follow_more", "more")), given.context, base)
    assert set(after.facts).isdisjoint(i for i in given.facts if i.startswith("table."))


def test_a_leading_question_is_corrected_first(base: Knowledge) -> None:
    asked = part("ask_regulation", facts=[("regulation.exosomes", 1.2)], treatments=["exosomes"], form="leading")
    text = answer(parse(asked), None, base).messages[0]["text"]
    assert not text.lower().startswith("yes")
    assert text != base.facts["regulation.exosomes"].text


def test_a_wrong_premise_is_corrected_first(base: Knowledge) -> None:
    from knowledge import policy_file

    premise = policy_file("premises")["premises"][0]
    asked = part("ask_living", facts=[("exosomes.living", 1.1)], treatments=["exosomes"])
    text = answer(parse(asked, premise=premise["id"]), None, base).messages[0]["text"]
    assert text.startswith(" ".join(premise["correction"]["en"].split()))


def test_advice_is_refused_without_facts(base: Knowledge) -> None:
    asked = part("ask_safety", facts=[("safety.exosomes", 1.2)], treatments=["exosomes"])
    given = answer(parse(asked, advice="pregnancy"), None, base)
    assert given.behaviour == "refusal"
    assert given.facts == []


def test_what_was_not_understood_is_said_and_the_second_time_a_person_is_offered(base: Knowledge) -> None:
    first = answer(parse(part("ask_cost", "blub", known=False)), None, base)
    second = answer(parse(part("ask_cost", "blub blub", known=False)), first.context, base)
    assert [first.behaviour, second.behaviour] == ["fallback", "fallback"]
    assert any(b["payload"] == "/handoff" for b in second.messages[0]["buttons"])


def test_another_language_is_answered_in_that_language(base: Knowledge) -> None:
    asked = part("other_language", "¿cuánto cuesta?")
    given = answer(parse(asked, language="es"), None, base)
    assert given.messages[0]["lang"] == "es"


@pytest.mark.parametrize(
    "broken", [{}, {"intent": None}, {"intent": {"name": "unheard_of"}}, {"reading": {"parts": []}}]
)
def test_a_parse_with_gaps_is_no_crash(base: Knowledge, broken: dict[str, object]) -> None:
    assert answer(broken, {}, base).messages


def test_asked_whether_data_are_sold_it_says_so_first(base: Knowledge) -> None:
    given = answer(parse(part("privacy_who_sees", "do you sell my information?")), None, base)
    assert given.messages[0]["text"] == base.texts.get("privacy.no_sharing")
