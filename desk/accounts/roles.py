"""Roles, and the decorator that enforces them on the server."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from desk.accounts.models import Staff

REVIEWER, AGENT, MANAGER = "reviewer", "agent", "manager"
ROLES = (REVIEWER, AGENT, MANAGER)
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


class StaffRequest(HttpRequest):
    """A request of a signed-in staff member, for type checking."""

    user: Staff
    staff_roles: frozenset[str]


def roles_of(staff: Staff) -> frozenset[str]:
    """The roles of a staff member."""
    return frozenset(staff.groups.values_list("name", flat=True))


def set_roles(staff: Staff, roles: list[str]) -> None:
    """Gives a staff member exactly these roles."""
    staff.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)


def needs[**P](*roles: str) -> Callable[[View[P]], View[P]]:
    """Lets only staff with one of the roles in: others see the sign-in page, or that they may not (403)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff = request.user
            if not isinstance(staff, Staff) or not staff.is_active:
                return _to_sign_in(request)
            request.staff_roles = roles_of(staff)  # type: ignore[attr-defined]
            if not request.staff_roles & set(roles):  # type: ignore[attr-defined]
                return render(request, "desk/not_allowed.html", {"roles": roles}, status=403)
            _note_presence(request, staff)
            return view(request, *args, **kwargs)

        guarded.needs_roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = "/desk/sign-in/"
        return response
    return redirect_to_login(request.get_full_path())


def _note_presence(request: HttpRequest, staff: Staff) -> None:
    """Remembers that somebody is there, at most once a minute; live updates of a forgotten tab do not count."""
    now = timezone.now()
    stale = staff.last_seen_at is None or (now - staff.last_seen_at).total_seconds() > 60
    if stale and "/live/" not in request.path:
        Staff.objects.filter(pk=staff.pk).update(last_seen_at=now)
