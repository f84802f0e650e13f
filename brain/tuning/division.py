"""`python -m brain.tuning.division FILE`: learns from knowledge/several_wishes.yml which clauses hold a wish.

In the brain's environment; run by `make tune-wishes`. Prints how well messages are divided that were not learned from.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brain import settings
from brain.environment import prepare
from brain.say import say

if TYPE_CHECKING:
    from brain.division import Part
    from brain.domain_text import DomainReader
    from brain.wishes import Classifier

STRICTNESS = 0.1
FOLDS = 5
SEED = 1
WANTED = 0.6


@dataclass(frozen=True)
class Divided:
    """The signs of each clause of a message, and which of them hold a wish."""

    signs: list[dict[str, float]]
    holds: list[bool]


def main(target: Path) -> int:
    """Writes the weights. Returns 0. Raises KnowledgeError when the knowledge base has problems."""
    prepare()
    messages = [message for message in _messages() if message]
    for line in _quality(messages):
        say(line)
    weights, bias = fit(messages)
    rounded = {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= 0.001}
    target.write_text(json.dumps({"bias": round(bias, 3), "weights": rounded}, indent=1) + "\n", encoding="utf-8")
    say(f"tune: {target.name} is written, from {len(messages)} messages; commit it and run `make train`")
    return 0


def fit(messages: Sequence[Divided]) -> tuple[dict[str, float], float]:
    """The weight of each sign, and the bias."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    columns, scaler = DictVectorizer(sparse=False), StandardScaler()
    rows = scaler.fit_transform(columns.fit_transform([signs for m in messages for signs in m.signs]))
    holds = [each for m in messages for each in m.holds]
    model = LogisticRegression(C=STRICTNESS, max_iter=2000).fit(rows, holds)
    weights = model.coef_[0] / scaler.scale_
    names = columns.get_feature_names_out()
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return dict(zip(names, weights.tolist(), strict=True)), bias


def _quality(messages: Sequence[Divided]) -> Iterator[str]:
    """How many of the messages are divided as they should be, each by what was learned from the others."""
    from brain.division import Division

    folds = np.random.RandomState(SEED).randint(0, FOLDS, len(messages))
    found: list[tuple[int, bool]] = []
    for fold in range(FOLDS):
        division = Division(*fit([m for m, place in zip(messages, folds, strict=True) if place != fold]))
        for message in (m for m, place in zip(messages, folds, strict=True) if place == fold):
            holds = [division.chance(signs) >= WANTED for signs in message.signs]
            found.append((sum(message.holds), sum(holds) == sum(message.holds)))
    kinds = {"one wish": [right for n, right in found if n == 1], "several": [right for n, right in found if n > 1]}
    for name, right in kinds.items():
        yield f"tune: {np.mean(right):.1%} of {len(right)} messages with {name} are divided rightly"


def _messages() -> Iterator[Divided | None]:
    from rasa.shared.nlu.training_data.loading import load_data

    import knowledge
    from brain.domain_vocabulary import all_examples, reader_of, vocabulary
    from brain.wish_classifier import ModelClassifier, fitted, fitted_leaning

    given, known = load_data(str(settings.ROOT / "data" / "nlu.yml")), knowledge.load(wordings=True)
    reader = reader_of(vocabulary(given, known))
    examples = all_examples(given, known, reader)
    classifier = ModelClassifier(fitted(examples), fitted_leaning(examples))
    for each in known.several_wishes:
        yield _divided(each.text, each.wishes, reader, classifier)


def _divided(text: str, wishes: Sequence[str], reader: DomainReader, classifier: Classifier) -> Divided | None:
    """None for a message of one clause, or when a wish is not found again in the text as it is read."""
    from brain.division import signs
    from brain.wishes import clause_wishes, parts_of, said_clauses

    read = reader.read(text)
    said = said_clauses(read)
    places = [_place(read.text, reader.plain(wish)) for wish in wishes]
    if len(said) < 2 or any(start < 0 for start, _ in places):
        return None
    parts = parts_of(said, clause_wishes(read, said, classifier))
    holding = {_core(parts, start, end) for start, end in places}
    return Divided([signs(read, parts, n) for n in range(len(parts))], [n in holding for n in range(len(parts))])


def _place(text: str, stretch: str) -> tuple[int, int]:
    start = text.lower().find(stretch.lower())
    return start, start + len(stretch)


def _core(parts: Sequence[Part], start: int, end: int) -> int:
    """The clause which holds the wish of a stretch: of several, the one that asks and is understood best."""
    inside = [n for n, p in enumerate(parts) if min(end, p.clause.end) - max(start, p.clause.start) > 0]
    return max(inside, key=lambda n: parts[n].prediction.confidence + 0.3 * parts[n].asks, default=-1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
