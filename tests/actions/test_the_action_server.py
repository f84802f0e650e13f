"""The server itself, started for real: what it registers, who may call it, when it refuses to start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import yaml

from actions import runtime, serve, settings
from actions.desk import Desk
from actions.runtime import Runtime
from actions.settings import SettingsError
from knowledge import Knowledge, KnowledgeError, Problem
from tests.actions.visitor import MONDAY

ROOT = Path(__file__).resolve().parents[2]
HEADERS = {"X-Actions-Secret": "the-secret"}


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[httpx.Client]:
    """A running action server, with its secret and no desk behind it."""
    port = free_port()
    environment = {
        **os.environ, "ACTIONS_PORT": str(port), "ACTIONS_SECRET": "the-secret", "DESK_URL": f"http://127.0.0.1:{free_port()}",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "actions.serve"], cwd=ROOT, env=environment)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10)
    try:
        _wait(client, process)
        yield client
    finally:
        process.terminate()
        process.wait(10)
        client.close()


def _wait(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the action server ended"
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the action server did not come up")


def call(action: str, **tracker: object) -> dict[str, object]:
    """A call as the brain makes it."""
    return {
        "next_action": action,
        "sender_id": "s",
        "tracker": {"sender_id": "s", "slots": {}, "events": [], **tracker},
    }


def test_the_registered_actions_are_those_of_the_domain(server: httpx.Client) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    listed = server.get("/actions", headers=HEADERS).json()
    assert sorted(action["name"] for action in listed) == sorted(domain["actions"])


def test_without_the_secret_only_health_and_readiness_answer(server: httpx.Client) -> None:
    assert server.get("/health").status_code == 200
    assert server.get("/ready").json()["ready"] is True
    assert server.get("/actions").status_code == 401
    assert server.post("/webhook", json=call("action_answer")).status_code == 401
    assert server.post("/webhook", json=call("action_answer"), headers={"X-Actions-Secret": "no"}).status_code == 401


def test_a_call_is_answered(server: httpx.Client) -> None:
    message = {"text": "hi", "intent": {"name": "greet", "confidence": 1.0}, "entities": []}
    answer = server.post("/webhook", json=call("action_smalltalk", latest_message=message), headers=HEADERS)
    assert answer.status_code == 200
    assert answer.json()["responses"][0]["custom"]["kind"] == "smalltalk"


def test_a_broken_call_gives_nothing_away(server: httpx.Client) -> None:
    answer = server.post("/webhook", json={"next_action": "action_answer", "note": "212-555-0147"}, headers=HEADERS)
    assert answer.status_code == 500
    assert answer.json() == {"error": "KeyError"}


def test_it_listens_on_loopback_only() -> None:
    assert serve.HOST == "127.0.0.1"


def test_an_unusable_port_is_said_in_a_sentence() -> None:
    environment = {**os.environ, "ACTIONS_PORT": "no", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-m", "actions.serve"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "ACTIONS_PORT is 'no'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_come_from_the_environment_and_secrets_from_files(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n", encoding="utf-8")
    read = settings.read({"SERVICE_TOKEN_FILE": str(file), "PORT": "9000", "ACTIONS_SECRET": "x"})
    assert (read.service_token, read.desk_url, read.port, read.secret) == (
        "from-file",
        "http://127.0.0.1:9000",
        5055,
        "x",
    )
    with pytest.raises(SettingsError, match="SERVICE_TOKEN_FILE"):
        settings.read({"SERVICE_TOKEN_FILE": str(tmp_path / "missing")})


def test_the_knowledge_is_read_anew_each_day_and_yesterdays_stays_when_it_breaks(kb: Knowledge) -> None:
    loads, now = [], [MONDAY]

    def load() -> Knowledge:
        loads.append(now[0])
        if len(loads) > 1:
            raise KnowledgeError([Problem("facts/cost.yml", "x", "broken")])
        return kb

    shared = Runtime(Desk("http://desk.test", "t"), lambda: now[0], load)
    assert shared.knowledge is kb
    assert shared.knowledge is kb
    assert len(loads) == 1
    now[0] = MONDAY + timedelta(days=1)
    assert shared.knowledge is kb
    assert len(loads) == 2


def test_knowledge_that_was_never_readable_is_an_error() -> None:
    def load() -> Knowledge:
        raise KnowledgeError([Problem("facts/cost.yml", "x", "broken")])

    with pytest.raises(KnowledgeError):
        _ = Runtime(Desk("http://desk.test", "t"), lambda: MONDAY, load).knowledge


def test_the_runtime_of_the_process_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_URL", "http://127.0.0.1:1/")
    runtime.use(None)
    try:
        assert runtime.current() is runtime.current()
        assert runtime.current().desk.url == "http://127.0.0.1:1"
    finally:
        runtime.use(None)
