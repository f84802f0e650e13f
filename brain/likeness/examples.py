"""The messages that the second danger check learns from, each with its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import knowledge
from brain.tuning.texts import further
from knowledge.files import HERE

FOLDER = HERE / "policies" / "danger_messages"
LABEL_OF_FILE = {"emergency": "emergency", "crisis": "crisis", "harmless": "none"}
_MARKED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Example:
    """`origin`: plain or unusual (folders of danger_messages), signs (danger.yml), everyday (what visitors ask)."""

    text: str
    label: str
    origin: str


def read_all(root: Path) -> list[Example]:
    """Every example of the project folder `root`, each text once; the first label given to a text holds."""
    everything = [*_messages(FOLDER), *_of_signs(knowledge.policy_file("danger")), *_everyday(root)]
    return list({example.text: example for example in reversed(everything)}.values())[::-1]


def lines_of(path: Path) -> list[str]:
    """The messages of one file: one a line, "\\n" for a line break, "#" before a remark."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


def _messages(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*/*.txt")):
        yield from _labelled(lines_of(path), LABEL_OF_FILE[path.stem], path.parent.name)


def _of_signs(policy: dict[str, Any]) -> Iterator[Example]:
    for pattern in policy["patterns"]:
        yield from _labelled(pattern["examples"], pattern["kind"], "signs")
        yield from _labelled(pattern["counter_examples"], "none", "signs")
    for entry in (*policy["idioms"], *policy["suppressors"].values()):
        yield from _labelled(entry.get("examples", ()), "none", "signs")


def _everyday(root: Path) -> Iterator[Example]:
    for entry in yaml.safe_load((root / "data" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]:
        said = (line[2:].strip() for line in entry["examples"].splitlines() if line.startswith("- "))
        yield from _labelled((_MARKED.sub(r"\1", text) for text in said), "none", "everyday")
    asked = (said for wanted, said in further() if "." not in wanted)
    yield from _labelled((said for said in asked if isinstance(said, str)), "none", "everyday")
    facts = knowledge.load(wordings=True).facts.values()
    yield from _labelled((question for fact in facts for question in fact.questions), "none", "everyday")
    yield from _labelled((fact.text for fact in facts), "none", "everyday")


def _labelled(texts: Iterable[str], label: str, origin: str) -> Iterator[Example]:
    return (Example(text, label, origin) for text in texts)
