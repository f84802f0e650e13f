"""A curator makes a mistake; the message names the file, the entry and the fix."""

from __future__ import annotations

from datetime import date

import pytest

import knowledge
from tests.knowledge.conftest import Copy

SIZE = "- id: exosomes.size\n"

MISTAKES = [
    ("facts/exosomes.yml", SIZE, "- id: Exosomes Size\n", ["facts/exosomes.yml", '"Exosomes Size"', "form"]),
    ("facts/exosomes.yml", SIZE, "- id: exosomes.what-is\n", ['"exosomes.what-is"', "taken", "another one"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  colour: blue\n", ['"exosomes.size"', "`colour`", "use one of id"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  gap: perhaps\n", ['"exosomes.size"', "`gap`", "true or false"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  shown_with: [nothing.here]\n", ["unknown companion", "nothing.here"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  conditions: [plague]\n", ["unknown condition", "conditions.yml"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  also_aspects: [smell]\n", ["unknown aspect", "entities.yml"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  also_aspects: [cost, cost]\n", ["`also_aspects`", "twice", "remove one"]),
    ("facts/exosomes.yml", "evidence: general", "evidence: perfect", ["`evidence`", "use one of strong"]),
    ("facts/exosomes.yml", "{article: exosomes-vs-prp", "{article: x2024", ["unknown source", "add it to sources.yml"]),
    ("facts/exosomes.yml", 'section: "What Are', 'section: "Who Are', ["unknown section", "sources.yml"]),
    ("facts/exosomes.yml", "low: 30, high: 150", "low: 300, high: 150", ["exosomes.size", "low is above high", "swap"]),
    ("facts/exosomes.yml", "date: 2026-11-20", "date: 2026-02-30", ["not a day of the calendar", "2026-11-20"]),
    ("facts/exosomes.yml", "date: 2026-11-20", "date: soon", ["`date`", "form"]),
    ("facts/exosomes.yml", "  title: What exosomes are\n", "", ['"exosomes.what-is"', "lacks `title`", "add it"]),
    ("facts/exosomes.yml", "title: What exosomes are", 'title: " "', ["`title`", "is empty", "write something"]),
    ("facts/exosomes.yml", "title: What exosomes are", 'title: ""', ["`title`", "is empty"]),
    ("facts/exosomes.yml", "title: What exosomes are", "title: " + "long " * 12, ["`title`", "shorten it to 48"]),
    ("facts/exosomes.yml", "treatments: [exosomes]", "treatments: [vitamins]", ["`treatments` item 1", "prp"]),
    ("facts/clinic.yml", "{center_count}", "{centre_count}", ["{centre_count}", "use one of", "center_count"]),
    ("facts/clinic.yml", "{center_count}", "{center_count", ["brace", "clinic.location"]),
    ("facts/exosomes.yml", SIZE, SIZE.replace("- id", "-id"), ["facts/exosomes.yml", "not valid YAML", "indentation"]),
    ("facts/exosomes.yml", SIZE, SIZE + "  aspect: size\n", ["`"[:0] + "aspect", "given twice"]),
    ("comparisons.yml", "{prp: present, exosomes: absent}", "{prp: present, stem_cells: absent}", ["give a cell for"]),
    ("comparisons.yml", "{prp: present, exosomes: absent}", "{prp: present}", ["`cells`"[1:-1], "at least 2"]),
    ("conditions.yml", "- {id: lupus,", "- {id: lupus, kin: gout,", ['"lupus"', "`kin`", "not a covered condition"]),
    ("conditions.yml", "aliases: [lupus, sle", "aliases: [lupus, copd", ['alias "copd" belongs to']),
    ("conditions.yml", "- {id: lupus,", "- {id: gout,", ['"gout"', "used twice", "rename"]),
    (
        "conditions.yml",
        "covered: false, aliases: [lupus",
        "covered: maybe, aliases: [lupus",
        ['"lupus"', "true or false"],
    ),
    ("entities.yml", "near: [cost]", "near: [pain]", ["`near`", '"pain"', "no answers"]),
    ("clinic.yml", "America/New_York", "New York", ["`timezone`", "America/Chicago"]),
    ("clinic.yml", 'start: "09:00"', 'start: "07:00"', ["`calling_window`", "08:00-21:00"]),
    ("clinic.yml", 'end: "18:00"', 'end: "08:30"', ["`calling_window`", "start before it ends"]),
    ("clinic.yml", 'opens: "10:00", closes: "14:00"', 'opens: "15:00", closes: "14:00"', ["closes before it opens"]),
    ("clinic.yml", 'phone_e164: "+12125550147"', 'phone_e164: "2125550147"', ["`phone_e164`", "form"]),
    ("policies/texts.yml", "  disclaimer:\n", "  disclaimer:\n    english: hello\n", ["disclaimer", "english"]),
    ("policies/texts.yml", 'version: "2026-11.1"', 'version: "one"', ['"greeting"', "`version`"]),
    ("policies/texts.yml", "{clinic_name}", "{clinic_name", ['"greeting" (en)', "brace"]),
    ("wordings/cost.yml", "exosomes.price-range:", "exosomes.prize-range:", ["exosomes.prize-range", "is no fact"]),
    ("wordings/cost.yml", "exosomes.price-range:", "exosomes.what-is:", ["exosomes.what-is", "put them together"]),
    ("wordings/cost.yml", "exosomes.price-range:\n", 'exosomes.price-range:\n- " "\n', ["is empty"]),
    ("follow_ups.yml", "fact: choosing.exosomes}", "fact: choosing.exosome}", ['unknown fact "choosing.exosome"']),
    ("follow_ups.yml", "aspect: ", "aspect: x", ["unknown aspect", "entities.yml"]),
    ("follow_ups.yml", ", fact: choosing.exosomes}", "}", ["follow_ups.yml", "lacks `fact` or `aspect` or `more`"]),
    ("several_wishes.yml", 'wishes: ["', 'wishes: ["nobody wrote this ', ["several_wishes.yml", "copy the wish"]),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_the_message_names_the_place_and_the_fix(copy: Copy, file: str, old: str, new: str, said: list[str]) -> None:
    copy.change(file, old, new)
    message = copy.problems()
    assert file in message
    for words in said:
        assert words in message


def test_all_mistakes_are_listed_at_once(copy: Copy) -> None:
    copy.change("facts/exosomes.yml", "evidence: general", "evidence: perfect")
    copy.change("facts/prp.yml", "evidence: general", "evidence: perfect")
    copy.change("conditions.yml", "osteoarthritis, covered: true", "osteoarthritis, covered: maybe")
    with pytest.raises(knowledge.KnowledgeError) as raised:
        copy.load()
    assert {problem.file for problem in raised.value.problems} == {
        "facts/exosomes.yml",
        "facts/prp.yml",
        "conditions.yml",
    }


@pytest.mark.parametrize("file", ["sources.yml", "clinic.yml", "policies/texts.yml"])
def test_a_missing_file_is_named(copy: Copy, file: str) -> None:
    (copy.root / file).unlink()
    assert f"{file}: is missing; restore it" in copy.problems()


def test_a_folder_without_facts_is_named(copy: Copy) -> None:
    for path in (copy.root / "facts").glob("*.yml"):
        path.unlink()
    assert "facts/: holds no .yml file; add one" in copy.problems()


def test_an_empty_file_is_a_mistake(copy: Copy) -> None:
    (copy.root / "facts" / "prp.yml").write_text("")
    assert "facts/prp.yml" in copy.problems()


def test_a_file_that_is_not_utf8_is_named(copy: Copy) -> None:
    (copy.root / "facts" / "prp.yml").write_bytes("- id: prp.é".encode("latin-1"))
    assert "facts/prp.yml: is not UTF-8 text" in copy.problems()


def test_words_that_yaml_takes_for_something_else_stay_words(copy: Copy) -> None:
    copy.change("facts/exosomes.yml", "    - how big are exosomes\n", "    - yes\n    - 2026-11-20\n")
    assert {"yes", "2026-11-20"} <= set(copy.load().facts["exosomes.size"].questions)


@pytest.mark.parametrize("name", ["danger", "advice", "premises", "claims"])
def test_a_policy_file_is_checked_when_it_is_read(copy: Copy, name: str) -> None:
    assert knowledge.policy_file(name, copy.root)["version"]
    copy.change(f"policies/{name}.yml", "version:", "edition:")
    with pytest.raises(knowledge.KnowledgeError, match=rf"policies/{name}.yml: .*version"):
        knowledge.policy_file(name, copy.root)


def test_a_danger_sign_says_what_can_turn_it_into_a_mention(copy: Copy) -> None:
    text = (copy.root / "policies" / "danger.yml").read_text()
    start = text.index("\npatterns:")
    before, after = text[:start], text[start:]
    (copy.root / "policies" / "danger.yml").write_text(before + after.replace("    strength: ", "    lang: en #", 1))
    with pytest.raises(knowledge.KnowledgeError, match="lacks `strength` or `suppress`; add one of them"):
        knowledge.policy_file("danger", copy.root)


def test_a_policy_file_that_is_a_list_is_refused(copy: Copy) -> None:
    (copy.root / "policies" / "other.yml").write_text("- one\n")
    with pytest.raises(knowledge.KnowledgeError, match="must be a mapping"):
        knowledge.policy_file("other", copy.root)


def test_a_missing_policy_file_is_named(copy: Copy) -> None:
    with pytest.raises(knowledge.KnowledgeError, match=r"policies/nothing.yml: is missing"):
        knowledge.policy_file("nothing", copy.root)


def test_a_fact_reviewed_in_the_future_is_no_mistake_but_not_served(copy: Copy) -> None:
    assert not copy.load(today=date(2026, 1, 1)).facts
