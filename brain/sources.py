"""Which of the brain's files a trained model depends on; a change of the others needs no training."""

from __future__ import annotations

import hashlib
from pathlib import Path

SERVING_ONLY = frozenset(
    "__init__ action_endpoint ask channel compaction environment guard install lean probe quick_actions "
    "rule_validator say serve settings sources tracker_store train turn wordless".split()
)


def training_code() -> list[Path]:
    """The modules that make a model, and what the sentence model learned, in a fixed order."""
    here = Path(__file__).parent
    modules = [path for path in sorted(here.glob("*.py")) if path.stem not in SERVING_ONLY]
    return [*modules, *sorted(here.glob("minilm/*.npz"))]


def code_version() -> str:
    """Hash of those files."""
    digest = hashlib.sha256()
    for path in training_code():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
