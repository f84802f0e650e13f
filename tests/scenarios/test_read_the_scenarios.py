"""A scenario file with a mistake is told, and the checks on replies find what they are for."""

from typing import Any

import pytest

import knowledge
from knowledge.claims import ClaimLinter
from tests.scenarios.fuzz import Tally, messages
from tests.scenarios.model import _file
from tests.scenarios.visitor import problems

LINTER = ClaimLinter(knowledge.policy_file("claims"))


def _reply(kind: str, text: str) -> dict[str, Any]:
    return {"role": "bot", "kind": kind, "text": text}


def test_an_unknown_word_or_expectation_is_told() -> None:
    for entry in ({"id": "a", "say": "x", "expect": "nonsense"}, {"id": "a", "say": "x", "must_shout": ["y"]}):
        with pytest.raises(ValueError, match="unknown words"):
            _file({"group": "g", "scenarios": [entry]}, {})


@pytest.mark.parametrize(
    ("reply", "expected", "found"),
    [
        (_reply("answer", "PRP is safe."), {}, "claims safe"),
        (_reply("answer", "Some text."), {}, "without the disclaimer"),
        (_reply("notice", "utter_greet"), {}, "insides"),
        (_reply("notice", "hello"), {"must_say": ["911"]}, "does not say"),
        (_reply("notice", "call 911"), {"must_not_say": ["911"]}, "says '911'"),
        (_reply("notice", "x"), {"opens_with_kind": ["emergency"]}, "opens with"),
        (_reply("notice", "x"), {"only_kinds": ["emergency"]}, "also says"),
        (_reply("crisis", "x"), {"never_kinds": ["crisis"]}, "says crisis"),
        (_reply("notice", "x"), {"some_kind_sets": [["answer"]]}, "none of"),
    ],
)
def test_a_wrong_reply_is_found(reply: dict[str, Any], expected: dict[str, Any], found: str) -> None:
    assert any(found in problem for problem in problems([reply], expected, None, LINTER))


def test_no_reply_at_all_is_found() -> None:
    assert problems([], {}, None, LINTER) == ["no reply at all"]


def test_the_stored_state_is_checked() -> None:
    state = {"leads": 1, "lead": [{"phone": "+12125550147"}], "danger_state": "", "texts": "4111"}
    expected = {"leads": 0, "lead": {"phone": "0163"}, "stored_not": ["4111"]}
    assert len(problems([_reply("notice", "x")], expected, state, LINTER)) == 3


def test_the_fuzz_is_the_same_for_the_same_seed() -> None:
    first, again = messages(3), messages(3)
    assert [next(first) for _ in range(200)] == [next(again) for _ in range(200)]


def test_tallies_add_up() -> None:
    one, other = Tally(sent=1, statuses={"200": 1}), Tally(sent=2, statuses={"200": 2}, slow=["x"])
    one.add(other)
    assert (one.sent, one.statuses, one.clean) == (3, {"200": 3}, False)
