"""Process-wide switches that Rasa and its libraries read from the environment; set before they are imported."""

from __future__ import annotations

import os

SWITCHES = {
    "RASA_TELEMETRY_ENABLED": "false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


def prepare() -> None:
    """Telemetry off, one thread a library (two cores serve three processes), and no chatter. What is set stays."""
    for name, value in SWITCHES.items():
        os.environ.setdefault(name, value)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
