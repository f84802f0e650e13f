"""What all actions share: the knowledge base of the day, the desk, and the clock. Made at first use, not at import."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timezone

import knowledge
from actions import settings
from actions.desk import Desk
from knowledge import Knowledge, KnowledgeError

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """This moment, aware."""
    return datetime.now(timezone.utc)


@dataclass
class Runtime:
    """`knowledge` changes with the day, because facts past their review date are no longer said."""

    desk: Desk
    now: Callable[[], datetime] = utc_now
    load: Callable[[], Knowledge] = knowledge.load
    _knowledge: Knowledge | None = field(default=None, init=False)
    _loaded_on: date | None = field(default=None, init=False)

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base as it may be served today. Raises KnowledgeError when it was never loadable."""
        today = self.now().date()
        if self._knowledge is None or self._loaded_on != today:
            self._knowledge = self._fresh()
            self._loaded_on = today
        return self._knowledge

    def _fresh(self) -> Knowledge:
        try:
            return self.load()
        except KnowledgeError as error:
            if self._knowledge is None:
                raise
            log.error("The knowledge base cannot be read again; yesterday's stays. %s problems.", len(error.problems))
            return self._knowledge


_shared: Runtime | None = None


def current() -> Runtime:
    """The process's runtime, from its settings."""
    global _shared
    if _shared is None:
        read = settings.read()
        _shared = Runtime(Desk(read.desk_url, read.service_token))
    return _shared


def use(runtime: Runtime | None) -> None:
    """Makes `runtime` the process's (tests; None: built anew at the next use)."""
    global _shared
    _shared = runtime
