"""`make run`: sets up what is missing, starts everything, and says where it is."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from scripts import preflight, readiness, supervisor
from scripts.processes import BRAIN_PYTHON, DESK_PYTHON, all_processes
from scripts.settings import ROOT, Settings, StartError, read


def main() -> int:
    """Runs until it is stopped. 0 after a wanted stop, 1 with a sentence when it can't go on."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        return _run(read())
    except StartError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped before everything was up.", file=sys.stderr)
    return 1


def _run(settings: Settings) -> int:
    started = time.monotonic()
    processes = all_processes(settings)
    preflight.check_ports(settings, processes)
    _step(settings, [str(BRAIN_PYTHON), "-m", "brain.train"], "The model could not be trained")
    login = _prepare_database(settings)
    running = supervisor.start(settings, processes, _say)
    try:
        return _watch(settings, running, started, login)
    except KeyboardInterrupt:
        _say("Stopping ...")
        return 0
    finally:
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, signal.SIG_IGN)
        supervisor.stop(running)


def _watch(settings: Settings, running: subprocess.Popen[bytes], started: float, login: str) -> int:
    _say("Starting brain, actions and desk ...")
    if not readiness.wait(settings.address, alive=lambda: running.poll() is None, say=_say):
        _say(f"The product did not get ready. See the logs in {settings.var / 'log'}.")
        return 1
    _say(_welcome(settings, time.monotonic() - started, login))
    running.wait()
    _say(f"The supervisor stopped. See the logs in {settings.var / 'log'}.")
    return 1


def _prepare_database(settings: Settings) -> str:
    _step(settings, [str(DESK_PYTHON), "desk/manage.py", "migrate", "--verbosity", "0"], "The database can't be used")
    first = [str(DESK_PYTHON), "desk/manage.py", "create_first_staff"]
    return _step(settings, first, "The first staff account could not be made", quiet=True).strip()


def _step(settings: Settings, command: list[str], failure: str, *, quiet: bool = False) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=dict(settings.environment), text=True, stdout=subprocess.PIPE if quiet else None
    )
    if done.returncode:
        raise StartError(f"{failure}; what it said is above. Mend that and run the same command again.")
    return done.stdout or ""


def _welcome(settings: Settings, seconds: float, login: str) -> str:
    lines = [
        "",
        f"Ready after {seconds:.1f} s: a probe question was answered.",
        f"  Visitors (demo page)  {settings.address}/",
        f"  Staff (console)       {settings.address}/desk/",
        *(f"  {line}" for line in login.splitlines()),
        f"  Logs                  {_short(settings.var / 'log')}",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _say(text: str) -> None:
    print(text, flush=True)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
