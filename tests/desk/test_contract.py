"""docs/openapi.yaml and the running API say the same."""

import json
import re
import uuid
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.test import Client, override_settings
from django.urls import get_resolver

from desk.gateway import health
from desk.gateway.outgoing import KINDS
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain

# In the database's part of the run, which comes before the tests that keep an event loop in this thread.
pytestmark = pytest.mark.django_db

SPEC: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text())
BASE = "/api/v1/conversations/{conversation_id}"


def _resolved(node: Any) -> Any:
    """The node with every reference replaced by what it refers to."""
    if isinstance(node, dict) and "$ref" in node:
        found: Any = SPEC
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return _resolved(found)
    if isinstance(node, dict):
        return {key: _resolved(value) for key, value in node.items()}
    return [_resolved(entry) for entry in node] if isinstance(node, list) else node


def check(path: str, method: str, answer: Any) -> Any:
    """Fails unless the answer is one that the file promises; returns its body."""
    responses = SPEC["paths"][path][method]["responses"]
    promised = _resolved(responses.get(str(answer.status_code)) or responses["default"])
    if answer.status_code >= 400 and path != "/readyz":
        assert str(answer.status_code) in SPEC["components"]["responses"]["Error"]["description"]
    content = promised.get("content", {})
    if not content:
        assert answer.content == b""
        return None
    media = answer["Content-Type"].split(";")[0]
    body = json.loads(answer.content)
    jsonschema.Draft4Validator(content[media]["schema"]).validate(body)
    return body


def test_the_file_is_valid_openapi() -> None:
    meta = files("openapi_spec_validator") / "resources" / "schemas" / "v3.0" / "schema.json"
    jsonschema.Draft4Validator(json.loads(meta.read_text())).validate(SPEC)


def test_it_lists_every_public_address_and_no_other() -> None:
    found = set()
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", []):
            route = str(inner.pattern)
            if route.startswith(("api/", "healthz", "readyz")):
                found.add("/" + re.sub(r"<uuid:(\w+)>", r"{\1}", route))
    assert found == set(SPEC["paths"])


def test_it_lists_every_kind() -> None:
    assert set(SPEC["components"]["schemas"]["Message"]["properties"]["kind"]["enum"]) == KINDS


def test_a_whole_conversation_keeps_to_it(visitor: Visitor, brain: FakeBrain) -> None:
    client, headers = visitor.client, visitor.headers
    check("/api/v1/conversations", "post", client.post("/api/v1/conversations", {}, content_type="application/json"))
    for text in ("what are exosomes?", "", "I can't breathe", "I am safe"):
        check(f"{BASE}/messages", "post", visitor.send({"client_id": str(uuid.uuid4()), "text": text}))
    brain.fails = "timeout"
    check(f"{BASE}/messages", "post", visitor.send({"client_id": str(uuid.uuid4()), "text": "and prp?"}))
    check(f"{BASE}/messages", "get", client.get(f"{visitor.url}/messages", **headers))
    rating = client.post(f"{visitor.url}/rating", {"score": 5}, content_type="application/json", **headers)
    check(f"{BASE}/rating", "post", rating)
    check(BASE, "delete", client.delete(visitor.url, **headers))
    check(f"{BASE}/messages", "get", client.get(f"{visitor.url}/messages", **headers))


@override_settings(RATE_CONVERSATION_PER_MINUTE=1)
def test_its_failures_keep_to_it(visitor: Visitor) -> None:
    path = f"{BASE}/messages"
    for body in ({}, {"client_id": "x"}, {"client_id": str(uuid.uuid4()), "text": "x" * 20_000}):
        check(path, "post", visitor.send(body))
    for _ in range(2):
        answer = visitor.send({"client_id": str(uuid.uuid4()), "text": "hello"})
    assert answer.status_code == 429
    check(path, "post", answer)
    check(path, "post", Client().post(f"{visitor.url}/messages"))
    check(f"{BASE}/events", "get", Client().get(f"{visitor.url}/events"))
    check(f"{BASE}/rating", "post", visitor.client.get(f"{visitor.url}/rating"))


def test_health_keeps_to_it(brain: FakeBrain) -> None:
    check("/healthz", "get", Client().get("/healthz"))
    check("/api/v1/clinic", "get", Client().get("/api/v1/clinic"))
    for fails in ("", "unreachable"):
        brain.fails = fails
        health.forget()
        check("/readyz", "get", Client().get("/readyz"))
