"""A manager answers privacy requests; what has been kept long enough goes."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from desk.accounts.append_only import AppendOnlyViolation
from desk.accounts.audit import audit
from desk.accounts.models import AuditEvent
from desk.conversations.models import Conversation, Message
from desk.leads.models import ConsentEvent, Lead
from desk.privacy.models import PendingErasure, PrivacyRequest, Receipt
from desk.privacy.requests import open_privacy_request
from tests.desk.conftest import Desk, Visitor
from tests.desk.fake_brain import FakeBrain
from tests.desk.leads import stored_lead

TRACES = ("Ramírez", "+12125550147", "jo@example.com", "a very private question")


@pytest.fixture
def person(visitor: Visitor) -> Visitor:
    """A visitor with a transcript and a lead, who came back a second time."""
    visitor.say("a very private question")
    stored_lead(visitor)
    again = Visitor()
    again.say("a very private question, once more")
    stored_lead(again, email="other@example.com")
    return visitor


def everything() -> str:
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows)


def command(name: str, *args: str) -> dict[str, object]:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return dict(json.loads(out.getvalue()))


@pytest.mark.parametrize(
    "who", [["--phone", "(212) 555-0147"], ["--email", "JO@example.com"], ["--email", "other@example.com"]]
)
def test_one_person_is_erased_everywhere(person: Visitor, brain: FakeBrain, who: list[str]) -> None:
    assert all(trace in everything() for trace in TRACES)
    receipt = command("erase_person", *who)
    left = everything()
    assert not [trace for trace in TRACES if trace in left]
    assert (len(brain.erased), receipt["brain_forgot"]) == (2, 2)
    assert len(receipt["leads"]) == 2  # type: ignore[arg-type]


def test_others_are_left_alone(person: Visitor) -> None:
    other = stored_lead(Visitor(), name="Somebody Else", phone="+12125550111", email="else@example.com")
    command("erase_person", "--phone", "+12125550147")
    other.refresh_from_db()
    assert (other.name, other.erased_at) == ("Somebody Else", None)


def test_the_consent_ledger_stays_and_names_nobody(person: Visitor) -> None:
    before = ConsentEvent.objects.count()
    command("erase_person", "--lead", Lead.objects.all()[0].reference)
    assert ConsentEvent.objects.count() == before > 0


def test_an_erased_conversation_is_closed_for_everybody(person: Visitor, manager: Desk) -> None:
    command("erase_person", "--conversation", person.id)
    assert person.client.get(f"{person.url}/messages", **person.headers).status_code == 401
    assert manager.get("transcript", person.id).status_code == 404


def test_what_the_brain_could_not_forget_is_tried_again(person: Visitor, brain: FakeBrain) -> None:
    brain.fails = "unreachable"
    assert command("erase_person", "--conversation", person.id)["brain_still_to_forget"] == 2
    assert PendingErasure.objects.count() == 2
    brain.fails = ""
    assert command("retention")["brain_forgot"] == 2
    assert not PendingErasure.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", [[], ["--phone", "x"], ["--phone", "+12125550199"], ["--conversation", "nope"], ["--lead", "C-000000"]]
)
def test_nobody_found_is_said(who: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("erase_person", *who)


def test_a_person_gets_a_copy_of_everything(person: Visitor) -> None:
    copy = command("export_person", "--phone", "+12125550147")
    assert all(trace in json.dumps(copy, ensure_ascii=False) for trace in TRACES)
    assert AuditEvent.objects.filter(action="person exported").exists()


def test_a_manager_erases_on_request(person: Visitor, manager: Desk) -> None:
    conversation = Conversation.objects.get(pk=person.id)
    asked, _ = open_privacy_request(conversation_id=conversation.pk, kind="erase")
    assert "Nothing was erased" in manager.post("erase_person", request=asked.pk, confirm="no").content.decode()
    page = manager.post("erase_person", request=asked.pk, confirm="erase").content.decode()
    assert "Receipt" in page
    asked.refresh_from_db()
    assert asked.closed_by == manager.staff
    assert not [trace for trace in TRACES if trace in everything()]


def test_a_manager_finds_and_downloads(person: Visitor, manager: Desk) -> None:
    page = manager.post("find_person", phone="+1 212 555 0147").content.decode()
    assert "2 leads" in page
    answer = manager.post("export_person", phone="+1 212 555 0147")
    assert answer["Content-Type"].startswith("application/json")
    for name in ("find_person", "export_person", "erase_person"):
        assert "Nothing is held" in manager.post(name, email="no@example.com", confirm="ERASE").content.decode()


def test_an_overdue_request_is_marked(person: Visitor, manager: Desk) -> None:
    asked, _ = open_privacy_request(conversation_id=Conversation.objects.get(pk=person.id).pk, kind="access")
    assert "overdue" not in manager.get("privacy").content.decode()
    PrivacyRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "overdue" in manager.get("privacy").content.decode()
    assert "Write what was done" in manager.post("close_privacy_request", asked.pk, note="").content.decode()
    assert "Closed" in manager.post("close_privacy_request", asked.pk, note="Sent by mail").content.decode()


def age(days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Conversation.objects.update(last_activity_at=then)


def test_an_old_conversation_goes(visitor: Visitor, brain: FakeBrain) -> None:
    visitor.say("a very private question")
    age(31)
    assert command("retention", "--dry-run")["conversations"] == 1
    assert Message.objects.exists()
    assert command("retention")["conversations"] == 1
    assert "a very private question" not in everything()
    assert brain.erased == [visitor.id]
    assert Receipt.objects.get().action == "retention"


def test_one_that_is_still_needed_stays(person: Visitor) -> None:
    danger = Visitor()
    danger.say("I can't breathe")
    asked = Visitor()
    open_privacy_request(conversation_id=Conversation.objects.get(pk=asked.id).pk, kind="access")
    age(31)
    assert command("retention")["conversations"] == 0
    Lead.objects.update(status="closed", closed_at=timezone.now())
    assert command("retention")["conversations"] == 2


def test_a_closed_lead_goes_after_a_year(person: Visitor) -> None:
    Lead.objects.update(status="closed", closed_at=timezone.now() - timedelta(days=366))
    assert command("retention")["leads"] == 2
    assert "+12125550147" not in everything()


def test_a_run_that_finds_nothing_leaves_no_receipt(visitor: Visitor) -> None:
    command("retention")
    assert not Receipt.objects.exists()


def test_a_manager_runs_it_by_hand(visitor: Visitor, manager: Desk) -> None:
    age(31)
    assert "Removed 1 conversations" in manager.post("run_retention").content.decode()


@pytest.mark.django_db
def test_nobody_changes_the_audit_log() -> None:
    event = audit("something", by=None)
    for change in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AppendOnlyViolation):
            change()
    with pytest.raises(AppendOnlyViolation):
        AuditEvent.objects.bulk_update([event], ["action"])
