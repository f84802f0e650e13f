"""`python -m brain.tuning.division FILE`: learns from knowledge/several_wishes.yml which clauses hold a wish.

In the brain's environment; run by `make tune-wishes`. Prints how well messages are divided that were not learned from.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from brain import settings
from brain.division import WORDING, wording
from brain.environment import prepare
from brain.say import say
from brain.trees import packed

if TYPE_CHECKING:
    from brain.division import Part
    from brain.domain_text import DomainReader
    from brain.wish import Classifier

FOLDS = 5
SEED = 1
WANTED = 0.6
WORDING_STRICTNESS = 0.05
TREES: dict[str, Any] = {
    "n_estimators": 200,
    "learning_rate": 0.06,
    "max_leaf_nodes": 14,
    "min_samples_leaf": 25,
    "subsample": 0.6,
    "max_features": 0.3,
}
"""As good on messages left out as twice the trees at half the pace, and as deeper ones."""


@dataclass(frozen=True)
class Divided:
    """The signs and the sentence vector of each clause of a message, and which of them hold a wish."""

    signs: list[dict[str, float]]
    vectors: np.ndarray
    holds: list[bool]


def main(target: Path) -> int:
    """Writes what was learned. Returns 0. Raises KnowledgeError when the knowledge base has problems."""
    prepare()
    messages = [message for message in _messages() if message]
    for line in _quality(messages):
        say(line)
    target.write_text(json.dumps(fit(messages), separators=(",", ":")) + "\n", encoding="utf-8")
    say(f"tune: {target.name} is written, from {len(messages)} messages; commit it and run `make train`")
    return 0


def fit(messages: Sequence[Divided]) -> dict[str, Any]:
    """What brain/division.json holds. What the wording tells is learned first; the trees see it as of clauses that it
    was not learned from, for of the others it tells too much."""
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.feature_extraction import DictVectorizer

    vectors, holds = np.concatenate([m.vectors for m in messages]), [each for m in messages for each in m.holds]
    worded = _worded_apart(messages)
    found = [signs for m in messages for signs in m.signs]
    columns = DictVectorizer(sparse=False)
    rows = columns.fit_transform([{**signs, WORDING: score} for signs, score in zip(found, worded, strict=True)])
    model = GradientBoostingClassifier(init="zero", max_depth=None, random_state=SEED, **TREES).fit(rows, holds)
    return {
        "names": columns.get_feature_names_out().tolist(),
        "wording": _worded(vectors, holds).round(4).tolist(),
        "trees": packed(model.estimators_[:, 0], TREES["learning_rate"]),
    }


def _worded(vectors: np.ndarray, holds: Sequence[bool]) -> np.ndarray:
    """The weights of a sentence vector, and last those of a 1."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=WORDING_STRICTNESS, max_iter=1000).fit(vectors, holds)
    return np.append(model.coef_[0], model.intercept_)


def _worded_apart(messages: Sequence[Divided]) -> list[float]:
    """For each clause what its wording tells, learned from other messages."""
    folds = _folds(messages)
    scores: list[np.ndarray] = []
    weights = [_worded(*_clauses(m for m, f in zip(messages, folds, strict=True) if f != n)) for n in range(FOLDS)]
    for message, fold in zip(messages, folds, strict=True):
        scores.append(wording(message.vectors, weights[fold]))
    return np.concatenate(scores).tolist()


def _clauses(messages: Iterable[Divided]) -> tuple[np.ndarray, list[bool]]:
    messages = list(messages)
    return np.concatenate([m.vectors for m in messages]), [each for m in messages for each in m.holds]


def _folds(messages: Sequence[Divided]) -> list[int]:
    return [place % FOLDS for place in np.random.RandomState(SEED).permutation(len(messages)).tolist()]


def _quality(messages: Sequence[Divided]) -> Iterator[str]:
    """How many of the messages are divided as they should be, each by what was learned from the others."""
    from brain.division import Division

    folds = _folds(messages)
    found: list[tuple[int, bool]] = []
    for fold in range(FOLDS):
        division = Division.of(fit([m for m, place in zip(messages, folds, strict=True) if place != fold]))
        for message in (m for m, place in zip(messages, folds, strict=True) if place == fold):
            holds = [chance >= WANTED for chance in division.chances_of(message.signs, message.vectors)]
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
    found, vectors = [signs(read, parts, n) for n in range(len(parts))], np.stack([part.vector for part in parts])
    return Divided(found, vectors, [n in holding for n in range(len(parts))])


def _place(text: str, stretch: str) -> tuple[int, int]:
    start = text.lower().find(stretch.lower())
    return start, start + len(stretch)


def _core(parts: Sequence[Part], start: int, end: int) -> int:
    """The clause which holds the wish of a stretch: of several, the one that asks and is understood best."""
    inside = [n for n, p in enumerate(parts) if min(end, p.clause.end) - max(start, p.clause.start) > 0]
    return max(inside, key=lambda n: parts[n].prediction.confidence + 0.3 * parts[n].asks, default=-1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
