"""`show`: everything about one entry."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import get_close_matches

import knowledge
from knowledge.cli import CommandError
from knowledge.model import Aspect, Condition, Fact, Knowledge
from knowledge.texts import PolicyText


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The id to show."""
    parser.add_argument("id", help="of a fact (exosomes.size), policy text (booking.consent), condition or aspect")


def run(options: argparse.Namespace) -> int:
    """Prints the entries of that id. Raises CommandError when there is none."""
    base = knowledge.load(options.root)
    lines = list(_entry(base, options.id))
    if not lines:
        raise CommandError(f'nothing has the id "{options.id}"{_near_names(base, options.id)}')
    print("\n".join(lines))
    return 0


def _near_names(base: Knowledge, asked: str) -> str:
    known = [*base.facts, *base.withheld, *base.texts, *base.conditions, *base.aspects]
    near = get_close_matches(asked, known, n=3, cutoff=0.5)
    return f"; did you mean {', '.join(near)}?" if near else "; `python -m knowledge list` shows all"


def _entry(base: Knowledge, asked: str) -> Iterator[str]:
    if asked in base.facts:
        yield from _fact(base, base.facts[asked])
    if asked in base.withheld:
        fact, reason = base.withheld[asked]
        yield f"NOT SERVED: {reason}"
        yield from _fact(base, fact)
    if asked in base.texts:
        yield from _text(base, base.texts.text(asked))
    if asked in base.conditions:
        yield from _condition(base, base.conditions[asked])
    if asked in base.aspects:
        yield from _aspect(base, base.aspects[asked])


def _fact(base: Knowledge, fact: Fact) -> Iterator[str]:
    source = base.sources[fact.source.article]
    yield f"{fact.id}  ({fact.kind}{', gap' if fact.gap else ''})"
    yield f"  button      {fact.title}"
    yield f"  text        {fact.text}"
    for form, opening in fact.openings.items():
        yield f"  if {form:9}{opening}"
    yield f"  about       {', '.join(fact.treatments) or '-'}; {', '.join((fact.aspect, *fact.also_aspects))}"
    yield f"  conditions  {', '.join(fact.conditions) or '-'}"
    for value in fact.values:
        yield f"  value       {value.name}: {value.low:g} to {value.high:g} {value.unit}"
    yield f"  evidence    {fact.evidence}{', attributed' if fact.attributed else ''}"
    yield f"  shown with  {', '.join(fact.shown_with) or '-'}"
    yield f"  source      {source.title} / {fact.source.section}"
    yield f"  review      {fact.reviewer or 'nobody'} on {fact.reviewed_on}, valid until {fact.review_by}"
    yield from (f"  question    {question}" for question in fact.questions)


def _text(base: Knowledge, text: PolicyText) -> Iterator[str]:
    yield f"{text.id}  (policy text, version {text.version})"
    yield f"  review      {text.reviewer or 'nobody'} on {text.reviewed_on}, valid until {text.review_by}"
    yield from (f"  {lang}          {wording}" for lang, wording in text.wordings.items())


def _condition(base: Knowledge, condition: Condition) -> Iterator[str]:
    yield f"{condition.id}  (condition: {condition.name})"
    yield f"  covered     {'the articles mention it' if condition.covered else 'the articles do not mention it'}"
    yield f"  kin         {condition.kin or '-'}"
    yield f"  aliases     {', '.join(condition.aliases)}"
    yield f"  facts       {', '.join(f.id for f in base.facts.values() if condition.id in f.conditions) or '-'}"


def _aspect(base: Knowledge, aspect: Aspect) -> Iterator[str]:
    facts = [f.id for f in base.facts.values() if aspect.id in (f.aspect, *f.also_aspects)]
    yield f"{aspect.id}  (kind of question: {aspect.label}; {aspect.group})"
    yield f"  offers      {', '.join(aspect.near) or '-'}"
    yield f"  aliases     {', '.join(aspect.aliases) or '-'}"
    yield f"  facts       {', '.join(facts) or '-'}"
