"""A visitor asks for a person, complains, reports an effect, or asks about their data: it waits on the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desk.accounts.models import Staff
from desk.conversations.models import StaffRequest
from desk.leads.consent import allowed_channels
from desk.privacy.models import PrivacyRequest
from tests.desk.conftest import INTERNAL, Visitor
from tests.desk.leads import lead_body, stored_lead


def post(path: str, **body: Any) -> Any:
    return Client().post(f"/internal/{path}", body, content_type="application/json", **INTERNAL)


def test_a_request_for_a_person_is_opened_once(visitor: Visitor) -> None:
    first = post("handoffs", conversation_id=visitor.id, reason="wants a person")
    second = post("handoffs", conversation_id=visitor.id, reason="again")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["staff_online"] is False


def test_it_says_truly_whether_staff_are_there(visitor: Visitor) -> None:
    Staff.objects.create_user("anna", last_seen_at=timezone.now() - timedelta(minutes=2))
    assert post("handoffs", conversation_id=visitor.id).json()["staff_online"] is True


@pytest.mark.parametrize("kind", ["side_effect", "complaint"])
def test_a_report_waits_for_staff(visitor: Visitor, kind: str) -> None:
    assert post("reports", conversation_id=visitor.id, kind=kind).status_code == 201
    assert StaffRequest.objects.get().kind == kind


def test_a_privacy_request_has_a_due_date(visitor: Visitor) -> None:
    answer = post("privacy-requests", conversation_id=visitor.id, kind="erase")
    due = timezone.localdate() + timedelta(days=30)
    assert (answer.status_code, answer.json()["due_on"]) == (201, due.isoformat())
    assert post("privacy-requests", conversation_id=visitor.id, kind="erase").status_code == 200
    assert PrivacyRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("handoffs", {"conversation_id": "x"}),
        ("handoffs", {"conversation_id": "7c9c1f7e-0000-4000-8000-000000000000"}),
        ("reports", {"kind": "praise"}),
        ("privacy-requests", {"kind": "sell"}),
        ("revocations", {"channels": []}),
        ("revocations", {"channels": ["fax"]}),
        ("revocations", {"channels": "call"}),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(visitor: Visitor, path: str, body: dict[str, Any]) -> None:
    answer = post(path, **{"conversation_id": visitor.id, **body})
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message"}


@pytest.mark.parametrize("path", ["leads", "handoffs", "reports", "privacy-requests", "revocations"])
def test_only_posts_with_json_and_the_token_are_taken(visitor: Visitor, path: str) -> None:
    url = f"/internal/{path}"
    assert Client().get(url, **INTERNAL).status_code == 405
    assert Client().post(url, {}, content_type="application/json").status_code == 401
    assert Client().post(url, b"{", content_type="application/json", **INTERNAL).status_code == 400
    assert Client().post(url, b"[]", content_type="application/json", **INTERNAL).status_code == 400
    assert Client().post(url, {"a": "x" * 17_000}, content_type="application/json", **INTERNAL).status_code == 413


def test_stop_takes_consent_back_at_once(visitor: Visitor) -> None:
    lead = stored_lead(visitor)
    answer = post("revocations", conversation_id=visitor.id, channels=["call", "text"], wording="STOP")
    assert (answer.status_code, answer.json()) == (201, {"revoked": 2})
    lead.refresh_from_db()
    assert allowed_channels(lead) == ["email"]
    assert lead.do_not_call


def test_stop_reaches_all_leads_of_the_person(visitor: Visitor) -> None:
    earlier = stored_lead(Visitor(), email="other@example.com")
    stored_lead(visitor)
    channels = ["call", "text", "email"]
    assert post("revocations", conversation_id=visitor.id, channels=channels, wording="stop").json()["revoked"] == 6
    earlier.refresh_from_db()
    assert allowed_channels(earlier) == []


def test_stop_without_a_lead_is_no_error(visitor: Visitor) -> None:
    stored_lead(Visitor(), **{"phone": None, "consent": {**lead_body("x")["consent"], "channels": ["email"]}})
    answer = post("revocations", conversation_id=visitor.id, channels=["call"], wording="stop")
    assert (answer.status_code, answer.json()) == (200, {"revoked": 0})
