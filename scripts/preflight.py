"""What must hold before anything is started, each with a sentence that says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from scripts.processes import Process
from scripts.settings import Settings, StartError

VARIABLE = {"brain": "BRAIN_PORT", "actions": "ACTIONS_PORT", "desk": "PORT"}


def check_ports(settings: Settings, processes: Iterable[Process]) -> None:
    """Raises StartError naming each port in use and the variable that changes it."""
    taken = [p for p in processes if not _is_free(settings.host if p.name == "desk" else "127.0.0.1", p.port)]
    if taken:
        raise StartError("\n".join(_sentence(process) for process in taken))


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _sentence(process: Process) -> str:
    variable = VARIABLE[process.name]
    return (
        f"Port {process.port}, which the {process.name} needs, is in use (is the product running already?). "
        f"Stop the program that uses it, or choose another port: {variable}={process.port + 10} make run"
    )
