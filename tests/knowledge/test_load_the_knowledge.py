"""The processes load the knowledge base when they start."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

import knowledge
from knowledge.files import HERE
from tests.knowledge.conftest import TODAY, Copy


def test_it_loads_in_under_a_third_of_a_second() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        knowledge.load()
        times.append(time.process_time() - start)
    assert min(times) < 0.3


def test_importing_reads_no_file_and_none_of_our_other_packages() -> None:
    script = (
        "import sys, builtins, pathlib, knowledge\n"
        "ours = {'brain', 'actions', 'desk', 'rasa', 'django', 'jsonschema'} & set(sys.modules)\n"
        "assert not ours, ours\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HERE.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_there_is_enough_to_talk_about(base: knowledge.Knowledge) -> None:
    rows = [fact for fact in base.facts.values() if fact.kind == "row"]
    assert len(base.facts) - len(rows) >= 100
    assert len(rows) == 22
    assert sum(condition.covered for condition in base.conditions.values()) >= 20
    assert sum(not condition.covered for condition in base.conditions.values()) >= 110


def test_what_is_loaded_cannot_be_changed_by_accident(base: knowledge.Knowledge) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        base.facts["exosomes.size"].text = "small"  # type: ignore[misc]


def test_the_version_follows_the_content(copy: Copy) -> None:
    before = copy.load().version
    assert copy.load().version == before
    copy.append("conditions.yml", "# a remark\n")
    assert copy.load().version != before


def test_line_ends_do_not_change_the_version(copy: Copy) -> None:
    before = copy.load().version
    path = copy.root / "clinic.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert copy.load().version == before


def test_a_fact_past_its_review_date_is_withheld_with_the_reason(base: knowledge.Knowledge) -> None:
    due = base.facts["exosomes.size"].review_by
    assert due is not None
    assert "exosomes.size" in knowledge.load(today=due).facts
    late = knowledge.load(today=due + timedelta(days=1))
    assert "exosomes.size" not in late.facts
    assert "past its review date" in late.withheld["exosomes.size"][1]


def test_an_unreviewed_fact_is_withheld(copy: Copy) -> None:
    copy.change("facts/clinic.yml", "{by: content-editor, date", '{by: "", date')
    fact, reason = copy.load().withheld["clinic.location"]
    assert fact.id == "clinic.location"
    assert "not reviewed" in reason


def test_a_risk_line_is_withheld_with_its_warning(copy: Copy) -> None:
    """A line that plays a risk down never loses its companion (T3)."""
    text = (copy.root / "facts" / "quality.yml").read_text()
    start = text.index("- id: quality.fda-warnings")
    late = text[start:].replace("until: 2027-11-20", "until: 2026-11-21", 1)
    (copy.root / "facts" / "quality.yml").write_text(text[:start] + late)
    loaded = copy.load()
    assert "quality.fda-warnings" in loaded.withheld
    assert "safety.exosomes-tumor" not in loaded.facts
    assert "must be shown with quality.fda-warnings" in loaded.withheld["safety.exosomes-tumor"][1]
    assert all(mate in loaded.facts for fact in loaded.facts.values() for mate in fact.shown_with)


def test_the_clinic_profile_fills_facts_and_texts(copy: Copy) -> None:
    copy.change("clinic.yml", "name: Harborview Regenerative Clinic", "name: Sunny {Hill} Clinic")
    loaded = copy.load()
    assert "Sunny {Hill} Clinic" in loaded.facts["clinic.location"].text
    assert "Sunny {Hill} Clinic" in loaded.texts.get("greeting")


def test_the_clinic_profile_is_typed(base: knowledge.Knowledge) -> None:
    clinic = base.clinic
    assert clinic.phone_e164 == "+12125550147"
    assert clinic.calling_window.start < clinic.calling_window.end
    assert [day.weekday for day in clinic.opening_hours] == [0, 1, 2, 3, 4, 5]
    assert clinic.centers[0].address in clinic.placeholders()["centers"]


def test_a_value_has_numbers_and_a_unit(base: knowledge.Knowledge) -> None:
    value = base.facts["exosomes.price-range"].values[0]
    assert (value.low, value.high, value.unit) == (3000, 15000, "USD")


def test_today_is_the_day_of_loading_unless_given() -> None:
    assert date.today() >= TODAY
    assert knowledge.load().facts


def test_wordings_and_follow_ups_are_there_for_who_learns_from_them(base: knowledge.Knowledge) -> None:
    learned = knowledge.load(today=TODAY, wordings=True)
    assert base.follow_ups == base.several_wishes == ()
    assert len(learned.follow_ups) > 1000
    assert sum(len(each.wishes) > 1 for each in learned.several_wishes) > 500
    assert base.version == learned.version
    for fact in base.facts.values():
        more = learned.facts[fact.id].questions
        assert more[: len(fact.questions)] == fact.questions
        assert len(more) > len(fact.questions)
