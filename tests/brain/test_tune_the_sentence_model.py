"""What `make tune` learns from, beside the examples of `make train`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import knowledge
from brain.domain_text import DomainReader
from brain.domain_vocabulary import reader_of, vocabulary
from brain.tuning import texts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages() -> list[tuple[str, texts.Said]]:
    return list(texts.further())


@pytest.fixture(scope="module")
def reader() -> DomainReader:
    from rasa.shared.nlu.training_data.training_data import TrainingData

    return reader_of(vocabulary(TrainingData(), knowledge.load()))


def test_each_message_wants_a_fact_or_is_of_an_intent(messages) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = {name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]}
    assert {wanted for wanted, _ in messages} <= intents | set(knowledge.load().facts)


def test_no_message_is_empty_or_stands_twice_under_one_name(messages) -> None:
    told = [(wanted, said if isinstance(said, str) else " | ".join(said)) for wanted, said in messages]
    assert all(said.strip() for _, said in told)
    assert len(told) == len(set(told))


def test_a_message_of_two_leans_on_the_first(reader) -> None:
    assert texts.as_read(["what are exozomes", "n how much"], reader) == "what are exosomes | and how much"
    assert texts.as_read("what are exozomes", reader) == "what are exosomes"
