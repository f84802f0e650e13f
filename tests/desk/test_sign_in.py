"""A staff member signs in and out."""

import time

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from desk.accounts.models import AuditEvent, Staff
from desk.accounts.staffing import add_staff, set_active
from tests.desk.conftest import Desk, Visitor
from tests.desk.leads import stored_lead

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str, **extra: str) -> int:
    body = {"username": username, "password": password, **extra}
    return client.post("/desk/sign-in/", body).status_code


def test_the_right_password_opens_the_desk() -> None:
    staff, password = add_staff(username="anna", roles=["reviewer"])
    client = Client()
    assert sign_in(client, "anna", password) == 302
    assert client.get("/desk/conversations/").status_code == 200
    assert AuditEvent.objects.filter(action="signed in", actor=staff).exists()


def test_a_wrong_password_is_refused_without_saying_which_part() -> None:
    add_staff(username="anna", roles=["reviewer"])
    answer = Client().post("/desk/sign-in/", {"username": "anna", "password": "x"})
    other = Client().post("/desk/sign-in/", {"username": "nobody", "password": "x"})
    assert answer.status_code == other.status_code == 403
    assert b"do not match" in answer.content
    assert b"do not match" in other.content


def test_five_wrong_passwords_lock_the_name() -> None:
    _, password = add_staff(username="anna", roles=["reviewer"])
    for _ in range(5):
        sign_in(Client(), "anna", "wrong")
    assert sign_in(Client(), "anna", password) == 429


def test_it_goes_on_where_one_wanted_to_go_but_never_elsewhere() -> None:
    _, password = add_staff(username="anna", roles=["reviewer"])
    form = {"username": "anna", "password": password}
    inside = Client().post("/desk/sign-in/", {**form, "next": "/desk/audit/"})
    outside = Client().post("/desk/sign-in/", {**form, "next": "https://evil.example/"})
    assert inside["Location"] == "/desk/audit/"
    assert "evil" not in outside["Location"]


def test_signing_out_ends_the_session_on_the_server(reviewer: Desk) -> None:
    cookie = reviewer.client.cookies["sessionid"].value
    reviewer.post("sign_out")
    stolen = Client()
    stolen.cookies["sessionid"] = cookie
    assert stolen.get("/desk/conversations/").status_code == 302


def test_a_quarter_of_an_hour_without_doing_anything_signs_out(reviewer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reviewer.get("conversations").status_code == 200
    now = time.time()
    monkeypatch.setattr("desk.middleware.time.time", lambda: now + 10 * 60)
    assert reviewer.get("live_badge").status_code == 200
    monkeypatch.setattr("desk.middleware.time.time", lambda: now + 16 * 60)
    assert reviewer.get("conversations").status_code == 302


def test_a_live_part_of_a_forgotten_tab_sends_the_page_to_the_sign_in() -> None:
    answer = Client().get("/desk/live/badge/", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/desk/sign-in/")


def test_an_account_that_is_switched_off_is_out_at_once(reviewer: Desk, manager: Desk) -> None:
    set_active(staff=reviewer.staff, active=False, by=manager.staff)
    assert reviewer.get("conversations").status_code == 302


def test_a_password_can_be_changed(reviewer: Desk) -> None:
    reviewer.staff.set_password("an-old-password-17")
    reviewer.staff.save()
    reviewer.client.force_login(reviewer.staff, backend="django.contrib.auth.backends.ModelBackend")
    form = {"old_password": "an-old-password-17", "new_password1": "short", "new_password2": "short"}
    assert b"at least 12" in reviewer.post("change_password", **form).content
    form.update(new_password1="a-much-better-one-4", new_password2="a-much-better-one-4")
    reviewer.post("change_password", **form)
    assert Staff.objects.get(username="anna").check_password("a-much-better-one-4")


def test_a_form_without_its_token_changes_nothing(manager: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = manager.client.cookies
    answer = client.post("/desk/staff/add/", {"username": "eve", "roles": "manager"})
    assert answer.status_code == 403
    assert not Staff.objects.filter(username="eve").exists()


ALLOWED = {
    "conversations": {"reviewer", "agent", "manager"},
    "leads": {"agent", "manager"},
    "privacy": {"manager"},
    "staff": {"manager"},
    "audit": {"manager"},
    "export_leads": {"manager"},
    "find_person": {"manager"},
    "erase_person": {"manager"},
    "export_person": {"manager"},
    "run_retention": {"manager"},
    "staff_add": {"manager"},
    "staff_change": {"manager"},
    "close_privacy_request": {"manager"},
    "receipt": {"manager"},
    "review": {"reviewer", "manager"},
    "undo_review": {"reviewer", "manager"},
    "undo_reviewed": {"reviewer", "manager"},
    "take_over": {"agent", "manager"},
    "reply": {"agent", "manager"},
    "hand_back": {"agent", "manager"},
    "acknowledge": {"reviewer", "agent", "manager"},
    "resolve": {"reviewer", "agent", "manager"},
    "transcript": {"reviewer", "agent", "manager"},
    "live_messages": {"reviewer", "agent", "manager"},
    "live_badge": {"reviewer", "agent", "manager"},
    "home": {"reviewer", "agent", "manager"},
    "change_password": {"reviewer", "agent", "manager"},
}
LEAD_STEPS = "lead claim release attempt callback lead_note hand_off close_lead reopen_lead do_not_call revoke_consent"
ALLOWED.update({name: {"agent", "manager"} for name in LEAD_STEPS.split()})
OPEN = {"sign_in", "sign_out"}
ID = "7c9c1f7e-0000-4000-8000-000000000000"


def console_names() -> dict[str, list[str]]:
    """Every named address of the console with arguments that fit."""
    found = {}
    for name, entries in get_resolver().reverse_dict.lists():
        pattern, parameters = entries[0][0][0]
        if isinstance(name, str) and pattern.startswith("desk/"):
            found[name] = ["anna" if parameter == "username" else ID for parameter in parameters]
    return found


def test_every_page_of_the_console_has_its_roles_written_down() -> None:
    assert set(console_names()) == set(ALLOWED) | OPEN


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_stranger_is_sent_to_the_sign_in(name: str) -> None:
    url = reverse(name, args=console_names()[name])
    for answer in (Client().get(url), Client().post(url)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("role", ["reviewer", "agent", "manager"])
def test_each_role_reaches_its_own_pages_only(role: str) -> None:
    desk = Desk(role, username="somebody")
    for name, args in console_names().items():
        if name in ALLOWED:
            url = reverse(name, args=args)
            refused = 403 in (desk.client.get(url).status_code, desk.client.post(url).status_code)
            assert refused == (role not in ALLOWED[name]), name


def test_an_agent_sees_no_conversation_that_is_not_theirs_to_handle(visitor: Visitor, agent: Desk) -> None:
    visitor.say("just a question")
    assert agent.get("transcript", visitor.id).status_code == 404
    stored_lead(visitor)
    assert agent.get("transcript", visitor.id).status_code == 200
    danger = Visitor()
    danger.say("I can't breathe")
    assert agent.get("transcript", danger.id).status_code == 200
