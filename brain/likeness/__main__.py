"""`python -m brain.likeness`: see measure.py."""

import sys

import knowledge
from brain import settings
from brain.environment import prepare
from brain.likeness import examples, measure
from brain.say import say
from knowledge.likeness import reader


def main() -> int:
    """Measures, prints the table, and writes results/likeness.jsonl."""
    prepare()
    plain = reader(knowledge.policy_file("danger"))
    found = list(measure.held_out(examples.read_all(settings.ROOT), plain))
    measure.write(found, settings.ROOT / "results" / "likeness.jsonl")
    say(measure.table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
