"""What every test of the desk may use."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.accounts.staffing import add_staff
from desk.gateway import brain as brain_client
from tests.desk.fake_brain import FakeBrain

INTERNAL = {"HTTP_AUTHORIZATION": "Bearer service-token-for-tests"}


@pytest.fixture(autouse=True)
def brain() -> Iterator[FakeBrain]:
    """The brain that the gateway talks to."""
    fake = FakeBrain()
    brain_client.transport = fake
    brain_client._clients.clear()
    yield fake
    brain_client.transport = None
    brain_client._clients.clear()


class Visitor:
    """A visitor with one conversation."""

    def __init__(self, **start: Any) -> None:
        self.client = Client()
        answer = self.client.post("/api/v1/conversations", start, content_type="application/json")
        assert answer.status_code == 201, answer.content
        self.start = answer.json()
        self.id = self.start["conversation_id"]
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {self.start['token']}"}
        self.url = f"/api/v1/conversations/{self.id}"

    def send(self, body: dict[str, Any]) -> Any:
        """Posts a message body."""
        return self.client.post(f"{self.url}/messages", body, content_type="application/json", **self.headers)

    def say(self, text: str, client_id: str = "") -> list[dict[str, Any]]:
        """Says something; the messages of the turn."""
        answer = self.send({"client_id": client_id or str(uuid.uuid4()), "text": text})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["messages"])

    def press(self, button_id: str) -> list[dict[str, Any]]:
        """Presses a button; the messages of the turn."""
        answer = self.send({"client_id": str(uuid.uuid4()), "button_id": button_id})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["messages"])

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """What a reload shows."""
        answer = self.client.get(f"{self.url}/messages?after={after}", **self.headers)
        assert answer.status_code == 200, answer.content
        return list(answer.json()["messages"])


@pytest.fixture
def visitor(db: None) -> Visitor:
    """A visitor who has just opened the chat."""
    return Visitor(locale="en", page="https://clinic.example/exosomes?utm=1", timezone="America/New_York")


class Desk:
    """A staff member's browser."""

    def __init__(self, *roles: str, username: str = "anna") -> None:
        self.staff, _ = add_staff(username=username, roles=list(roles))
        self.client = Client()
        self.client.force_login(self.staff, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        """Opens a page by its name."""
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args: Any, **form: Any) -> Any:
        """Sends a form and follows to the page it ends on."""
        return self.client.post(reverse(name, args=args), form, follow=True)


@pytest.fixture
def reviewer(db: None) -> Desk:
    """A signed-in reviewer."""
    return Desk("reviewer", username="anna")


@pytest.fixture
def agent(db: None) -> Desk:
    """A signed-in agent."""
    return Desk("agent", username="omar")


@pytest.fixture
def manager(db: None) -> Desk:
    """A signed-in manager."""
    return Desk("manager", username="mia")
