"""What the evaluation prints and writes: the tables, the failures to learn from, and the JSON result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.eval.calibration import Bin, confidence_pairs, expected_error, reliability
from tests.eval.judge import Verdict
from tests.eval.metrics import LOWER_IS_BETTER, MEASURES, Share, measure, per_topic
from tests.eval.stock import Stock

LABELS = {
    "right_facts": "right facts",
    "wrong_facts": "wrong facts shown",
    "not_covered_with_fact": "not covered, a fact shown",
    "multi_served": "several wishes, all served",
    "followups": "follow-ups",
    "behaviour": "right behaviour (no facts wanted)",
    "intent": "right intent",
}
WARNING = (
    "WARNING: these failures are of the TEST part. Whoever changes data, facts, thresholds or code after reading them "
    "has tuned on the test, and its numbers no longer say what visitors will meet."
)


def measures_table(parts: Mapping[str, Sequence[Verdict]], stock: Stock | None) -> str:
    """The measures of each part, with counts and 95% intervals; the stock pipeline's intent accuracy last."""
    names = list(parts)
    lines = [f"{'':40}" + "".join(f"{name:>30}" for name in names)]
    measured = {name: measure(verdicts) for name, verdicts in parts.items()}
    for key in MEASURES:
        arrow = " (less: better)" if key in LOWER_IS_BETTER else ""
        lines.append(f"{LABELS[key] + arrow:40.40}" + "".join(f"{_cell(measured[name][key]):>30}" for name in names))
    if stock:
        cells = "".join(f"{_cell(stock.accuracy(verdicts)):>30}" for verdicts in parts.values())
        lines.append(f"{'right intent, stock rasa init (DIET)':40}{cells}")
        lines += [] if stock.current else [f"(stock: trained on the data of {stock.measured}; --stock trains it again)"]
    else:
        lines.append("(stock rasa init: not measured yet; --stock trains it, which takes many minutes)")
    return "\n".join(lines)


def topics_table(verdicts: Sequence[Verdict]) -> str:
    """Right replies, replies with wrong facts and "I don't know", per topic."""
    lines = [f"{'topic':16}{'questions':>10}{'right':>9}{'wrong facts':>13}{'asks back / unknown':>21}"]
    for topic, row in per_topic(verdicts).items():
        lines.append(
            f"{topic:16}{row['right'].of:>10}{row['right'].percent:>8.1f}%{row['wrong_facts'].percent:>12.1f}%"
            f"{row['unknown'].percent:>20.1f}%"
        )
    return "\n".join(lines)


def calibration_table(table: Sequence[Bin]) -> str:
    """Confidence against accuracy of the intent, and the expected calibration error."""
    lines = [f"{'confidence':14}{'questions':>10}{'mean conf.':>12}{'right':>8}"]
    lines += [
        f"{row.low:.1f} - {row.high:.1f}{row.count:>15}{row.confidence:>12.2f}{row.accuracy:>8.2f}" for row in table
    ]
    return "\n".join([*lines, f"expected calibration error (ECE): {expected_error(table):.3f}"])


def failures(verdicts: Iterable[Verdict]) -> str:
    """One block per question that was not served rightly: what was said, how it was read, what was shown."""
    return "\n".join(_failure(verdict) for verdict in verdicts if not verdict.right or verdict.wrong_facts)


def as_json(parts: Mapping[str, Sequence[Verdict]], stock: Stock | None, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that was measured, for machines. Texts of the test part are not in it."""
    result: dict[str, Any] = {**about, "parts": {}}
    for name, verdicts in parts.items():
        result["parts"][name] = {
            "measures": {key: _numbers(value) for key, value in measure(verdicts).items()},
            "topics": {t: {k: _numbers(v) for k, v in row.items()} for t, row in per_topic(verdicts).items()},
            "ece": round(expected_error(reliability(confidence_pairs(verdicts))), 4),
            "stock_intent": _numbers(stock.accuracy(verdicts)) if stock else None,
        }
    result["stock_is_current"] = stock.current if stock else None
    return result


def _cell(value: Share) -> str:
    low, high = value.interval()
    return f"{value.percent:5.1f}% {value.hits}/{value.of} [{low:.0f}-{high:.0f}]"


def _numbers(value: Share) -> dict[str, float | int]:
    return {"percent": round(value.percent, 2), "hits": value.hits, "of": value.of}


def _failure(verdict: Verdict) -> str:
    turn, question = verdict.turn, verdict.question
    wrong = f"  does not answer: {', '.join(verdict.wrong_facts)}" if verdict.wrong_facts else ""
    wanted = "; ".join(_wanted(question.wishes[n]) for n in verdict.missed) or "served, but with a stray fact"
    return (
        f"[{question.id}] {' >> '.join(question.turns)}\n    wanted {wanted}\n"
        f"    got    {turn.behaviour} {', '.join(turn.facts) or '-'}  "
        f"(read as {turn.intent} {turn.confidence:.2f}){wrong}"
    )


def _wanted(wish: Any) -> str:
    facts = " or ".join("+".join(alternative) for alternative in wish.facts)
    return " ".join(filter(None, ("/".join(wish.behaviour), facts, wish.relation, wish.about, ",".join(wish.intents))))
