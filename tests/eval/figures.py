"""The pictures of an evaluation: confusion between topics, and confidence against accuracy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.eval.calibration import Bin


def confusion_picture(counts: Counter[tuple[str, str]], path: Path) -> None:
    """Writes a PNG: a row per topic of the questions, a column per topic (or kind of reply) that they got."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = sorted({row for row, _ in counts})
    columns = [*rows, *sorted({column for _, column in counts} - set(rows))]
    figure = Figure(figsize=(0.5 * len(columns) + 4, 0.45 * len(rows) + 3), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.imshow([[_shade(counts, row, column) for column in columns] for row in rows], cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(columns)), columns, rotation=60, ha="right")
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xlabel("the reply was about (a right reply counts for the question's own topic)")
    axes.set_ylabel("the question was about")
    _write_numbers(axes, counts, rows, columns)
    figure.savefig(path, dpi=110)


def reliability_picture(table: Sequence[Bin], path: Path) -> None:
    """Writes a PNG of accuracy over confidence; on the dashed line the confidence means what it says."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    axes.plot([row.confidence for row in table], [row.accuracy for row in table], marker="o")
    axes.set(xlabel="confidence", ylabel="share of right intents", xlim=(0, 1), ylim=(0, 1.02))
    figure.savefig(path, dpi=110)


def _shade(counts: Counter[tuple[str, str]], row: str, column: str) -> float:
    total = sum(count for (name, _), count in counts.items() if name == row)
    return counts[row, column] / total


def _write_numbers(axes, counts: Counter[tuple[str, str]], rows: Sequence[str], columns: Sequence[str]) -> None:
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            if count := counts[row, column]:
                colour = "white" if _shade(counts, row, column) > 0.5 else "black"
                axes.text(x, y, str(count), ha="center", va="center", fontsize=8, color=colour)
