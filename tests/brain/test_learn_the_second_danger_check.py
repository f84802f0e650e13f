"""The second danger check is learned from messages: the same ones give the same file, and it holds on unseen ones."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

import knowledge
from brain import settings
from brain.likeness import build, examples, learn, measure
from knowledge.likeness import FILE, LikenessError, LikenessModel, reader

SAID = {
    "emergency": ["my lips are going blue", "her lips went blue and grey", "his face is going grey"],
    "crisis": ["i want to sleep forever", "i would like to sleep forever now", "let me sleep and never wake"],
    "none": ["how much is it for the knee", "how much does the knee cost", "what is it for the hair"],
}
TEXTS = [text for texts in SAID.values() for text in texts]
ANSWERS = [label for label, texts in SAID.items() for _ in texts]


def test_what_is_saved_reads_as_what_was_learned(tmp_path: Path) -> None:
    model = learn.learn(TEXTS, ANSWERS, "v1")
    learn.save(model, tmp_path)
    loaded = LikenessModel.load(tmp_path)
    assert loaded.sources == "v1"
    assert [loaded.read(text) for text in TEXTS] == [model.read(text) for text in TEXTS]
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_learning_twice_gives_the_same_file(tmp_path: Path) -> None:
    files = [learn.save(learn.learn(TEXTS, ANSWERS), tmp_path / str(n)).read_bytes() for n in range(2)]
    assert files[0] == files[1]


def test_every_label_needs_examples() -> None:
    with pytest.raises(ValueError, match="crisis, emergency, none"):
        learn.learn(TEXTS[3:], ANSWERS[3:])


def test_nothing_is_learned_again_when_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [examples.Example(text, label, "plain") for text, label in zip(TEXTS, ANSWERS, strict=True)]
    monkeypatch.setattr(examples, "read_all", lambda root: said)
    assert build.build(settings.ROOT, tmp_path)
    assert not build.build(settings.ROOT, tmp_path)
    assert build.build(settings.ROOT, tmp_path, force=True)
    said.append(examples.Example("she is grey in the face", "emergency", "plain"))
    assert build.build(settings.ROOT, tmp_path)
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    assert build.build(settings.ROOT, tmp_path)


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    content = json.loads(learn.save(learn.learn(TEXTS, ANSWERS), tmp_path).read_text())
    for key, value in (("format", 0), ("bias", [1.0]), ("blocks", content["blocks"][:1])):
        (tmp_path / FILE).write_text(json.dumps({**content, key: value}))
        with pytest.raises(LikenessError, match="make train"):
            LikenessModel.load(tmp_path)


def test_a_message_file_has_remarks_and_line_breaks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# remark\n\nfirst\\nsecond \nthird\n")
    assert examples.lines_of(tmp_path / "a.txt") == ["first\nsecond", "third"]


def test_no_message_stands_under_two_labels() -> None:
    labels: dict[str, str] = {}
    for path in sorted(examples.FOLDER.glob("*/*.txt")):
        for text in examples.lines_of(path):
            assert labels.setdefault(text, path.stem) == path.stem, text


def test_near_copies_are_one_group() -> None:
    said = [
        "my arm is very numb today",
        "my arm is very numb today?",
        "what does it cost",
        "my arm is so very numb today",
    ]
    assert measure.groups(said) == [0, 0, 2, 0]


def test_it_holds_on_messages_it_has_not_seen() -> None:
    """The floor: one fold of five, learned from the other four (docs/safety.md has the rates of all)."""
    policy = knowledge.policy_file("danger")
    everything = examples.read_all(settings.ROOT)
    seen = list(itertools.islice(measure.held_out(everything, reader(policy)), len(everything) // 6))
    share = {}
    for sort in {(example.label, example.origin) for example, _ in seen}:
        own = [likeness for example, likeness in seen if (example.label, example.origin) == sort]
        share[sort] = sum(s.danger >= policy["likeness"].get(s.kind, 1) for s in own) / len(own)
    assert share["emergency", "unusual"] > 0.6
    assert share["crisis", "unusual"] > 0.42
    assert share["none", "unusual"] < 0.05
    assert share["none", "everyday"] < 0.003
