"""The chat is used from the clinic's website, and from a site that may not."""

from django.test import Client

from tests.desk.conftest import Visitor

CLINIC = "https://clinic.example"


def test_an_allowed_origin_may_read_the_answer(visitor: Visitor) -> None:
    answer = visitor.client.get(f"{visitor.url}/messages", HTTP_ORIGIN=CLINIC, **visitor.headers)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == CLINIC
    assert "Access-Control-Allow-Credentials" not in answer


def test_its_preflight_is_answered(visitor: Visitor) -> None:
    answer = Client().options(f"{visitor.url}/messages", HTTP_ORIGIN=CLINIC)
    assert answer.status_code == 204
    assert "Last-Event-ID" in answer["Access-Control-Allow-Headers"]
    assert "POST" in answer["Access-Control-Allow-Methods"]


def test_another_origin_is_refused(visitor: Visitor) -> None:
    for origin in ("https://evil.example", "https://clinic.example.evil.example", "null"):
        answer = visitor.client.get(f"{visitor.url}/messages", HTTP_ORIGIN=origin, **visitor.headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin")
        assert "Access-Control-Allow-Origin" not in answer


def test_the_same_origin_needs_no_listing(visitor: Visitor) -> None:
    answer = visitor.client.get(f"{visitor.url}/messages", HTTP_ORIGIN="http://testserver", **visitor.headers)
    assert answer.status_code == 200


def test_every_answer_carries_the_security_headers(visitor: Visitor) -> None:
    for path in ("/healthz", "/api/v1/clinic", "/desk/sign-in/", "/", "/nothing"):
        answer = Client().get(path)
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_transcripts_are_not_cached(visitor: Visitor) -> None:
    assert visitor.client.get(f"{visitor.url}/messages", **visitor.headers)["Cache-Control"] == "no-store"


def test_the_widget_learns_of_the_clinic_without_a_token(visitor: Visitor) -> None:
    answer = Client().get("/api/v1/clinic", HTTP_ORIGIN=CLINIC)
    assert answer.json()["emergency_number"] == "911"
    assert answer["Cache-Control"] == "public, max-age=300"
