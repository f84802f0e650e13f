"""The same training data through the pipeline of `rasa init` (DIET, stock settings), for comparison.

Training it takes half an hour to an hour, so what it made of each question is kept in stock.json, with the hash of the
training data. When the data has changed since, that result is still shown, and the table says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from brain.environment import SWITCHES
from tests.eval.judge import Verdict
from tests.eval.metrics import Share, share
from tests.eval.quiet import silence

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "nlu.yml"
CACHE = ROOT / ".cache" / "stock"
MODEL = "stock.tar.gz"
PREDICTIONS = "predictions.json"
STORED = Path(__file__).with_name("stock.json")
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
    measured: str = ""

    def accuracy(self, verdicts: Iterable[Verdict]) -> Share:
        """The share of rightly named intents, over the questions that are scored on their intent."""
        verdicts = list(verdicts)
        scored = [v for v in verdicts if v.intents and v.turn.text in self.intents]
        return share(scored, lambda v: self.intents[v.turn.text][0] in v.intents)


def data_hash(data: Path = DATA) -> str:
    """Names a version of the training data."""
    return sha256(data.read_bytes()).hexdigest()[:16]


def stored(texts: Sequence[str], file: Path = STORED, data: Path = DATA) -> Stock | None:
    """What the stock pipeline made of those of the texts that it was asked; None when it was never trained."""
    if not file.is_file():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    known = {text: (kept["intents"][text][0], kept["intents"][text][1]) for text in texts if text in kept["intents"]}
    return Stock(known, kept["data"] == data_hash(data), kept["measured"])


def measure(texts: Sequence[str], cache: Path = CACHE, data: Path = DATA, file: Path = STORED) -> Stock:
    """Trains the stock pipeline on the present data, unless that was done before, reads the texts with it and keeps
    what it made of them."""
    before = stored(texts, file, data)
    if not (before and before.current and set(texts) <= set(before.intents)):
        version = data_hash(data)
        found = read_in_own_process(cache / version, texts)
        today = datetime.now(timezone.utc).date().isoformat()
        kept = {"data": version, "measured": today, "intents": {text: found[text] for text in sorted(found)}}
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    result = stored(texts, file, data)
    assert result is not None
    return result


def read_in_own_process(folder: Path, texts: Sequence[str]) -> dict[str, tuple[str, float]]:
    """The intent and confidence of each text. Its own process, for this one keeps TensorFlow out (brain/lean.py) and to
    one thread (brain/environment.py); training takes all the cores there are."""
    subprocess.run(
        [sys.executable, "-m", "tests.eval.stock", str(folder)],
        input=json.dumps(texts),
        text=True,
        check=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if SWITCHES.get(name) != value},
    )
    return dict(json.loads((folder / PREDICTIONS).read_text(encoding="utf-8")))


def main(folder: Path, texts: Sequence[str]) -> None:
    """Trains into the folder when there is no model yet, then writes what the model makes of each text."""
    silence()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    if not (folder / MODEL).is_file():
        _train(folder, DATA)
    found = asyncio.run(_predict(folder / MODEL, texts))
    (folder / PREDICTIONS).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


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
