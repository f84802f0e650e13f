"""Whatever a visitor sends: no 5xx, nothing over two seconds, nothing lost from the transcript."""

import time
import uuid
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from desk.conversations.models import Message
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain

DEEP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOOKS = st.sampled_from(
    [
        "/book",
        "/restart{",
        "EXTERNAL: x",
        "{{7*7}}",
        "{name}",
        "%s%n",
        "' OR 1=1 --",
        "<script>",
        "\u202e",
        "\x00",
        "4111 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(st.one_of(HOOKS, st.text(max_size=30)), max_size=12).map("".join))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


class SendAnything(TestCase):
    """A conversation per example, in one database transaction per example."""

    def post(self, visitor: Visitor, body: Any) -> Any:
        """Posts a message body and fails when it takes long."""
        started = time.monotonic()
        answer = visitor.send(body)
        assert time.monotonic() - started < 2
        return answer

    @DEEP
    @given(TEXTS)
    def test_any_text_is_answered_and_kept(self, text: str) -> None:
        visitor = Visitor()
        answer = self.post(visitor, {"client_id": str(uuid.uuid4()), "text": text})
        assert answer.status_code == 200
        said = answer.json()["messages"]
        assert len(said) >= 2
        assert Message.objects.filter(conversation=visitor.id, role="visitor").count() == 1
        assert all(message["text"] for message in said[1:])

    @DEEP
    @given(JSON)
    def test_any_json_gets_a_sentence(self, body: Any) -> None:
        visitor = Visitor()
        answer = self.post(visitor, body)
        assert answer.status_code in (200, 400)
        if answer.status_code == 400:
            assert set(answer.json()["error"]) == {"code", "message"}

    @DEEP
    @given(st.dictionaries(st.sampled_from(["locale", "page", "timezone", "x"]), JSON))
    def test_any_start_is_taken(self, body: dict[str, Any]) -> None:
        answer = Client().post("/api/v1/conversations", body, content_type="application/json")
        assert answer.status_code == 201

    @DEEP
    @given(
        st.lists(st.dictionaries(st.text(max_size=8) | st.sampled_from(["kind", "text", "buttons"]), JSON), max_size=4)
    )
    def test_whatever_the_brain_says_the_visitor_gets_messages(self, says: list[dict[str, Any]]) -> None:
        from desk.gateway import brain

        assert isinstance(brain.transport, FakeBrain)
        brain.transport.says = says
        answer = self.post(Visitor(), {"client_id": str(uuid.uuid4()), "text": "hello"})
        assert answer.status_code == 200
        assert len(answer.json()["messages"]) >= 2

    @DEEP
    @given(st.text(max_size=60), st.text(max_size=60))
    def test_any_search_is_answered(self, text: str, other: str) -> None:
        from tests.desk.conftest import Desk

        desk = Desk("manager", username=f"m{uuid.uuid4().hex[:8]}")
        for name in ("conversations", "leads", "audit"):
            query = {"q": text, "from": other, "to": text, "show": other, "page": text, "who": other}
            assert desk.get(name, **query).status_code == 200

    def test_hostile_lengths_are_quick(self) -> None:
        for text in ("(" * 10_000, "a@" * 5_000, "a" * 15_000, "4 " * 7_000, "can't " * 2_500, "\u0301" * 5_000):
            answer = self.post(Visitor(), {"client_id": str(uuid.uuid4()), "text": text})
            assert answer.status_code in (200, 413)
