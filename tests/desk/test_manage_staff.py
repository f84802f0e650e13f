"""A manager looks after staff accounts; the first one comes from a command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from desk.accounts.models import Staff
from desk.accounts.roles import roles_of
from tests.desk.conftest import Desk


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_account_is_made_once_and_may_do_everything() -> None:
    told = run("create_first_staff")
    staff = Staff.objects.get()
    password = told.split("password ")[1].split(" ")[0]
    assert staff.check_password(password)
    assert roles_of(staff) == {"reviewer", "agent", "manager"}
    assert run("create_first_staff") == ""


@pytest.mark.django_db
def test_a_command_adds_accounts() -> None:
    assert "password" in run("add_staff", "omar", "--role", "agent", "--full-name", "Omar Haddad")
    assert Staff.objects.get(username="omar").display_name() == "Omar Haddad"
    with pytest.raises(CommandError, match="already"):
        run("add_staff", "OMAR", "--role", "agent")


def test_a_manager_adds_an_account_whose_password_is_shown_once(manager: Desk) -> None:
    page = manager.post("staff_add", username="lena", full_name="Lena Roth", roles=["agent"]).content.decode()
    password = page.split("shown only now: ")[1].split("<")[0].strip()
    assert Staff.objects.get(username="lena").check_password(password)
    assert password not in manager.get("staff").content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"username": "x", "roles": ["agent"]}, "2 to 60"),
        ({"username": "lena"}, "at least one role"),
        ({"username": "lena", "roles": ["emperor"]}, "at least one role"),
        ({"username": "MIA", "roles": ["agent"]}, "already"),
    ],
)
def test_an_account_that_cannot_be_is_refused(manager: Desk, form: dict[str, object], said: str) -> None:
    assert said in manager.post("staff_add", **form).content.decode()
    assert Staff.objects.count() == 1


def test_roles_are_changed(manager: Desk, reviewer: Desk) -> None:
    manager.post("staff_change", "anna", step="roles", roles=["agent"])
    assert roles_of(reviewer.staff) == {"agent"}
    assert "at least one role" in manager.post("staff_change", "anna", step="roles").content.decode()


def test_the_last_manager_stays(manager: Desk) -> None:
    for form in ({"step": "roles", "roles": ["agent"]}, {"step": "deactivate"}):
        assert "only manager" in manager.post("staff_change", "mia", **form).content.decode()
    assert roles_of(manager.staff) == {"manager"}


def test_a_new_password_ends_the_sessions(manager: Desk, reviewer: Desk) -> None:
    page = manager.post("staff_change", "anna", step="password").content.decode()
    assert "shown only now" in page
    assert reviewer.get("conversations").status_code == 302


def test_an_account_is_switched_off_and_on(manager: Desk, reviewer: Desk) -> None:
    manager.post("staff_change", "anna", step="deactivate")
    assert not Staff.objects.get(username="anna").is_active
    manager.post("staff_change", "anna", step="activate")
    assert Staff.objects.get(username="anna").is_active
