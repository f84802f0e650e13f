"""The desk is killed while a message waits for its answer: nothing is lost, and the same message goes on afterwards."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desk.fake_brain import ANSWER, DISCLAIMER, NLU

ROOT = Path(__file__).parents[2]
SECRETS = {"SECRET_KEY": "s" * 50, "SERVICE_TOKEN": "t", "BRAIN_SECRET": "b", "PATH": os.defpath}


class SlowBrain(BaseHTTPRequestHandler):
    """Takes long for the first message, then answers at once."""

    asked: list[dict[str, Any]]
    release: threading.Event

    def do_POST(self) -> None:
        """Remembers the message and answers when it may."""
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.release.wait(20)
        body = json.dumps({"messages": [ANSWER, DISCLAIMER], "nlu": NLU, "error": None}).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except BrokenPipeError:
            return  # the one who asked was killed

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def brain() -> Iterator[tuple[str, type[SlowBrain]]]:
    """The address of a slow brain, and what it was asked."""
    handler = type("Handler", (SlowBrain,), {"asked": [], "release": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    handler.release.set()
    server.shutdown()
    server.server_close()


def start(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A desk process that answers."""
    running = subprocess.Popen([sys.executable, "-m", "desk.serve"], cwd=ROOT, env={**environment, "PORT": str(port)})
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return running
    raise AssertionError("the desk did not start")


def test_the_same_message_goes_on_after_a_kill(tmp_path: Path, brain: tuple[str, type[SlowBrain]]) -> None:
    url, handler = brain
    environment = {**SECRETS, "VAR_DIR": str(tmp_path), "BRAIN_URL": url, "BRAIN_TIMEOUT_SECONDS": "1"}
    migrate = [sys.executable, "desk/manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = start(port, environment)
    api = f"http://127.0.0.1:{port}/api/v1/conversations"
    begun = httpx.post(api, json={}).json()
    address, headers = f"{api}/{begun['conversation_id']}/messages", {"Authorization": f"Bearer {begun['token']}"}
    body = {"client_id": str(uuid.uuid4()), "text": "what are exosomes?"}
    with pytest.raises(httpx.TransportError):
        httpx.post(address, json=body, headers=headers, timeout=0.5)
    running.send_signal(signal.SIGKILL)
    running.wait()
    handler.release.set()
    running = start(port, environment)
    try:
        said = httpx.post(address, json=body, headers=headers, timeout=30).json()["messages"]
        assert [message["kind"] for message in said] == ["visitor", "answer", "disclaimer"]
        whole = httpx.get(address, headers=headers).json()["messages"]
        assert [message["seq"] for message in whole] == [1, 2, 3, 4, 5]
        assert [asked["text"] for asked in handler.asked] == ["what are exosomes?"] * 2
    finally:
        running.terminate()
        running.wait()
