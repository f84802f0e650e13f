"""A curator sees what visitors will read differently."""

from __future__ import annotations

import subprocess

import pytest

import knowledge
from knowledge.cli import main
from knowledge.cli.diff import differences
from tests.knowledge.conftest import Copy

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def committed(copy: Copy) -> Copy:
    """A copy of the knowledge files in a git repository of its own, committed."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "start"]):
        subprocess.run(["git", *command], cwd=copy.root.parent, check=True, capture_output=True)
    return copy


def test_nothing_changed(committed: Copy, capsys: Capture) -> None:
    assert main(["--root", str(committed.root), "diff"]) == 0
    assert "Visitors read the same as at HEAD." in capsys.readouterr().out


def test_a_new_wording_is_shown_beside_the_old(committed: Copy, capsys: Capture) -> None:
    committed.change("facts/prp.yml", "The letters stand for", "The three letters stand for")
    assert main(["--root", str(committed.root), "diff"]) == 0
    shown = capsys.readouterr().out
    assert "fact prp.what-is: changed\n  - PRP is" in shown
    assert "  + PRP is a concentrate of platelets and plasma made from your own blood. The three" in shown


def test_a_changed_phone_shows_in_all_it_touches(committed: Copy, capsys: Capture) -> None:
    committed.change("clinic.yml", "phone: (212) 555-0147", "phone: (212) 555-0199")
    main(["--root", str(committed.root), "diff"])
    shown = capsys.readouterr().out
    assert "clinic phone: changed" in shown
    assert "fact clinic.contact: changed" in shown


def test_what_comes_and_goes(base: knowledge.Knowledge, copy: Copy) -> None:
    copy.change("facts/clinic.yml", "{by: content-editor, date", '{by: "", date')
    copy.change("policies/texts.yml", "  greet:\n", "  good_day:\n")
    lines = list(differences(base, copy.load()))
    assert "fact clinic.location: no longer said" in lines
    assert "text greet (en): no longer said" in lines
    assert "text good_day (en): new" in lines


def test_a_new_companion_is_a_change(base: knowledge.Knowledge, copy: Copy) -> None:
    copy.change("facts/exosomes.yml", "- id: exosomes.size\n", "- id: exosomes.size\n  shown_with: [prp.what-is]\n")
    assert any("[with prp.what-is]" in line for line in differences(base, copy.load()))


def test_without_git_it_says_so(copy: Copy, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["--root", str(copy.root), "diff"]) == 1
    assert "git is not installed" in capsys.readouterr().err
