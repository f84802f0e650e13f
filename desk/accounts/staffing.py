"""Staff accounts: adding them, changing their roles, switching them off."""

import re
import secrets

from django.contrib.sessions.models import Session
from django.db import transaction

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.accounts.roles import MANAGER, roles_of, set_roles

_NAME = re.compile(r"[A-Za-z0-9._@-]{2,60}")


class Refused(Exception):
    """The change is not possible; the text says why and what to do."""


def add_staff(*, username: str, roles: list[str], full_name: str = "", by: Staff | None = None) -> tuple[Staff, str]:
    """A new account and its first password, which is stored nowhere. Raises `Refused`."""
    if not _NAME.fullmatch(username):
        raise Refused("A user name has 2 to 60 letters, digits, dots, hyphens or underscores.")
    if not roles:
        raise Refused("Choose at least one role.")
    if Staff.objects.filter(username__iexact=username).exists():
        raise Refused(f"There is an account {username} already. Choose another name.")
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        first, _, last = full_name.partition(" ")
        staff = Staff.objects.create_user(username, password=password, first_name=first[:150], last_name=last[:150])
        set_roles(staff, roles)
        audit("account added", by=by, object_type="staff", object_id=username, detail={"roles": roles})
    return staff, password


def change_roles(*, staff: Staff, roles: list[str], by: Staff) -> None:
    """Gives an account other roles. Raises `Refused` when no manager would be left."""
    if not roles:
        raise Refused("Choose at least one role.")
    with transaction.atomic():
        if MANAGER not in roles:
            _keep_a_manager(staff)
        set_roles(staff, roles)
        audit("roles changed", by=by, object_type="staff", object_id=staff.username, detail={"roles": roles})


def set_active(*, staff: Staff, active: bool, by: Staff) -> None:
    """Switches an account off (its sessions end at once) or on again."""
    with transaction.atomic():
        if not active:
            _keep_a_manager(staff)
            end_sessions(staff)
        Staff.objects.filter(pk=staff.pk).update(is_active=active)
        audit("account on" if active else "account off", by=by, object_type="staff", object_id=staff.username)


def new_password(*, staff: Staff, by: Staff | None) -> str:
    """A new password for an account; its sessions end."""
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        staff.set_password(password)
        staff.save(update_fields=["password"])
        end_sessions(staff)
        audit("password reset", by=by, object_type="staff", object_id=staff.username)
    return password


def end_sessions(staff: Staff) -> None:
    """Signs an account out everywhere."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(staff.pk):
            session.delete()


def _keep_a_manager(staff: Staff) -> None:
    others = Staff.objects.filter(is_active=True, groups__name=MANAGER).exclude(pk=staff.pk)
    if MANAGER in roles_of(staff) and not others.exists():
        raise Refused("This is the only manager. Make somebody else a manager first.")
