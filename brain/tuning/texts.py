"""`python -m brain.tuning.texts FILE`: writes all training examples as JSON, each with its intent and its fact."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brain import settings
from brain.environment import prepare
from brain.say import say


def main(target: Path) -> int:
    """Returns 0. Raises KnowledgeError when the knowledge base has problems, OSError when the file can't be written."""
    prepare()
    rows = list(_rows())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows), encoding="utf-8")
    say(f"tune: {len(rows)} examples to learn from")
    return 0


def _rows() -> Iterator[dict[str, Any]]:
    from rasa.shared.nlu.constants import INTENT
    from rasa.shared.nlu.training_data.loading import load_data

    import knowledge
    from brain.component import FACT, READ
    from brain.domain_vocabulary import all_examples, reader_of, vocabulary

    given, known = load_data(str(settings.ROOT / "data" / "nlu.yml")), knowledge.load(wordings=True)
    for example in all_examples(given, known, reader_of(vocabulary(given, known))).training_examples:
        if example.get(INTENT) and example.get(READ):
            yield {"text": example.get(READ), "intent": example.get(INTENT), "fact": example.get(FACT)}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
