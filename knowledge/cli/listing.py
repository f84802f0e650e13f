"""`list`: one line per fact, text, condition, aspect or source."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import knowledge
from knowledge.cli import CommandError
from knowledge.model import Fact, Knowledge

KINDS = ("facts", "withheld", "texts", "conditions", "aspects", "treatments", "sources")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to list, and filters for facts."""
    parser.add_argument("kind", nargs="?", default="facts", choices=KINDS, help="default: facts")
    parser.add_argument("--topic", help="only facts of this topic")
    parser.add_argument("--aspect", help="only facts that answer this kind of question")
    parser.add_argument("--treatment", help="only facts about stem_cells, exosomes or prp")
    parser.add_argument("--condition", help="only facts about this condition")


def run(options: argparse.Namespace) -> int:
    """Prints the list. Raises CommandError for a filter that names nothing."""
    base = knowledge.load(options.root)
    _check_filters(options, base)
    lines = list(_LISTS[options.kind](base, options))
    print("\n".join(lines) if lines else f"No {options.kind} match.")
    return 0


def _check_filters(options: argparse.Namespace, base: Knowledge) -> None:
    topics = {fact.topic for fact in base.facts.values()}
    for name, known in (
        ("topic", topics),
        ("aspect", set(base.aspects)),
        ("treatment", set(base.treatments)),
        ("condition", set(base.conditions)),
    ):
        asked = getattr(options, name)
        if asked and asked not in known:
            raise CommandError(f'there is no {name} "{asked}"; use one of {", ".join(sorted(known))}')


def _fits(fact: Fact, options: argparse.Namespace) -> bool:
    return (
        (not options.topic or fact.topic == options.topic)
        and (not options.aspect or options.aspect in (fact.aspect, *fact.also_aspects))
        and (not options.treatment or options.treatment in fact.treatments)
        and (not options.condition or options.condition in fact.conditions)
    )


def _facts(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for fact in base.facts.values():
        if _fits(fact, options):
            yield f"{fact.id:45} {fact.aspect:17} {fact.evidence:12} {'gap' if fact.gap else '':4} {fact.title}"


def _withheld(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for fact, reason in base.withheld.values():
        if _fits(fact, options):
            yield f"{fact.id:45} {reason}"


def _texts(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for text_id in base.texts:
        text = base.texts.text(text_id)
        yield f"{text_id:45} {text.version:10} {' '.join(text.wordings)}"


def _conditions(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for condition in base.conditions.values():
        state = "in the articles" if condition.covered else f"kin: {condition.kin}" if condition.kin else ""
        yield f"{condition.id:28} {state:26} {condition.name}"


def _aspects(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for aspect in base.aspects.values():
        yield f"{aspect.id:22} {aspect.group:12} {aspect.label}"


def _treatments(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for treatment in base.treatments.values():
        yield f"{treatment.id:12} {treatment.name:20} {len(treatment.aliases)} aliases"


def _sources(base: Knowledge, options: argparse.Namespace) -> Iterator[str]:
    for source in base.sources.values():
        count = sum(fact.source.article == source.id for fact in base.facts.values())
        yield f"{source.id:26} {source.kind:10} {count:4} facts  {source.title}"


_LISTS = {
    "facts": _facts,
    "withheld": _withheld,
    "texts": _texts,
    "conditions": _conditions,
    "aspects": _aspects,
    "treatments": _treatments,
    "sources": _sources,
}
