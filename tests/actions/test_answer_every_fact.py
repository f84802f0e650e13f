"""Whatever fact is shown, in whatever way: the disclaimer follows, nothing opens with a yes, and it stays short."""

from __future__ import annotations

import itertools

import pytest

from actions.answering import Answer, answer
from knowledge import load
from tests.actions.readings import parse, part, pressed

FORMS = ("statement", "yes_no", "how_much", "how_long", "which", "what_is", "why", "how", "leading")
LONGEST = 130
"""Words: ninety of facts, and what a correction or a table's frame adds."""
BASE = load()
CONTEXT = answer(
    parse(part("ask_what_is", facts=[("exosomes.what-is", 1.2)], treatments=["exosomes"])), None, BASE
).context


def assert_sound(given: Answer, of: str) -> None:
    holding = [n for n, m in enumerate(given.messages) if m["facts"]]
    kinds = [m["kind"] for m in given.messages]
    if holding:
        assert kinds.count("disclaimer") == 1, of
        assert kinds.index("disclaimer") == holding[-1] + 1, of
    for said in given.messages:
        assert not said["text"].lower().lstrip(' "').startswith(("yes", "yep", "absolutely", "of course")), of
        assert len(said["text"].split()) <= LONGEST, (of, said["text"])


@pytest.mark.parametrize("fact", sorted(BASE.facts))
def test_every_fact_in_every_form_is_followed_by_the_disclaimer(fact: str) -> None:
    held = BASE.facts[fact]
    for form in FORMS:
        asked = part(
            f"ask_{held.aspect}", facts=[(fact, 1.3)], treatments=held.treatments, conditions=held.conditions, form=form
        )
        assert_sound(answer(parse(asked, question_form=form), None, BASE), f"{fact} {form}")
    shown = answer(pressed("follow_pick", fact=fact), CONTEXT, BASE)
    assert fact in shown.facts
    assert_sound(shown, fact)


@pytest.mark.parametrize("aspect", sorted(BASE.aspects))
def test_every_aspect_of_every_treatment_is_sound(aspect: str) -> None:
    for count in (0, 1, 2, 3):
        for treatments in itertools.combinations(BASE.treatments, count):
            for context in (None, CONTEXT):
                asked = part(f"ask_{aspect}", treatments=treatments, conditions=["knee_oa"][: count % 2])
                assert_sound(answer(parse(asked), context, BASE), f"{aspect} {treatments}")


@pytest.mark.parametrize("condition", sorted(BASE.conditions))
def test_every_condition_is_sound(condition: str) -> None:
    for treatments in ((), ("prp",), ("exosomes", "stem_cells")):
        asked = part("ask_condition", treatments=treatments, conditions=[condition])
        given = answer(parse(asked), None, BASE)
        assert_sound(given, condition)
        assert given.behaviour in ("answer", "not_covered")


@pytest.mark.parametrize(
    "intent", ["follow_more", "follow_why", "follow_pick", "follow_up", "repeat", "greet", "affirm", "deny"]
)
def test_every_follow_up_is_sound(intent: str) -> None:
    context = CONTEXT
    for _ in range(25):
        given = answer(parse(part(intent, "and more")), context, BASE)
        assert_sound(given, intent)
        context = given.context
