"""`python -m tests.eval`: scores the assistant on the questions in this folder and prints what came out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

import knowledge
from tests.eval import figures, floor, hint3, metrics, questions, report, stock
from tests.eval.answers import AnswerKey
from tests.eval.assistant import ROOT, Assistant, NoModelError, newest_model
from tests.eval.calibration import confidence_pairs, reliability
from tests.eval.judge import Verdict, judge
from tests.eval.quiet import silence
from tests.eval.split import PARTS, TEST, TUNING

RESULTS = ROOT / "results" / "eval"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; the exit status is 1 when something is missing or under the floor."""
    options = _options(arguments)
    silence()
    try:
        if options.public is not None:
            print(hint3.table(hint3.measure(Path(options.public))))
            return 0
        return _check() if options.check else _evaluate(options)
    except (NoModelError, hint3.PublicSetsError, questions.QuestionsError) as error:
        print(error, file=sys.stderr)
        return 1


def run(parts: Sequence[str]) -> tuple[dict[str, list[Verdict]], knowledge.Knowledge]:
    """The verdicts on every question of the parts, and the knowledge base they were judged with."""
    base = knowledge.load()
    key = AnswerKey.of(questions.load_fact_sets(), base)
    assistant = Assistant.load(base)
    asked = questions.load()
    verdicts = {
        part: [judge(question, assistant.talk(question.turns), key) for question in asked if question.split == part]
        for part in parts
    }
    assistant.close()
    return verdicts, base


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="only this part of the questions; without it, both")
    parser.add_argument("--stock", action="store_true", help="train stock rasa init on the same data, if not yet done")
    parser.add_argument("--check", action="store_true", help="fail when the tuning part is under the floor")
    parser.add_argument(
        "--show-test-failures", action="store_true", help="list the test part's failures, with a warning"
    )
    parser.add_argument("--no-failures", action="store_true", help="do not list the tuning part's failures")
    parser.add_argument("--public", metavar="FOLDER", help="the classifier alone on the HINT3 sets in this folder")
    return parser.parse_args(arguments)


def _evaluate(options: argparse.Namespace) -> int:
    parts, base = run([options.part] if options.part else PARTS)
    texts = [q.text for q in questions.load() if q.form == "single"]
    beside = stock.measure(texts) if options.stock else stock.stored(texts)
    print(report.measures_table(parts, beside))
    for name, verdicts in parts.items():
        table = reliability(confidence_pairs(verdicts))
        print(f"\n== {name}: by topic\n{report.topics_table(verdicts)}")
        print(f"\n== {name}: calibration of the intent\n{report.calibration_table(table)}")
    _write(parts, base, beside)
    _list_failures(parts, options)
    return 0


def _list_failures(parts: dict[str, list[Verdict]], options: argparse.Namespace) -> None:
    if TUNING in parts and not options.no_failures:
        print(f"\n== {TUNING}: failures\n{report.failures(parts[TUNING])}")
    if TEST in parts and options.show_test_failures:
        print(f"\n{report.WARNING}\n== {TEST}: failures\n{report.failures(parts[TEST])}")


def _write(parts: dict[str, list[Verdict]], base: knowledge.Knowledge, beside: stock.Stock | None) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    model = newest_model()
    about = {
        "measured_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "model": model.name if model else None,
        "knowledge": base.version,
    }
    text = json.dumps(report.as_json(parts, beside, about), indent=2)
    (RESULTS / "result.json").write_text(text, encoding="utf-8")
    for name, verdicts in parts.items():
        counts = metrics.confusion(verdicts, lambda fact_id: base.facts[fact_id].topic)
        figures.confusion_picture(counts, RESULTS / f"confusion-{name}.png")
        figures.reliability_picture(reliability(confidence_pairs(verdicts)), RESULTS / f"reliability-{name}.png")
    print(f"\nPictures and result.json are in {RESULTS.relative_to(ROOT)}/.")


def _check() -> int:
    parts, _ = run([TUNING])
    found = floor.breaches(metrics.measure(parts[TUNING]), floor.load())
    for breach in found:
        print(f"Under the floor: {breach}.", file=sys.stderr)
    if not found:
        print("Every measure is above its floor.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
