"""`python -m brain.tuning.learn EXAMPLES ADAPTER`: learns which messages ask for the same, and writes the adapter.

Each message is drawn towards a point for its intent and, if it asks for a fact, towards one for that fact (softmax over
cosines). The points are thrown away: what is kept is a sentence model in which messages that ask for the same lie
together.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from brain.tuning.model import Tuned, batch, lower_states, published

EPOCHS, BATCH, RATE, WARM_UP, SHARPNESS, DROP, SMOOTHING = 5, 64, 1e-3, 0.1, 20.0, 0.1, 0.05
SEED = 7
VOCABULARY = Path(__file__).resolve().parents[1] / "minilm" / "vocab.txt"


class Points(nn.Module):
    """One point for each label; they start where the label's messages are on average."""

    def __init__(self, labels: Sequence[str], vectors: np.ndarray, *, evened: bool) -> None:
        super().__init__()
        self.names = sorted({label for label in labels if label})
        place = {name: number for number, name in enumerate(self.names)}
        self.numbers = np.array([place.get(label, -1) for label in labels])
        sums = np.zeros((len(self.names), vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, self.numbers[self.numbers >= 0], vectors[self.numbers >= 0])
        self.points = nn.Parameter(F.normalize(torch.from_numpy(sums), dim=1))
        counts = np.bincount(self.numbers[self.numbers >= 0], minlength=len(self.names))
        weights = torch.tensor(1 / np.sqrt(counts) if evened else np.ones(len(counts)), dtype=torch.float32)
        self.register_buffer("weights", weights / weights.mean())

    def loss(self, vectors: torch.Tensor, places: np.ndarray) -> torch.Tensor:
        """How far the messages are from their own points, against all others; 0 where none has a label."""
        numbers = torch.from_numpy(self.numbers[places])
        known = numbers >= 0
        if not known.any():
            return torch.zeros(())
        scores = SHARPNESS * vectors[known] @ F.normalize(self.points, dim=1).T
        found = F.cross_entropy(scores, numbers[known], weight=self.weights, label_smoothing=SMOOTHING)
        return found * known.float().mean()


def main(examples: Path, target: Path) -> int:
    """Writes the adapter. Returns 0."""
    rows = json.loads(examples.read_text(encoding="utf-8"))
    torch.manual_seed(SEED)
    model = Tuned(published())
    learn(model, rows, lower_states(model, [row["text"] for row in rows], VOCABULARY), np.random.RandomState(SEED))
    np.savez_compressed(target, **model.learned())
    print(f"tune: {target.name} is written; commit it and run `make train`", flush=True)
    return 0


def learn(
    model: Tuned, rows: Sequence[dict[str, Any]], states: Sequence[np.ndarray], random: np.random.RandomState
) -> None:
    """Changes the model in place."""
    vectors = embedded(model, states)
    facts = Points([row["fact"] or "" for row in rows], vectors, evened=False)
    intents = Points([row["intent"] or "" for row in rows], vectors, evened=True)
    groups = [{"params": list(model.parameters()), "lr": RATE, "weight_decay": 0.01}]
    groups.append({"params": [facts.points, intents.points], "lr": RATE * 5, "weight_decay": 0.0})
    optimizer = torch.optim.AdamW(groups)
    steps = EPOCHS * -(-len(rows) // BATCH) + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    started = time.monotonic()
    for epoch in range(EPOCHS):
        model.train()
        for places in _batches(states, random):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = model(*batch([states[place] for place in places]), DROP)
            loss = intents.loss(found, places) + facts.loss(found, places)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"tune: {epoch + 1} of {EPOCHS} rounds, {time.monotonic() - started:.0f} s", flush=True)


def embedded(model: Tuned, states: Sequence[np.ndarray]) -> np.ndarray:
    """Unit vectors, one row a text."""
    model.eval()
    found = np.zeros((len(states), 384), dtype=np.float32)
    order = sorted(range(len(states)), key=lambda place: len(states[place]))
    with torch.no_grad():
        for start in range(0, len(order), 256):
            places = order[start : start + 256]
            found[places] = model(*batch([states[place] for place in places]), 0.0).numpy()
    return found


def _rate(done: float) -> float:
    """Rises while warming up, then falls to nothing."""
    return min((done + 1e-3) / WARM_UP, max(1e-3, (1 - done) / (1 - WARM_UP)))


def _batches(states: Sequence[np.ndarray], random: np.random.RandomState) -> Iterator[np.ndarray]:
    """In random order, with texts of like length together: padding costs time."""
    order, found = random.permutation(len(states)), []
    for start in range(0, len(order), BATCH * 20):
        near = sorted(order[start : start + BATCH * 20], key=lambda place: len(states[place]))
        found += [np.array(near[at : at + BATCH]) for at in range(0, len(near), BATCH)]
    random.shuffle(found)
    yield from found


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
