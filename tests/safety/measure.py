"""`python -m tests.safety.measure`: what the signs and the second check find together, on messages it has not seen.

Reads results/likeness.jsonl, which `python -m brain.likeness` writes. The signs were written with the plain messages in
view, and mended with a look at the unusual ones; only the second check is truly held out here.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import knowledge
from desk.gateway.safety import DangerCheck

FOUND = Path("results") / "likeness.jsonl"
THRESHOLDS = (0.9, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98)


def main() -> None:
    """Prints the share of alarms for each sort of message: by the signs alone, and at each threshold with both."""
    check = DangerCheck.load(knowledge.policy_file("danger"))
    rows = [json.loads(line) for line in FOUND.read_text(encoding="utf-8").splitlines()]
    signs = [bool(check.check(row["text"]).kind) for row in rows]
    print(f"{'alarms from':<28}{'signs':>8}" + "".join(f"{threshold:>8}" for threshold in THRESHOLDS))
    for sort, chosen in _sorts(rows):
        shares = [sum(signs[n] for n in chosen) / len(chosen)]
        for least in THRESHOLDS:
            shares.append(sum(signs[n] or rows[n]["danger"] >= least for n in chosen) / len(chosen))
        print(f"{sort:<21}{len(chosen):>7}" + "".join(f"{share:>8.1%}" for share in shares))
    print("\nharmless ones that the second check alone would alarm for, as which kind:")
    for least in THRESHOLDS:
        print(least, dict(Counter(_alarms(rows, signs, least))))


def _sorts(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[int]]]:
    for sort in sorted({(row["label"], row["origin"]) for row in rows}):
        yield " ".join(sort), [n for n, row in enumerate(rows) if (row["label"], row["origin"]) == sort]


def _alarms(rows: list[dict[str, Any]], signs: list[bool], least: float) -> Iterator[str]:
    for row, sign in zip(rows, signs, strict=True):
        if row["label"] == "none" and not sign and row["danger"] >= least:
            yield f"{row['origin']} as {row['kind']}"


if __name__ == "__main__":
    main()
