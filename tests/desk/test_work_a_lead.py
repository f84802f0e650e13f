"""An agent works a lead: claims it, tries to reach the person, passes it on, closes it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from desk.leads import work
from desk.leads.consent import allowed_channels
from desk.leads.models import ConsentEvent, Lead
from desk.leads.window import calling_time
from tests.desk.conftest import Desk, Visitor
from tests.desk.leads import lead_body, stored_lead


@pytest.fixture
def lead(visitor: Visitor) -> Lead:
    """A lead in the queue."""
    visitor.say("how much do exosomes cost?")
    return stored_lead(visitor)


def say(desk: Desk, step: str, lead: Lead, **form: object) -> str:
    page = desk.post(step, lead.pk, **form).content.decode()
    lead.refresh_from_db()
    return page


def test_the_queue_shows_no_whole_phone_number(lead: Lead, agent: Desk) -> None:
    page = agent.get("leads").content.decode()
    assert lead.reference in page
    assert "555" not in page


def test_opening_a_lead_shows_contact_consent_and_transcript_and_is_audited(
    lead: Lead, agent: Desk, manager: Desk
) -> None:
    page = agent.get("lead", lead.pk).content.decode()
    for part in ("(212) 555-0147", "jo@example.com", "how much do exosomes cost?", "I agree that the clinic"):
        assert part in page
    assert f"lead {str(lead.pk)[:8]}" in manager.get("audit", who="omar", action="read").content.decode()


def test_a_lead_is_found_by_reference_name_mail_and_digits(lead: Lead, agent: Desk) -> None:
    for text in (lead.reference.lower(), "ramírez", "jo@example.com", "555-0147"):
        assert lead.reference in agent.get("leads", q=text).content.decode()
    assert lead.reference not in agent.get("leads", q="somebody else").content.decode()


def test_of_two_who_claim_one_gets_it(lead: Lead, agent: Desk, manager: Desk) -> None:
    assert "yours now" in say(agent, "claim", lead)
    assert "A colleague has claimed" in say(manager, "claim", lead)
    assert (lead.claimed_by, lead.status) == (agent.staff, "claimed")


def test_a_lead_is_released_by_its_agent_or_a_manager(lead: Lead, agent: Desk, manager: Desk) -> None:
    other = Desk("agent", username="lena")
    say(agent, "claim", lead)
    assert "Only the colleague" in say(other, "release", lead)
    say(manager, "release", lead)
    assert (lead.claimed_by, lead.status) == (None, "new")
    assert "Nobody has claimed" in say(manager, "release", lead)


def test_attempts_are_logged_with_their_outcome(lead: Lead, agent: Desk) -> None:
    say(agent, "attempt", lead, channel="call", outcome="no_answer", note="rang six times")
    assert (lead.status, lead.outcome) == ("attempted", "no_answer")
    page = say(agent, "attempt", lead, channel="email", outcome="reached")
    assert lead.status == "contacted"
    assert "rang six times" in page
    say(agent, "attempt", lead, channel="call", outcome="no_answer")
    assert lead.status == "contacted"


def test_without_consent_there_is_no_attempt(lead: Lead, agent: Desk) -> None:
    say(agent, "revoke_consent", lead, channels=["call", "text"], wording="asked on the phone")
    assert "has not agreed" in say(agent, "attempt", lead, channel="call", outcome="reached")
    page = agent.get("lead", lead.pk).content.decode()
    assert "555-0147" not in page
    assert "asked on the phone" in page
    assert allowed_channels(lead) == ["email"]
    assert "at least one channel" in say(agent, "revoke_consent", lead, channels=["call"], wording="again")


def test_an_attempt_needs_an_outcome(lead: Lead, agent: Desk) -> None:
    assert "Choose an outcome" in say(agent, "attempt", lead, channel="call", outcome="")


def test_do_not_call_is_lifted_by_a_manager_only(lead: Lead, agent: Desk, manager: Desk) -> None:
    say(agent, "do_not_call", lead, on="1")
    assert allowed_channels(lead) == ["email"]
    assert "Only a manager" in say(agent, "do_not_call", lead, on="0")
    say(manager, "do_not_call", lead, on="0")
    assert "call" in allowed_channels(lead)


def test_a_callback_is_set_in_the_visitors_time(lead: Lead, agent: Desk) -> None:
    say(agent, "callback", lead, at="2030-01-15T10:30")
    assert lead.callback_at == datetime(2030, 1, 15, 15, 30, tzinfo=UTC)
    assert "in the future" in say(agent, "callback", lead, at="2020-01-15T10:30")
    assert "date and time" in say(agent, "callback", lead, at="soon")
    say(agent, "callback", lead, at="")
    assert lead.callback_at is None


def test_a_due_callback_comes_first(lead: Lead, agent: Desk) -> None:
    Visitor()
    older = stored_lead(Visitor(), name="Older One", phone="+12125550111", email="o@example.com")
    Lead.objects.filter(pk=older.pk).update(created_at=timezone.now() - timedelta(days=3))
    Lead.objects.filter(pk=lead.pk).update(callback_at=timezone.now() - timedelta(minutes=5))
    page = agent.get("leads").content.decode()
    assert page.index(lead.reference) < page.index(older.reference)
    assert "callback due" in page
    assert older.reference not in agent.get("leads", show="due").content.decode()


def test_a_lead_is_handed_to_a_colleague_or_a_center(lead: Lead, agent: Desk) -> None:
    lena = Desk("agent", username="lena")
    say(agent, "hand_off", lead, to="staff:lena", note="speaks Spanish")
    assert (lead.claimed_by, lead.status) == (lena.staff, "handed_off")
    say(agent, "hand_off", lead, to="center:Harbor")
    assert (lead.claimed_by, lead.center) == (None, "Harbor")
    assert "Choose a colleague" in say(agent, "hand_off", lead, to="staff:nobody")


def test_a_closed_lead_is_opened_again(lead: Lead, agent: Desk) -> None:
    assert "Choose why" in say(agent, "close_lead", lead, reason="")
    say(agent, "close_lead", lead, reason="unreachable", note="five tries")
    assert (lead.status, lead.outcome) == ("closed", "unreachable")
    assert "closed" in say(agent, "attempt", lead, channel="call", outcome="reached")
    assert "closed already" in say(agent, "close_lead", lead, reason="booked")
    assert lead.reference not in agent.get("leads").content.decode()
    say(agent, "reopen_lead", lead)
    assert (lead.status, lead.closed_at) == ("new", None)
    assert "is open" in say(agent, "reopen_lead", lead)


def test_a_note_is_added(lead: Lead, agent: Desk) -> None:
    assert "prefers mornings" in say(agent, "lead_note", lead, note="prefers mornings")
    assert "Write something first" in say(agent, "lead_note", lead, note=" ")


def test_a_second_lead_of_the_same_person_is_pointed_out(lead: Lead, agent: Desk) -> None:
    other = stored_lead(Visitor(), phone="+13105550199", email="JO@example.com")
    assert other.reference in agent.get("lead", lead.pk).content.decode()
    assert list(work.duplicates(lead)) == [other]


def test_every_step_leaves_an_event_and_an_audit_entry(lead: Lead, agent: Desk, manager: Desk) -> None:
    say(agent, "claim", lead)
    assert [event.kind for event in lead.events.all()] == ["created", "claimed"]
    assert "lead claimed" in manager.get("audit").content.decode()


@pytest.mark.parametrize(
    ("zone", "utc_hour", "may_call"),
    [("America/New_York", 15, True), ("America/New_York", 4, False), ("America/Los_Angeles", 15, False)],
)
def test_calls_are_judged_by_the_visitors_own_time(lead: Lead, zone: str, utc_hour: int, may_call: bool) -> None:
    lead.timezone = zone
    judged = calling_time(lead, datetime(2026, 12, 1, utc_hour, 30, tzinfo=UTC))
    assert (judged.zone, judged.may_call) == (zone, may_call)


def test_the_phone_number_tells_the_zone_when_the_browser_did_not(lead: Lead) -> None:
    lead.timezone = ""
    judged = calling_time(lead, datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert judged.zone == "America/New_York"
    assert "phone number" in judged.taken_from


def test_a_number_from_elsewhere_is_pointed_out(lead: Lead) -> None:
    lead.phone = "+13105550133"
    assert "Los_Angeles" in calling_time(lead, datetime(2026, 12, 1, 15, tzinfo=UTC)).conflict


def test_without_any_hint_the_clinics_zone_counts(lead: Lead) -> None:
    lead.timezone, lead.phone = "Mars/Base", ""
    assert "clinic" in calling_time(lead, timezone.now()).taken_from


def test_the_export_is_safe_and_leaves_out_who_may_not_be_contacted(lead: Lead, manager: Desk) -> None:
    stored_lead(Visitor(), name="=HYPERLINK(1)", phone="+12125550122", email="x@example.com")
    silent = stored_lead(Visitor(), name="Silent One", phone="+12125550123", email="s@example.com")
    work_consent = {"channels": ["call", "text", "email"], "wording": "no more"}
    say(manager, "revoke_consent", silent, **work_consent)
    answer = manager.post("export_leads")
    text = answer.content.decode()
    assert '"\'=HYPERLINK(1)"' in text
    assert '"\'+12125550147"' in text
    assert "Silent One" not in text
    assert "leads exported" in manager.get("audit").content.decode()
    assert ConsentEvent.objects.filter(direction="revoked").count() == 3


def test_a_lead_without_a_phone_is_shown_as_such(visitor: Visitor, agent: Desk) -> None:
    consent = {**lead_body("x")["consent"], "channels": ["email"]}
    lead = stored_lead(visitor, phone=None, consent=consent)
    assert "not given" in agent.get("lead", lead.pk).content.decode()
    assert lead.reference in agent.get("leads").content.decode()
