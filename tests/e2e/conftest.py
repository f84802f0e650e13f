"""The real product, started once: three processes, a trained model, a database, a browser."""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.chromium import executable
from scripts.stack import Stack

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Talk:
    """One conversation over the public API, as docs/api.md shows it."""

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=f"{address}/api/v1", timeout=30)
        begun = self._http.post(
            "/conversations", json={"locale": "en", "page": f"{address}/", "timezone": "America/New_York"}
        )
        assert begun.status_code == 201, begun.text
        self.id = begun.json()["conversation_id"]
        self.greeting = begun.json()["messages"]
        self._http.headers["Authorization"] = f"Bearer {begun.json()['token']}"
        self.shown: dict[str, str] = {}

    def say(self, text: str) -> list[dict[str, Any]]:
        """The replies to a typed text."""
        return self._send({"text": text})

    def press(self, title: str) -> list[dict[str, Any]]:
        """The replies to the button of this title, shown last."""
        return self._send({"button_id": self.shown[title]})

    def _send(self, body: dict[str, str]) -> list[dict[str, Any]]:
        sent = self._http.post(f"/conversations/{self.id}/messages", json=body | {"client_id": str(uuid.uuid4())})
        assert sent.status_code == 200, sent.text
        replies = [m for m in sent.json()["messages"] if m["role"] != "visitor"]
        self.shown |= {b["title"]: b["id"] for m in replies for b in m["buttons"]}
        return replies

    def history(self) -> list[dict[str, Any]]:
        """All messages of the conversation."""
        return self._http.get(f"/conversations/{self.id}/messages", params={"after": 0}).json()["messages"]


def kinds(replies: list[dict[str, Any]]) -> list[str]:
    return [reply["kind"] for reply in replies]


def text(replies: list[dict[str, Any]]) -> str:
    return "\n".join(reply["text"] for reply in replies)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything up; whoever stops a part starts it again."""
    unlimited = {f"RATE_{name}": "0" for name in ("CONVERSATION_PER_MINUTE", "ADDRESS_PER_MINUTE", "ADDRESS_PER_DAY")}
    with Stack(tmp_path_factory.mktemp("product"), environment=unlimited) as running:
        yield running


@pytest.fixture
def talk(stack: Stack) -> Talk:
    """A new conversation."""
    return Talk(stack.address)


@pytest.fixture(scope="session")
def staff_password(stack: Stack) -> str:
    """The password that is printed once when the first staff account is made."""
    found = re.search(r"user name manager, password (\S+)", stack.manage("create_first_staff"))
    assert found
    return found[1]


# Per module: two Playwrights must not run at once, and the order of modules is random.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium that is there."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield started
        started.close()


def stored(stack: Stack, table: str, columns: str, talk: Talk) -> list[tuple[Any, ...]]:
    """The rows of a table of the desk's database that belong to a conversation."""
    query = f"select {columns} from {table} where conversation_id = ?"
    with sqlite3.connect(f"file:{stack.settings.var / 'desk.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(query, (talk.id.replace("-", ""),)).fetchall()
