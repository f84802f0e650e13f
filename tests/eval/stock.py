"""The same training data through the pipeline of `rasa init` (DIET, stock settings), for comparison.

Training it takes many minutes, so the model and its predictions are kept in .cache/stock/, by the hash of the training
data. When the data has changed since, the newest result is still shown, and the table says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from tests.eval.judge import Verdict
from tests.eval.metrics import Share, share
from tests.eval.quiet import silence

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "nlu.yml"
CACHE = ROOT / ".cache" / "stock"
MODEL = "stock.tar.gz"
PREDICTIONS = "predictions.json"
# What Rasa 3.6 fills in when `rasa init` leaves the pipeline empty.
CONFIG = {
    "recipe": "default.v1",
    "assistant_id": "stock",
    "language": "en",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": 100},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}


@dataclass(frozen=True)
class Stock:
    """The stock pipeline's intent and confidence for each text. `current` is false when it learnt from older data."""

    intents: dict[str, tuple[str, float]]
    current: bool

    def accuracy(self, verdicts: Iterable[Verdict]) -> Share:
        """The share of rightly named intents, over the questions that are scored on their intent."""
        scored = [v for v in verdicts if v.intents and v.turn.text in self.intents]
        return share(scored, lambda v: self.intents[v.turn.text][0] in v.intents)


def data_hash(data: Path = DATA) -> str:
    """Names a version of the training data."""
    return sha256(data.read_bytes()).hexdigest()[:16]


def cached(texts: Sequence[str], cache: Path = CACHE, data: Path = DATA) -> Stock | None:
    """The stock model for the present training data, else the newest one for older data, else None."""
    exact = cache / data_hash(data)
    models = sorted(cache.glob(f"*/{MODEL}"), key=lambda path: path.stat().st_mtime)
    folder = exact if (exact / MODEL).is_file() else (models[-1].parent if models else None)
    return Stock(_predictions(folder, texts), current=folder == exact) if folder else None


def measure(texts: Sequence[str], cache: Path = CACHE, data: Path = DATA) -> Stock:
    """Trains the stock pipeline on the present data, unless that was done before, and reads the texts with it."""
    return Stock(_predictions(cache / data_hash(data), texts), current=True)


def read_in_own_process(folder: Path, texts: Sequence[str]) -> None:
    """Completes the folder's predictions. Its own process, because this one keeps TensorFlow out (brain/lean.py)."""
    subprocess.run(
        [sys.executable, "-m", "tests.eval.stock", str(folder)],
        input=json.dumps(texts),
        text=True,
        check=True,
        cwd=ROOT,
    )


def main(folder: Path, texts: Sequence[str]) -> None:
    """Trains into the folder when there is no model yet, then writes what the model makes of each text."""
    silence()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    if not (folder / MODEL).is_file():
        _train(folder, DATA)
    stored = folder / PREDICTIONS
    known = json.loads(stored.read_text(encoding="utf-8")) if stored.is_file() else {}
    known |= asyncio.run(_predict(folder / MODEL, texts))
    stored.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _predictions(folder: Path, texts: Sequence[str]) -> dict[str, tuple[str, float]]:
    stored = folder / PREDICTIONS
    known = json.loads(stored.read_text(encoding="utf-8")) if stored.is_file() else {}
    if missing := [text for text in dict.fromkeys(texts) if text not in known]:
        read_in_own_process(folder, missing)
        known = json.loads(stored.read_text(encoding="utf-8"))
    return {text: (known[text][0], known[text][1]) for text in texts}


def _train(folder: Path, data: Path) -> None:
    from rasa.model_training import train_nlu

    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(CONFIG, sort_keys=False), encoding="utf-8")
    train_nlu(str(config), str(data), str(folder), fixed_model_name=MODEL.removesuffix(".tar.gz"))


async def _predict(model: Path, texts: Sequence[str]) -> dict[str, tuple[str, float]]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    return {text: _intent(await agent.parse_message(text)) for text in texts}


def _intent(parse: dict[str, Any]) -> tuple[str, float]:
    return parse["intent"]["name"] or "", float(parse["intent"]["confidence"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin))
