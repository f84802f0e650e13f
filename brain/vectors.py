"""Sentence vectors kept on disk between trainings, by the hash of their text."""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

logger = logging.getLogger(__name__)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class VectorFile:
    """A file of vectors. A damaged file is only a cache lost: it is reported and filled again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, np.ndarray] = _read(path)

    def __contains__(self, text: str) -> bool:
        return _key(text) in self._rows

    def __getitem__(self, text: str) -> np.ndarray:
        return self._rows[_key(text)]

    def add(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Takes one row a text; `save` writes them."""
        self._rows.update((_key(text), vector) for text, vector in zip(texts, vectors, strict=False))

    def save(self) -> None:
        """Replaces the file in one step, so that a stopped training leaves the old one whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(f".{os.getpid()}.npz")
        np.savez(partial, keys=np.array(list(self._rows)), vectors=np.stack(list(self._rows.values())))
        partial.replace(self._path)


def _read(path: Path) -> dict[str, np.ndarray]:
    if not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=False))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        logger.warning(
            "The vector cache %s cannot be read (%s); it will be filled again.", path.name, type(error).__name__
        )
        return {}
