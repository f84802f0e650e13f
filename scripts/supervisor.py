"""The supervisor that keeps the processes running: supervisord, told by a file in `var/run/`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from scripts.processes import Process
from scripts.settings import ROOT, Settings

EXITED = re.compile(r"exited: (\w+) \((.*); not expected\)|exited: (\w+) \((terminated by \w+)")
GAVE_UP = re.compile(r"gave up: (\w+) entered FATAL state")

MAIN = """[supervisord]
nodaemon=true
logfile={var}/log/supervisor.log
logfile_maxbytes=1MB
logfile_backups=1
pidfile={var}/run/supervisord.pid
childlogdir={var}/log
{user}
"""

PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart=true
startsecs=3
startretries=5
stopasgroup=true
killasgroup=true
stopwaitsecs=10
redirect_stderr=true
stdout_logfile={var}/log/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


def start(settings: Settings, processes: Iterable[Process], say: Callable[[str], None]) -> subprocess.Popen[bytes]:
    """Starts all processes under one supervisor; `say` is told when one of them dies or can't be kept up."""
    path = _write_configuration(settings, processes)
    log = settings.var / "log" / "supervisor.log"
    log.write_text("")
    # Its own session: Ctrl-C reaches `make run` alone, which then stops the supervisor in good order.
    supervisor = subprocess.Popen(
        [str(Path(sys.prefix) / "bin" / "supervisord"), "-n", "-s", "-c", str(path)],
        cwd=ROOT,
        env=dict(settings.environment),
        start_new_session=True,
    )
    threading.Thread(target=_follow, args=(log, settings, say), daemon=True).start()
    return supervisor


def stop(supervisor: subprocess.Popen[bytes]) -> None:
    """Stops the supervisor and all it started; returns when the last one is gone."""
    supervisor.terminate()
    try:
        supervisor.wait(timeout=40)
    except subprocess.TimeoutExpired:
        supervisor.kill()


def _write_configuration(settings: Settings, processes: Iterable[Process]) -> Path:
    for name in ("run", "log"):
        (settings.var / name).mkdir(parents=True, exist_ok=True)
    # supervisord warns at every start when it runs as root without being told so.
    text = MAIN.format(var=_escaped(settings.var), user="user=root" if os.geteuid() == 0 else "")
    for process in processes:
        command = _escaped(shlex.join(process.command))
        text += PROGRAM.format(name=process.name, command=command, root=_escaped(ROOT), var=_escaped(settings.var))
    path = settings.var / "run" / "supervisord.conf"
    path.write_text(text)
    return path


def _escaped(value: object) -> str:
    return str(value).replace("%", "%%")


def _follow(log: Path, settings: Settings, say: Callable[[str], None]) -> None:
    with log.open() as lines:
        while True:
            sentence = sentence_for(lines.readline(), settings.var / "log")
            if sentence:
                say(sentence)
            time.sleep(0.05)


def sentence_for(line: str, logs: Path) -> str | None:
    """What a person is told about one line of supervisord, or None when it is of no interest."""
    if match := GAVE_UP.search(line):
        name = match[1]
        return f"The {name} does not stay up and was given up. {logs / name}.log says why; mend it and run again."
    if match := EXITED.search(line):
        name, why = match[1] or match[3], match[2] or match[4]
        return f"The {name} stopped ({why}) and is being started again. Its log: {logs / name}.log"
    return None
