"""A visitor has agreed to be contacted: the lead is stored, once, with its consent."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from desk.accounts.append_only import AppendOnlyViolation
from desk.leads.models import ConsentEvent, Lead
from tests.desk.conftest import Visitor
from tests.desk.leads import WORDING, lead_body, post_lead, stored_lead


def test_it_is_stored_with_a_reference(visitor: Visitor) -> None:
    answer = post_lead(lead_body(visitor.id))
    assert answer.status_code == 201
    lead = Lead.objects.get(reference=answer.json()["reference"])
    assert (lead.name, lead.phone, lead.email) == ("Jo Ramírez-O'Neil", "+12125550147", "jo@example.com")
    assert (str(lead.conversation_id), lead.treatments, lead.status) == (visitor.id, ["exosomes"], "new")


def test_the_consent_is_on_record_word_for_word(visitor: Visitor) -> None:
    lead = stored_lead(visitor)
    events = ConsentEvent.objects.filter(lead_id=lead.pk)
    assert {event.channel for event in events} == {"call", "text", "email"}
    assert {(event.wording_text, event.wording_version, event.page) for event in events} == {
        (WORDING, "3", "https://clinic.example/exosomes")
    }


def test_the_same_again_changes_nothing(visitor: Visitor) -> None:
    body = lead_body(visitor.id)
    first = post_lead(body)
    body["consent"] = {**body["consent"], "granted_at": "2026-11-22T10:00:09+00:00"}
    second = post_lead(body)
    assert (second.status_code, second.json()) == (200, first.json())
    assert (Lead.objects.count(), ConsentEvent.objects.count()) == (1, 3)


def test_the_same_key_with_other_content_is_refused(visitor: Visitor) -> None:
    body = lead_body(visitor.id)
    post_lead(body)
    assert post_lead({**body, "name": "Somebody Else"}).status_code == 409


def test_a_second_booking_of_the_same_visitor_is_a_second_lead(visitor: Visitor) -> None:
    assert stored_lead(visitor).reference != stored_lead(visitor).reference


NO_CHANNEL = {**lead_body("x")["consent"], "channels": []}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": None}, "consent"),
        ({"consent": NO_CHANNEL}, "consent"),
        ({"consent": {**NO_CHANNEL, "channels": ["fax"]}}, "consent"),
        ({"consent": {"channels": ["call"]}}, "consent"),
        ({"consent": {**NO_CHANNEL, "channels": ["call"], "granted_at": "yesterday"}}, "consent"),
        ({"consent": "yes"}, "consent"),
        ({"name": " "}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "2125550147"}, "phone"),
        ({"email": "jo at example"}, "email"),
        ({"phone": None, "email": None}, "phone"),
        ({"preferred_time": {"start": "soon"}}, "preferred_time"),
        ({"preferred_time": {"timezone": "Mars"}}, "preferred_time"),
        ({"conversation_id": "nope"}, "conversation_id"),
    ],
)
def test_what_cannot_be_a_lead_is_refused_field_by_field(visitor: Visitor, changes: dict[str, Any], field: str) -> None:
    answer = post_lead(lead_body(visitor.id, **changes))
    assert answer.status_code == 422
    assert field in answer.json()["error"]["fields"]
    assert not Lead.objects.exists()


def test_an_e_mail_address_alone_is_enough(visitor: Visitor) -> None:
    consent = {**lead_body("x")["consent"], "channels": ["email"]}
    lead = stored_lead(visitor, phone=None, consent=consent, preferred_time={"text": ""})
    assert (lead.phone, lead.email) == ("", "jo@example.com")


def test_consent_to_a_channel_without_contact_data_is_refused(visitor: Visitor) -> None:
    assert post_lead(lead_body(visitor.id, phone=None)).status_code == 422
    assert post_lead(lead_body(visitor.id, email=None)).status_code == 422


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic service-token-for-tests", "Bearer ünicode"])
def test_without_the_service_token_nothing_is_taken(visitor: Visitor, token: str) -> None:
    assert post_lead(lead_body(visitor.id), HTTP_AUTHORIZATION=token).status_code == 401
    assert not Lead.objects.exists()


def test_the_key_must_fit_the_body(visitor: Visitor) -> None:
    assert post_lead(lead_body(visitor.id), HTTP_IDEMPOTENCY_KEY="other").status_code == 422


def test_nobody_changes_the_consent_ledger(visitor: Visitor) -> None:
    lead = stored_lead(visitor)
    event = ConsentEvent.objects.filter(lead_id=lead.pk)[0]
    for change in (event.save, event.delete, lambda: ConsentEvent.objects.all().update(page="x")):
        with pytest.raises(AppendOnlyViolation):
            change()
    with pytest.raises(AppendOnlyViolation):
        ConsentEvent.objects.all().delete()


@pytest.mark.parametrize("statement", ["UPDATE leads_consentevent SET page = 'x'", "DELETE FROM leads_consentevent"])
def test_not_even_past_the_models(visitor: Visitor, statement: str) -> None:
    stored_lead(visitor)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ConsentEvent.objects.count() == 3
