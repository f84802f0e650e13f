"""The classifier alone on the public HINT3 sets (Arora et al. 2020), in the paper's protocol.

In-scope accuracy is taken at threshold 0.1, recall of out-of-scope queries at 0.5, Matthews' correlation at its best on
the grid 0.1 .. 0.9, as in the paper's notebook; AUROC (in scope against out of scope) needs no threshold.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETS = ("sofmattress", "curekart", "powerplay11")
TRAININGS = ("", "_subset")
NOWHERE = "NO_NODES_DETECTED"
GRID = tuple(n / 10 for n in range(1, 10))
HOW = (
    "Give the folder that holds HINT3's train/ and test/, for instance "
    "`git clone https://github.com/hellohaptik/HINT3` and FOLDER=HINT3/dataset/v1."
)


class PublicSetsError(Exception):
    """The folder does not hold the public sets; the message says what to do."""


@dataclass(frozen=True)
class Result:
    """The paper's numbers for one training set, 0 to 1."""

    name: str
    in_scope_at_01: float
    out_of_scope_at_05: float
    best_mcc: float
    auroc: float


def measure(folder: Path) -> list[Result]:
    """Trains on each training set of the folder, full and subset, and scores the test set."""
    check(folder)
    return [_measure(folder, name, training) for training in TRAININGS for name in SETS]


def check(folder: Path) -> None:
    """Raises PublicSetsError unless every file is there."""
    if not str(folder).strip(". ") or not folder.is_dir():
        raise PublicSetsError(f"No folder with the HINT3 sets was given. {HOW}")
    missing = [path for path in _files(folder) if not path.is_file()]
    if missing:
        raise PublicSetsError(f"{missing[0].relative_to(folder)} is missing in {folder}. {HOW}")


def table(results: Sequence[Result]) -> str:
    """The results as a table, with the mean of the full and of the subset training sets."""
    lines = [f"{'training set':24}{'IS acc @0.1':>13}{'OOS recall @0.5':>17}{'best MCC':>10}{'AUROC':>8}"]
    for start in range(0, len(results), len(SETS)):
        group = results[start : start + len(SETS)]
        lines += [_line(result) for result in (*group, _mean(group))]
    return "\n".join(lines)


def score(name: str, labels: Sequence[str], predicted: Sequence[tuple[str, float]]) -> Result:
    """The paper's numbers from true labels and (label, confidence) predictions, in the same order."""
    from sklearn.metrics import matthews_corrcoef, roc_auc_score

    inside = [label != NOWHERE for label in labels]
    at = {t: [label if sure >= t else NOWHERE for label, sure in predicted] for t in (*GRID,)}
    return Result(
        name=name,
        in_scope_at_01=_hit_rate(labels, at[0.1], inside),
        out_of_scope_at_05=_hit_rate(labels, at[0.5], [not known for known in inside]),
        best_mcc=max(float(matthews_corrcoef(labels, at[t])) for t in GRID),
        auroc=float(roc_auc_score(inside, [sure for _, sure in predicted])),
    )


def _measure(folder: Path, name: str, training: str) -> Result:
    from brain.hybrid import HybridModel

    train, test = _read(folder, "train", name + training), _read(folder, "test", name)
    texts, queries = [text for text, _ in train], [text for text, _ in test]
    model = HybridModel.fit(texts, [label for _, label in train], _embed)
    predictions = model.predict(queries, _embed(queries))
    labels = [label for _, label in test]
    return score(name + training, labels, [(p.label, p.confidence) for p in predictions])


def _embed(texts: Sequence[str]) -> Any:
    """The texts' vectors, one row each. Read one by one, as the brain does: a batch's padding would only cost time."""
    import numpy as np

    from brain.embedder import shared

    embedder = shared()
    return np.concatenate([embedder.embed([text]) for text in texts])


def _hit_rate(labels: Sequence[str], predicted: Sequence[str], chosen: Sequence[bool]) -> float:
    hits = [label == guess for label, guess, take in zip(labels, predicted, chosen, strict=True) if take]
    return sum(hits) / len(hits)


def _read(folder: Path, part: str, name: str) -> list[tuple[str, str]]:
    with (folder / part / f"{name}_{part}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], row["label"]) for row in csv.DictReader(file)]


def _files(folder: Path) -> Iterable[Path]:
    for name in SETS:
        yield folder / "test" / f"{name}_test.csv"
        yield from (folder / "train" / f"{name}{training}_train.csv" for training in TRAININGS)


def _mean(group: Sequence[Result]) -> Result:
    def mean(field: str) -> float:
        return sum(getattr(result, field) for result in group) / len(group)

    return Result("mean", mean("in_scope_at_01"), mean("out_of_scope_at_05"), mean("best_mcc"), mean("auroc"))


def _line(result: Result) -> str:
    return (
        f"{result.name:24}{100 * result.in_scope_at_01:13.1f}{100 * result.out_of_scope_at_05:17.1f}"
        f"{result.best_mcc:10.3f}{100 * result.auroc:8.1f}"
    )
