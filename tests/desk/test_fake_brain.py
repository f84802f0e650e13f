"""The fake brain keeps to the contract of the real one (brain/channel.py); the end-to-end tests use the real one."""

import asyncio

import pytest

from desk.gateway import brain as client
from tests.desk.fake_brain import FakeBrain

# In the database's part of the run, which comes before the tests that keep an event loop in this thread.
pytestmark = pytest.mark.django_db


def test_a_message_gets_messages_and_what_was_understood(brain: FakeBrain) -> None:
    answer = asyncio.run(client.ask("c1", {"text": "what are exosomes?"}, {}))
    assert [set(message) >= {"kind", "text"} for message in answer.messages] == [True, True]
    assert set(answer.nlu) == {"intent", "confidence", "ranking", "entities", "reading"}


def test_it_reports_whether_it_is_ready(brain: FakeBrain) -> None:
    assert asyncio.run(client.ready()) == {"ready": True, "model": "m1", "actions": True}
    assert asyncio.run(client.probe())["ok"] is True


def test_it_forgets(brain: FakeBrain) -> None:
    assert asyncio.run(client.erase("c1")) == 1
    assert brain.erased == ["c1"]


def test_it_wants_the_secret(brain: FakeBrain, settings: object) -> None:
    settings.BRAIN_SECRET = "wrong"  # type: ignore[attr-defined]
    with pytest.raises(client.BrainFailure):
        asyncio.run(client.ask("c1", {"text": "hello"}, {}))
