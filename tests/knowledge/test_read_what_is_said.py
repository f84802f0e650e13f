"""What visitors can read: every served fact, held against the rules of truth and style."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import knowledge
from knowledge.claims import ClaimLinter
from knowledge.model import Fact
from knowledge.style import claim_problems, style_problems
from knowledge.wording import count_words, split_first_sentence

FACTS = list(knowledge.load().facts.values())
ARTICLES = {"exosomes-vs-stem-cells", "exosomes-vs-prp"}
PLAYS_DOWN = re.compile(
    r"extremely rare|very low|close to nil|low but possible|safety (?:edge|advantage)|lower? risk|carefully screened",
    re.IGNORECASE,
)
APPROVAL = re.compile(r"\bapprov(?:ed|als?)\b", re.IGNORECASE)
PRICE = re.compile(r"\$[\d,]*\d")


def every(fact: Fact) -> list[str]:
    """All wordings of a fact."""
    return [fact.text, *(fact.worded_for(form) for form in fact.openings)]


def test_no_fact_breaks_the_style_rules(base: knowledge.Knowledge) -> None:
    assert [str(problem) for problem in style_problems(base)] == []


def test_no_fact_or_text_makes_a_forbidden_claim(base: knowledge.Knowledge) -> None:
    linter = ClaimLinter(knowledge.policy_file("claims"))
    assert [str(problem) for problem in claim_problems(base, linter)] == []


def test_a_forbidden_claim_would_be_found(base: knowledge.Knowledge) -> None:
    fact = replace(base.facts["prp.what-is"], text="PRP cures arthritis and is 100% safe.")
    spoiled = replace(base, facts={**base.facts, fact.id: fact})
    found = claim_problems(spoiled, ClaimLinter(knowledge.policy_file("claims")))
    assert {problem.entry for problem in found} == {'fact "prp.what-is"'}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_fact_is_whole(base: knowledge.Knowledge, fact: Fact) -> None:
    assert fact.source.section in base.sources[fact.source.article].sections
    assert set(fact.shown_with) <= set(base.facts)
    assert fact.id not in fact.shown_with
    assert fact.text.endswith((".", "?")), "a text ends like a sentence"
    assert fact.reviewer
    assert len(fact.title) <= 48
    assert not re.search(r"\s{2,}|[{}]", fact.text)
    assert fact.aspect not in fact.also_aspects


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_a_reply_with_its_companions_stays_short(base: knowledge.Knowledge, fact: Fact) -> None:
    words = sum(count_words(base.facts[mate].text) for mate in fact.shown_with)
    assert count_words(fact.text) + words <= 100


@pytest.mark.parametrize("fact", [fact for fact in FACTS if PLAYS_DOWN.search(fact.text)], ids=lambda fact: fact.id)
def test_t3_a_line_that_plays_risk_down_is_attributed_and_has_company(fact: Fact) -> None:
    assert fact.attributed
    assert fact.shown_with
    companions = set(fact.shown_with)
    if "exosomes" in fact.treatments:
        assert {"quality.fda-warnings", "regulation.exosomes"} <= companions
    else:
        assert "regulation.stem-cells" in companions


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.aspect == "tumor" and not fact.gap], ids=lambda f: f.id
)
def test_t3_tumor_lines_travel_with_the_reports_of_harm(fact: Fact) -> None:
    assert "safety.fda-reports" in fact.shown_with


def test_t1_exosomes_are_never_said_to_be_approved() -> None:
    said = [sentence for fact in FACTS for text in every(fact) for sentence in re.split(r"(?<=[.;])\s", text)]
    lines = [line for line in said if "exosome" in line.lower() and APPROVAL.search(line)]
    assert len(lines) >= 3
    for line in lines:
        assert re.search(r"\b(?:no|not|none)\b", line, re.IGNORECASE), line


@pytest.mark.parametrize(
    "fact",
    [
        fact
        for fact in FACTS
        if "stem_cells" in fact.treatments and re.search(r"\bFDA approval|are approved", fact.text)
    ],
    ids=lambda fact: fact.id,
)
def test_t2_stem_cell_approvals_never_stand_alone(fact: Fact) -> None:
    for text in every(fact):
        assert re.search(r"limited to a specific|approved uses are few", text)


@pytest.mark.parametrize(
    "fact",
    [fact for fact in FACTS if fact.topic == "choosing" and "if" in fact.source.section.lower()],
    ids=lambda f: f.id,
)
def test_t7_choosing_lines_are_a_general_comparison_and_end_with_a_provider(fact: Fact) -> None:
    assert fact.attributed
    assert re.search(r"general comparison|article suggests", fact.text)
    assert re.search(r"provider must assess", fact.text)


def test_t9_no_price_but_the_articles_ranges() -> None:
    ranges = {"$3,000", "$15,000", "$5,000", "$25,000"}
    for fact in FACTS:
        for text in every(fact):
            assert set(PRICE.findall(text)) <= ranges, fact.id
            if PRICE.search(text):
                assert "prp" not in fact.treatments or "no price for PRP" in text


def test_t9_prp_has_no_price(base: knowledge.Knowledge) -> None:
    fact = base.facts["prp.price-gap"]
    assert fact.gap
    assert "no price for PRP" in fact.text


@pytest.mark.parametrize(
    ("fact_id", "level"),
    [
        ("conditions.knee-oa-stem-cells", "strong"),
        ("conditions.knee-oa-exosomes", "emerging"),
        ("conditions.ed", "moderate"),
        ("conditions.frailty", "moderate"),
        ("conditions.disc", "moderate"),
        ("conditions.wound-healing", "emerging"),
        ("conditions.skin-exosomes", "emerging"),
        ("conditions.neurological", "preclinical"),
    ],
)
def test_t8_evidence_is_at_the_articles_level(base: knowledge.Knowledge, fact_id: str, level: str) -> None:
    assert base.facts[fact_id].evidence == level


def test_t10_facts_come_from_the_articles_or_say_otherwise(base: knowledge.Knowledge) -> None:
    outside = [fact for fact in FACTS if fact.source.article not in ARTICLES]
    for fact in outside:
        kind = base.sources[fact.source.article].kind
        assert kind in ("regulator", "clinic", "page")
        if kind == "regulator":
            assert fact.attributed
            assert "The FDA" in fact.text
    assert not any("Hector" in fact.text for fact in FACTS)


def test_t12_the_six_questions_are_all_there(base: knowledge.Knowledge) -> None:
    text = base.facts["quality.six-questions"].text
    for words in ("source", "particles per dose", "characterized", "certificate of analysis", "GMP", "endotoxin"):
        assert words in text
    assert len([name for name in base.facts if name.startswith("quality.ask-")]) >= 6


def test_the_blood_draw_is_not_a_dose(base: knowledge.Knowledge) -> None:
    """A1: 10-60 mL is what is drawn, never what is injected."""
    assert "not an amount to inject" in base.facts["prp.blood-volume"].text


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.gap], ids=lambda fact: fact.id)
def test_a_gap_says_plainly_and_first_that_the_source_is_silent(fact: Fact) -> None:
    assert re.search(r"\b(?:do not|does not|no|nothing|only)\b", split_first_sentence(fact.text)[0])


@pytest.mark.parametrize("text", ["Yes, it is safe.", "Absolutely. It works.", "Right, PRP is natural."])
def test_a_text_that_agrees_is_a_problem(base: knowledge.Knowledge, text: str) -> None:
    spoiled = replace(base, facts={"a.b": replace(base.facts["prp.what-is"], id="a.b", text=text)})
    assert "opens with agreement" in str(style_problems(spoiled)[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "PRP " + "and so on " * 20 + "."}, "words; shorten it to 45"),
        ({"text": "PRP is " + "very " * 31 + "plain."}, "first sentence of"),
        ({"text": "PRP is described as good.", "attributed": True}, "does not say whose claim"),
        ({"questions": ("one", "two", "three")}, "give at least 4"),
    ],
)
def test_a_fact_that_breaks_a_style_rule_is_a_problem(
    base: knowledge.Knowledge, change: dict[str, object], said: str
) -> None:
    fact = replace(base.facts["prp.what-is"], **change)  # type: ignore[arg-type]
    assert said in "\n".join(map(str, style_problems(replace(base, facts={fact.id: fact}))))


def test_a_question_given_to_two_facts_is_a_problem(base: knowledge.Knowledge) -> None:
    one = base.facts["prp.what-is"]
    two = replace(one, id="prp.copy", questions=("  What IS prp ", "b", "c", "d"))
    problems = style_problems(replace(base, facts={one.id: one, two.id: two}))
    assert 'shares the question "what is prp" with prp.copy' in str(problems[0])


def test_an_opening_stands_in_for_the_first_sentence(base: knowledge.Knowledge) -> None:
    fact = base.facts["exosomes.size"]
    assert fact.worded_for("how_much").startswith("About 30 to 150 nanometers across. A nanometer")
    assert fact.worded_for("why") == fact.text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It is small. Very small.", "It is small."),
        ("Stem cells vs. PRP differ. They do.", "Stem cells vs. PRP differ."),
        ("One sentence only", "One sentence only"),
        ("It costs $3,000.50 or so. More.", "It costs $3,000.50 or so."),
        ("Is it? It is.", "Is it?"),
    ],
)
def test_sentences_are_told_apart(text: str, first: str) -> None:
    assert split_first_sentence(text)[0] == first
