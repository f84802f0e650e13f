"""`python -m brain.tuning.texts FILE`: writes all training examples as JSON, each with its intent and its fact.

Beside those that `make train` learns from there are the messages of `messages/`, by what they want: the id of a fact or
an intent. A message of two is one that leans on the first. The sentence model learns from them; the classifiers behind
it, which learn anew each time, need fewer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from brain import settings
from brain.environment import prepare
from brain.say import say

if TYPE_CHECKING:
    from brain.domain_text import DomainReader

MESSAGES = Path(__file__).with_name("messages")
Said = str | list[str]


def main(target: Path) -> int:
    """Returns 0. Raises KnowledgeError when the knowledge base has problems, OSError when the file can't be written."""
    prepare()
    rows = list(_rows())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows), encoding="utf-8")
    say(f"tune: {len(rows)} examples to learn from")
    return 0


def further(folder: Path = MESSAGES) -> Iterator[tuple[str, Said]]:
    """What is wanted and what is said: one message, or two of which the second leans on the first."""
    for path in sorted(folder.glob("*.yml")):
        for wanted, said in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).items():
            yield from ((wanted, each) for each in said)


def _rows() -> Iterator[dict[str, Any]]:
    from rasa.shared.nlu.constants import INTENT
    from rasa.shared.nlu.training_data.loading import load_data

    import knowledge
    from brain.component import FACT, READ
    from brain.domain_vocabulary import all_examples, reader_of, vocabulary

    given, known = load_data(str(settings.ROOT / "data" / "nlu.yml")), knowledge.load(wordings=True)
    reader = reader_of(vocabulary(given, known))
    for example in all_examples(given, known, reader).training_examples:
        if example.get(INTENT) and example.get(READ):
            yield {"text": example.get(READ), "intent": example.get(INTENT), "fact": example.get(FACT)}
    for wanted, said in further():
        fact = known.facts.get(wanted)
        intent = f"ask_{fact.aspect}" if fact else wanted
        yield {"text": as_read(said, reader), "intent": intent, "fact": fact.id if fact else None}


def as_read(said: Said, reader: DomainReader) -> str:
    """A message, or two together, in the form that the sentence model reads."""
    from brain.leaning import together

    return reader.plain(said) if isinstance(said, str) else together(*map(reader.plain, said))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
