"""Shared by the tests of the action server."""

from collections.abc import Iterator

import pytest

import knowledge
from actions import runtime
from knowledge import Knowledge
from tests.actions.trackers import FakeDesk, run_with
from tests.actions.visitor import Visitor


@pytest.fixture(scope="session")
def kb() -> Knowledge:
    """The product's own knowledge base."""
    return knowledge.load()


@pytest.fixture
def visitor(kb: Knowledge) -> Visitor:
    """Somebody who has not said anything yet."""
    return Visitor(kb)


@pytest.fixture
def desk(kb: Knowledge) -> Iterator[FakeDesk]:
    """A desk that says yes, shared by the actions of the test."""
    fake = FakeDesk()
    run_with(fake, kb)
    yield fake
    runtime.use(None)
