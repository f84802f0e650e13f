"""`check`: every mistake, with file, entry and fix; and what is due for review."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

import knowledge
from knowledge.claims import ClaimLinter
from knowledge.model import Knowledge
from knowledge.problems import KnowledgeError, Problem
from knowledge.style import claim_problems, style_problems

SOON = timedelta(days=30)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--quiet` prints problems only."""
    parser.add_argument("-q", "--quiet", action="store_true", help="print problems only")


def run(options: argparse.Namespace) -> int:
    """Returns 0 for clean files. Facts that are withheld are a warning, not a mistake. Raises KnowledgeError."""
    base = knowledge.load(options.root, wordings=True)
    linter = ClaimLinter(knowledge.policy_file("claims", options.root))
    problems = [*_policies(options.root), *style_problems(base), *claim_problems(base, linter)]
    if problems:
        raise KnowledgeError(problems)
    for line in _warnings(base, date.today()):
        print(f"warning: {line}", file=sys.stderr)
    if not options.quiet:
        print(_summary(base))
    return 0


def _policies(root: Path | None) -> list[Problem]:
    """Mistakes in the policy files that `load` does not read."""
    problems: list[Problem] = []
    for name in ("danger", "advice", "premises"):
        try:
            knowledge.policy_file(name, root)
        except KnowledgeError as error:
            problems += error.problems
    return problems


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
