"""The knowledge base as it is, and copies of it to spoil."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import knowledge
from knowledge.files import HERE, knowledge_files

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def base() -> knowledge.Knowledge:
    """The knowledge base as served on a fixed day."""
    return knowledge.load(today=TODAY)


class Copy:
    """A copy of all knowledge files that a test may change."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def change(self, file: str, old: str, new: str) -> None:
        """Replaces one place in a file; the place must exist."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        """Adds text at the end of a file."""
        with (self.root / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    def load(self, today: date = TODAY) -> knowledge.Knowledge:
        """Loads the copy."""
        return knowledge.load(self.root, today=today, wordings=True)

    def problems(self) -> str:
        """What the loader says about the copy."""
        with pytest.raises(knowledge.KnowledgeError) as raised:
            self.load()
        return str(raised.value)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A fresh copy of the knowledge files."""
    for path in knowledge_files(HERE):
        target = tmp_path / "knowledge" / path.relative_to(HERE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return Copy(tmp_path / "knowledge")
