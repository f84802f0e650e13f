"""A curator works at the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from knowledge.cli import main
from knowledge.files import HERE
from tests.knowledge.conftest import Copy

Capture = pytest.CaptureFixture[str]


def test_check_is_clean_and_counts(capsys: Capture) -> None:
    assert main(["check"]) == 0
    assert "is fine: " in capsys.readouterr().out


def test_quiet_check_says_nothing_about_clean_files(capsys: Capture) -> None:
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_check_fails_with_the_fix(copy: Copy, capsys: Capture) -> None:
    copy.change("facts/prp.yml", "evidence: general", "evidence: perfect")
    assert main(["--root", str(copy.root), "check"]) == 1
    assert "facts/prp.yml" in capsys.readouterr().err


def test_check_finds_what_only_style_forbids(copy: Copy, capsys: Capture) -> None:
    copy.change("facts/prp.yml", "    PRP is a concentrate", "    Yes, PRP is a concentrate")
    assert main(["--root", str(copy.root), "check"]) == 1
    assert "opens with agreement" in capsys.readouterr().err


def test_check_finds_a_forbidden_claim(copy: Copy, capsys: Capture) -> None:
    copy.change("facts/prp.yml", "    PRP is a concentrate", "    PRP cures arthritis. It is a concentrate")
    assert main(["--root", str(copy.root), "check"]) == 1
    assert "forbidden claim" in capsys.readouterr().err


def test_check_finds_a_broken_danger_file(copy: Copy, capsys: Capture) -> None:
    copy.change("policies/danger.yml", "patterns:", "patternz:")
    assert main(["--root", str(copy.root), "check"]) == 1
    assert "policies/danger.yml" in capsys.readouterr().err


def test_check_warns_of_what_is_not_served_or_due(copy: Copy, capsys: Capture) -> None:
    copy.change("facts/clinic.yml", "{by: content-editor, date", '{by: "", date')
    copy.change("facts/prp.yml", "until: 2027-11-20", "until: 2026-12-01")
    copy.change("policies/texts.yml", "  greeting:\n", '  greeting:\n    review: {by: "", date: "", until: ""}\n')
    text = "  disclaimer:\n    review: {by: a, date: 2026-11-01, until: 2026-11-25}\n"
    copy.change("policies/texts.yml", "  disclaimer:\n", text)
    main(["--root", str(copy.root), "check"])
    warnings = capsys.readouterr().err
    assert "clinic.location is not served: not reviewed yet" in warnings
    assert 'policy text "greeting" is not signed off' in warnings
    assert 'policy text "disclaimer" is due for review by 2026-11-25' in warnings


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("list", "exosomes.size"),
        ("list --aspect cost --treatment prp", "prp.price-gap"),
        ("list --condition knee_oa", "conditions.knee-oa-prp"),
        ("list --topic choosing", "choosing.prp"),
        ("list texts", "booking.consent"),
        ("list conditions", "lupus"),
        ("list aspects", "not_covered"),
        ("list treatments", "stem_cells"),
        ("list sources", "fda-consumer-alert"),
        ("list withheld", "No withheld match"),
        ("show exosomes.size", "30 to 150 nm"),
        ("show booking.consent", "policy text, version"),
        ("show multiple_sclerosis", "neurological"),
        ("show cost", "exosomes.price-range"),
        ("show prp.price-gap", "gap"),
    ],
)
def test_list_and_show(words: str, shown: str, capsys: Capture) -> None:
    assert main(words.split()) == 0
    assert shown in capsys.readouterr().out


def test_withheld_facts_are_listed_and_shown_with_the_reason(copy: Copy, capsys: Capture) -> None:
    copy.change("facts/clinic.yml", "{by: content-editor, date", '{by: "", date')
    assert main(["--root", str(copy.root), "list", "withheld"]) == 0
    assert main(["--root", str(copy.root), "show", "clinic.location"]) == 0
    shown = capsys.readouterr().out
    assert "clinic.location" in shown
    assert "NOT SERVED: not reviewed yet" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("show exosome.size", "did you mean exosomes.size"),
        ("show zzzzzz", "`python -m knowledge list` shows all"),
        ("list --topic nothing", 'there is no topic "nothing"; use one of'),
        ("list --treatment botox", 'there is no treatment "botox"'),
        ("coverage --questions /nowhere", "holds no questions"),
        ("diff no-such-revision", 'cannot give the knowledge files of "no-such-revision"'),
    ],
)
def test_a_slip_gets_a_sentence_that_helps(words: str, said: str, capsys: Capture) -> None:
    assert main(words.split()) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["dance"], ["list", "songs"], ["check", "--loud"], ["ask"]])
def test_wrong_usage_prints_the_usage(words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: python -m knowledge" in capsys.readouterr().err


def test_each_command_has_help() -> None:
    for command in ("check", "list", "show", "ask", "coverage", "diff", "draft"):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0


def test_it_runs_as_a_module_and_stops_quietly_when_nobody_reads_on() -> None:
    command = f"{sys.executable} -m knowledge list conditions | head -1"
    done = subprocess.run(command, shell=True, cwd=HERE.parent, capture_output=True, text=True)
    assert done.stdout.startswith("knee_oa")
    assert done.stderr == ""


class AskError(Exception):
    """Stands in for the brain's own error."""


