"""The real product on free ports and in a folder of its own, for tests that start it, stop parts of it and look."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

import httpx

from scripts import readiness
from scripts.processes import DESK_PYTHON, all_processes
from scripts.settings import ROOT, Settings, read_apart

REMEMBERED = 2.5
"""Seconds for which the desk may still say what was true before a part was stopped or started."""


class Stack:
    """Starts the processes named in `only`, under `var`, and stops them at the end. Needs a trained model.

    `stop("actions")` kills one as a crash would; `start("actions")` brings it back on the same port.
    """

    def __init__(
        self,
        var: Path,
        *,
        only: Iterable[str] = ("brain", "actions", "desk"),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        ports = dict(zip(("PORT", "BRAIN_PORT", "ACTIONS_PORT"), _free_ports(3), strict=True))
        # Nothing of a product or a test that runs beside may leak into this one.
        self.settings: Settings = read_apart(ports | {"VAR_DIR": str(var)} | dict(environment or {}))
        self.address = self.settings.address
        self._processes = {p.name: p for p in all_processes(self.settings)}
        self._wanted = tuple(only)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._changed = 0.0

    def __enter__(self) -> Stack:
        (self.settings.var / "log").mkdir(parents=True, exist_ok=True)
        self.manage("migrate", "--verbosity", "0")
        for name in self._wanted:
            self.start(name)
        self.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name in list(self._running):
            self.stop(name)

    def manage(self, *arguments: str) -> str:
        """Runs a management command of the desk and returns what it printed."""
        command = [str(DESK_PYTHON), "desk/manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, name: str) -> None:
        """Starts one process; returns at once."""
        self._changed = time.monotonic()
        with self.log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(
                self._processes[name].command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    def stop(self, name: str) -> None:
        """Kills one process without a farewell."""
        process = self._running.pop(name)
        process.kill()
        process.wait(timeout=10)

    def log(self, name: str) -> Path:
        """The file with what a process printed."""
        return self.settings.var / "log" / f"{name}.log"

    def wait(self, timeout: float = 120) -> None:
        """Returns when a probe question is answered (or, without all parts, when the desk lives)."""
        whole = set(self._running) == {"brain", "actions", "desk"}
        time.sleep(max(0.0, self._changed + REMEMBERED - time.monotonic()))
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not readiness.unready_parts(self.address) if whole else self._desk_lives():
                return
            self._raise_if_one_died()
            time.sleep(0.2)
        raise TimeoutError(f"not ready after {timeout} s: {readiness.unready_parts(self.address)}")

    def resident_mb(self) -> dict[str, float]:
        """Resident memory of each running process in MB (Linux only)."""
        return {name: _resident_mb(process.pid) for name, process in self._running.items()}

    @property
    def _environment(self) -> dict[str, str]:
        return dict(self.settings.environment)

    def _desk_lives(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def _raise_if_one_died(self) -> None:
        for name, process in self._running.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}:\n{self.log(name).read_text()[-3000:]}")


def _free_ports(count: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(s.getsockname()[1]) for s in sockets]
    for s in sockets:
        s.close()
    return ports


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
