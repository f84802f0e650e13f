"""Rasa and what it stands on warn at import and log every parse. None of that is news to who measures."""

from __future__ import annotations

import logging
import os
import warnings


def silence() -> None:
    """Keeps warnings and log lines below an error off the terminal, in this process."""
    import structlog

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.showwarning = lambda *_: None
    logging.getLogger().setLevel(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
