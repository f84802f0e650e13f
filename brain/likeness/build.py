"""Makes the learned file when the messages, the signs, the everyday questions or this code changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import knowledge
from brain import logistic
from brain.likeness import examples, learn
from knowledge import likeness, normalise, spelling

CODE = (examples, learn, likeness, logistic, normalise, spelling)


def build(root: Path, models: Path, *, force: bool = False) -> bool:
    """Whether a new file had to be made. Raises knowledge.KnowledgeError, and ValueError for unusable messages."""
    everything = examples.read_all(root)
    version = version_of(everything)
    if not force and _present(models) == version:
        return False
    plain = likeness.reader(knowledge.policy_file("danger"))
    texts = [plain(example.text) for example in everything]
    learn.save(learn.learn(texts, [example.label for example in everything], version), models)
    return True


def version_of(everything: list[examples.Example]) -> str:
    """Hash over the messages with their labels, how they are made plain, and the code that learns."""
    spelt = knowledge.policy_file("danger")["typos"]
    digest = hashlib.sha256(json.dumps([spelt, [(e.text, e.label) for e in everything]]).encode())
    for module in CODE:
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()[:12]


def _present(models: Path) -> str:
    try:
        return likeness.LikenessModel.load(models).sources
    except likeness.LikenessError:
        return ""
