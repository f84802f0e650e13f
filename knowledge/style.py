"""How texts must read: rules that a schema cannot say. Used by `python -m knowledge check` and by the tests."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from knowledge.claims import ClaimLinter
from knowledge.model import Fact, Knowledge
from knowledge.problems import Problem
from knowledge.wording import count_words, split_first_sentence

MOST_WORDS = 45
LONGEST_FIRST_SENTENCE = 30
FEWEST_QUESTIONS = 4
# A reply that opens with agreement confirms whatever a leading question took for granted.
_AGREES = re.compile(r"^(?:yes|yep|yeah|correct|right|absolutely|definitely|of course|sure|true)\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"\b(?:article|articles|table|FDA)\b", re.IGNORECASE)


def style_problems(knowledge: Knowledge) -> list[Problem]:
    """Served facts that are too long, agree with the visitor, lack attribution or share a question."""
    problems = [problem for fact in knowledge.facts.values() for problem in _of_fact(fact)]
    return problems + list(_shared_questions(knowledge))


def claim_problems(knowledge: Knowledge, linter: ClaimLinter) -> list[Problem]:
    """Facts and policy texts that make a claim which policies/claims.yml forbids."""
    spoken = [(("facts/", f'fact "{name}"'), text) for fact in knowledge.facts.values() for name, text in _spoken(fact)]
    for text_id in knowledge.texts:
        wordings = knowledge.texts.text(text_id).wordings
        spoken += [(("policies/texts.yml", f'text "{text_id}" ({lang})'), text) for lang, text in wordings.items()]
    return [
        Problem(*name, f'makes a forbidden claim ({claim.id}): "{claim.words}"; say what the source says')
        for name, text in spoken
        for claim in linter.claims(text)
    ]


def _spoken(fact: Fact) -> Iterator[tuple[str, str]]:
    yield fact.id, fact.text
    yield fact.id, fact.title
    yield from ((f"{fact.id} ({form})", opening) for form, opening in fact.openings.items())


def _of_fact(fact: Fact) -> Iterator[Problem]:
    for form, text in [("text", fact.text), *((form, fact.worded_for(form)) for form in fact.openings)]:
        if _AGREES.match(text):
            yield _problem(fact, f"`{form}` opens with agreement; start with what the source says")
        if count_words(text) > MOST_WORDS:
            yield _problem(fact, f"`{form}` has {count_words(text)} words; shorten it to {MOST_WORDS}")
        first = count_words(split_first_sentence(text)[0])
        if first > LONGEST_FIRST_SENTENCE:
            yield _problem(fact, f"`{form}` has a first sentence of {first} words; split it, the answer first")
    if fact.attributed and not _ATTRIBUTION.search(fact.text):
        yield _problem(fact, "is `attributed` but does not say whose claim it is; name the article, or the FDA")
    if fact.kind == "fact" and len(fact.questions) < FEWEST_QUESTIONS:
        yield _problem(fact, f"has {len(fact.questions)} example questions; give at least {FEWEST_QUESTIONS}")


def _shared_questions(knowledge: Knowledge) -> Iterator[Problem]:
    asked: dict[str, list[Fact]] = defaultdict(list)
    for fact in knowledge.facts.values():
        for question in fact.questions:
            asked[" ".join(question.casefold().split())].append(fact)
    for question, facts in asked.items():
        if len(facts) > 1:
            others = ", ".join(fact.id for fact in facts[1:])
            yield _problem(facts[0], f'shares the question "{question}" with {others}; keep it where it fits best')


def _problem(fact: Fact, message: str) -> Problem:
    return Problem("comparisons.yml" if fact.kind == "row" else "facts/", f'fact "{fact.id}"', message)
