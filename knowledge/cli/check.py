"""`check`: every mistake, with file, entry and fix; and what is due for review."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta

import knowledge
from knowledge.model import Knowledge
from knowledge.problems import KnowledgeError
from knowledge.style import style_problems

SOON = timedelta(days=30)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--quiet` prints problems only."""
    parser.add_argument("-q", "--quiet", action="store_true", help="print problems only")


def run(options: argparse.Namespace) -> int:
    """Returns 0 for clean files. Facts that are withheld are a warning, not a mistake. Raises KnowledgeError."""
    base = knowledge.load(options.root)
    problems = style_problems(base)
    if problems:
        raise KnowledgeError(problems)
    for line in _warnings(base, date.today()):
        print(f"warning: {line}", file=sys.stderr)
    if not options.quiet:
        print(_summary(base))
    return 0


def _summary(base: Knowledge) -> str:
    rows = sum(len(table.rows) for table in base.comparisons)
    covered = sum(condition.covered for condition in base.conditions.values())
    return (
        f"Knowledge {base.version} is fine: {len(base.facts)} facts served ({rows} of them table rows), "
        f"{len(base.withheld)} withheld, {len(base.conditions)} conditions ({covered} in the articles), "
        f"{len(base.aspects)} kinds of question, {len(base.texts)} policy texts, {len(base.sources)} sources."
    )


def _warnings(base: Knowledge, today: date) -> list[str]:
    lines = [f"{fact.id} is not served: {reason}" for fact, reason in base.withheld.values()]
    lines += [
        f"{fact.id} is due for review by {fact.review_by}"
        for fact in base.facts.values()
        if fact.review_by and fact.review_by - today <= SOON
    ]
    for text_id in base.texts:
        text = base.texts.text(text_id)
        if not text.reviewer or text.review_by is None:
            lines.append(f'policy text "{text_id}" is not signed off')
        elif text.review_by - today <= SOON:
            lines.append(f'policy text "{text_id}" is due for review by {text.review_by}')
    return lines
