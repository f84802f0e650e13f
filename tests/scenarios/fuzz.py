"""Sends thousands of generated and mutated messages to a running product and counts what went wrong.

desk/.venv/bin/python -m tests.scenarios.fuzz http://127.0.0.1:8000 [--count 20000] [--progress FILE.json] [--seed 1]

Wrong is: a status of 500 or more, an answer after more than 2 s, a message that is not in the transcript afterwards.
The run is resumable: progress is kept in the file, and a second start goes on from there. Rate limits must be off
(RATE_CONVERSATION_PER_MINUTE=0 RATE_ADDRESS_PER_MINUTE=0 RATE_ADDRESS_PER_DAY=0).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

import knowledge
from tests.scenarios.model import load_scenarios
from tests.scenarios.visitor import Visitor

SLOW_SECONDS = 2.0
PER_CONVERSATION = 25
_ODD = "\u200b\u202e\ufeff\u0000\u0301\U0001f600\u00a0\u2028\ud800<>{}()[]/\\'\"`;%$#@!?*&^~|=+-_.,:0\u0661\uff11\u0430"


@dataclass
class Tally:
    """What has been sent so far and what went wrong, in a form that can be written down."""

    sent: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    slow: list[str] = field(default_factory=list)
    server_errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """True when nothing went wrong."""
        return not (self.slow or self.server_errors or self.lost or self.unanswered)

    def add(self, other: Tally) -> None:
        """Counts another tally in."""
        self.sent += other.sent
        self.slowest_seconds = max(self.slowest_seconds, other.slowest_seconds)
        for mine, theirs in ((self.statuses, other.statuses), (self.kinds, other.kinds)):
            for key, number in theirs.items():
                mine[key] = mine.get(key, 0) + number
        for name in ("slow", "server_errors", "lost", "unanswered"):
            getattr(self, name).extend(getattr(other, name))


def messages(seed: int) -> Iterator[str]:
    """An endless, repeatable stream of messages: real ones, mutated ones and rubbish."""
    chance = random.Random(seed)
    real = [turn.say for scenario in load_scenarios() for turn in scenario.turns if turn.say and len(turn.say) < 400]
    real += [question for fact in knowledge.load().facts.values() for question in fact.questions]
    while True:
        yield _message(chance, real)


def _message(chance: random.Random, real: list[str]) -> str:
    way = chance.random()
    if way < 0.25:
        return chance.choice(real)
    if way < 0.65:
        return _mutated(chance, chance.choice(real))
    if way < 0.8:
        return " ".join(chance.choice(real) for _ in range(chance.randint(2, 12)))[: chance.choice((300, 2000, 5000))]
    if way < 0.9:
        return "".join(chance.choice(_ODD) for _ in range(chance.randint(1, 300)))
    return chance.choice(real)[:20] * chance.randint(1, 120)


def _mutated(chance: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 1 + len(letters) // 6)):
        at = chance.randrange(len(letters) + 1)
        act = chance.random()
        if act < 0.4:
            letters.insert(at, chance.choice(_ODD))
        elif act < 0.7 and letters:
            letters.pop(at - 1)
        elif letters:
            letters[at - 1] = chance.choice((letters[at - 1].upper(), letters[at - 1] * 3, chance.choice(_ODD)))
    return "".join(letters)


def converse(client: httpx.Client, texts: list[str]) -> Tally:
    """One conversation; afterwards its transcript must hold every message that was taken in."""
    tally, visitor, accepted = Tally(), Visitor(client), 0
    for text in texts:
        replies = visitor.say(text)
        accepted += visitor.status == 200
        _count(tally, visitor, text, [reply["kind"] for reply in replies])
    stored = [message for message in visitor.transcript() if message["role"] == "visitor"]
    if len(stored) != accepted:
        tally.lost.append(f"{visitor.id}: {accepted} taken in, {len(stored)} in the transcript")
    return tally


def _count(tally: Tally, visitor: Visitor, text: str, kinds: list[str]) -> None:
    tally.sent += 1
    tally.slowest_seconds = max(tally.slowest_seconds, visitor.seconds)
    tally.statuses[str(visitor.status)] = tally.statuses.get(str(visitor.status), 0) + 1
    for kind in kinds:
        tally.kinds[kind] = tally.kinds.get(kind, 0) + 1
    if visitor.status >= 500:
        tally.server_errors.append(f"{visitor.status}: {text[:120]!r}")
    if visitor.seconds > SLOW_SECONDS:
        tally.slow.append(f"{visitor.seconds:.2f} s: {text[:120]!r}")
    if not kinds:
        tally.unanswered.append(repr(text[:120]))


def run(address: str, count: int, seed: int, progress: Path | None, workers: int = 2) -> Tally:
    """Sends messages until `count` have been sent in all, keeping progress after each round."""
    tally = Tally(**json.loads(progress.read_text())) if progress and progress.exists() else Tally()
    stream = messages(seed + tally.sent)
    with httpx.Client(base_url=address, timeout=30) as client, ThreadPoolExecutor(workers) as pool:
        while tally.sent < count:
            left = (count - tally.sent + PER_CONVERSATION - 1) // PER_CONVERSATION
            batches = [[next(stream) for _ in range(PER_CONVERSATION)] for _ in range(min(8 * workers, left))]
            for part in pool.map(lambda texts: converse(client, texts), batches):
                tally.add(part)
            if progress:
                progress.write_text(json.dumps(asdict(tally)))
    return tally


def main(arguments: list[str] | None = None) -> int:
    """Command line; 0 when nothing went wrong."""
    parser = argparse.ArgumentParser(description="Fuzz the public chat API of a running product.")
    parser.add_argument("address")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--progress", type=Path)
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    tally = run(options.address, options.count, options.seed, options.progress, options.workers)
    sys.stdout.write(json.dumps(asdict(tally), indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(
        f"{tally.sent} messages, {time.monotonic() - begun:.0f} s, {'clean' if tally.clean else 'NOT CLEAN'}\n"
    )
    return 0 if tally.clean else 1


if __name__ == "__main__":
    sys.exit(main())
