"""Holds for all tests, in both environments."""

import logging

import pytest

OURS = ("knowledge", "brain", "actions", "desk")


@pytest.fixture(autouse=True)
def logs_are_heard() -> None:
    """Servers started within tests (Sanic, Rasa) set up logging for a process of their own and silence the rest."""
    logging.disable(logging.NOTSET)
    logging.getLogger().setLevel(logging.WARNING)
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.split(".")[0] in OURS:
            logger.disabled = False
            logger.propagate = True