def brain_that(answer: object) -> SimpleNamespace:
    """A brain whose `ask` gives the answer, or raises it."""

    def ask(question: str) -> str:
        if isinstance(answer, Exception):
            raise answer
        return f"{question}: {answer}"

    return SimpleNamespace(ask=ask, AskError=AskError)


def test_ask_prints_what_the_brain_makes_of_it(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("importlib.import_module", lambda name: _module(name, brain_that("ask_size")))
    assert main(["ask", "how", "big", "are", "exosomes"]) == 0
    assert capsys.readouterr().out == "how big are exosomes: ask_size\n"


@pytest.mark.parametrize("late", [False, True])
def test_ask_without_the_brain_says_where_to_run_it(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, late: bool
) -> None:
    missing = ModuleNotFoundError("No module named 'rasa'", name="rasa")
    monkeypatch.setattr("importlib.import_module", lambda name: _module(name, brain_that(missing) if late else missing))
    assert main(["ask", "hello"]) == 1
    assert "module rasa is missing here" in capsys.readouterr().err


def test_ask_passes_on_what_the_brain_cannot_do(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    brain = brain_that(AskError("There is no trained model: run `make train`."))
    monkeypatch.setattr("importlib.import_module", lambda name: _module(name, brain))
    assert main(["ask", "hello"]) == 1
    assert "run `make train`" in capsys.readouterr().err


def _module(name: str, brain: object) -> object:
    """Stands in for importing: the brain is given, the command's own module is real."""
    if name == "brain.ask":
        if isinstance(brain, Exception):
            raise brain
        return brain
    __import__(name)
    return sys.modules[name]


def test_coverage_shows_the_matrix_and_the_holes(tmp_path: Path, copy: Copy, capsys: Capture) -> None:
    questions = tmp_path / "eval" / "questions"
    questions.mkdir(parents=True)
    (questions / "a.yml").write_text(
        "questions:\n- {id: a, expect: {facts: [[size], [exosomes.what-is]]}}\n- {id: b, parts: [{facts: [[all]]}]}\n"
    )
    (tmp_path / "eval" / "facts.yml").write_text("size: [exosomes.size]\nall: ['*', 'prp.*']\n")
    assert main(["coverage", "--questions", str(tmp_path / "eval")]) == 0
    shown = capsys.readouterr().out
    assert "tumor" in shown
    unreached = shown.split("no evaluation question asks for")[1]
    assert "  exosomes.size\n" not in unreached
    assert "  exosomes.what-is\n" not in unreached
    assert "  prp.what-is\n" in unreached


def test_coverage_fails_when_a_kind_of_question_has_no_fact(copy: Copy, capsys: Capture) -> None:
    new = "  - {id: smell, label: smell, group: article, aliases: [smell]}\n  - {id: condition"
    copy.change("entities.yml", "  - {id: condition", new)
    copy.change(
        "conditions.yml", "- {id: lupus, name: lupus, covered: false", "- {id: lupus, name: lupus, covered: true"
    )
    copy.change("facts/prp.yml", "until: 2027-11-20", "until: 2026-11-20")
    assert main(["--root", str(copy.root), "coverage"]) == 1
    shown = capsys.readouterr().out
    assert "without a fact: 1\n  smell" in shown
    assert "  lupus" in shown
    assert "past their review date: 1\n  prp.what-is" in shown


def test_coverage_names_a_broken_question_file(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "a.yml").write_text("questions: [")
    assert main(["coverage", "--questions", str(tmp_path)]) == 1
    assert "a.yml" in capsys.readouterr().err
