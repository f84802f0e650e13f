"""Console pages for managers: the audit log, and staff accounts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from desk.accounts.models import AuditEvent, Staff
from desk.accounts.roles import MANAGER, ROLES, needs
from desk.accounts.staffing import Refused, add_staff, change_roles, new_password, set_active


@needs(MANAGER)
@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did or read what, newest first."""
    who, action = request.GET.get("who", ""), request.GET.get("action", "")
    found = AuditEvent.objects.all()
    if who:
        found = found.filter(actor_name__icontains=who)
    if action:
        found = found.filter(action=action)
    actions = AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct()
    context = {
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "who": who,
        "action": action,
        "actions": actions,
    }
    return render(request, "accounts/audit.html", context)


@needs(MANAGER)
@require_GET
def staff_list(request: HttpRequest) -> HttpResponse:
    """Staff accounts and their roles."""
    accounts = [(staff, {group.name for group in staff.groups.all()}) for staff in _accounts()]
    return render(request, "accounts/staff.html", {"accounts": accounts, "all_roles": ROLES})


def _accounts() -> list[Staff]:
    return list(Staff.objects.prefetch_related("groups").order_by("-is_active", "username"))


@needs(MANAGER)
@require_POST
def staff_add(request: HttpRequest) -> HttpResponse:
    """Adds an account and shows its first password once."""
    roles = [role for role in request.POST.getlist("roles") if role in ROLES]
    try:
        staff, password = add_staff(
            username=request.POST.get("username", "").strip(),
            full_name=request.POST.get("full_name", "").strip(),
            roles=roles,
            by=_manager(request),
        )
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Account {staff.username} is ready. Its password, shown only now: {password}")
    return redirect("staff")


@needs(MANAGER)
@require_POST
def staff_change(request: HttpRequest, username: str) -> HttpResponse:
    """Changes roles, switches an account off or on, or gives it a new password."""
    staff = get_object_or_404(Staff, username=username)
    try:
        messages.success(request, _change(request, staff))
    except Refused as problem:
        messages.error(request, str(problem))
    return redirect("staff")


def _change(request: HttpRequest, staff: Staff) -> str:
    by, step = _manager(request), request.POST.get("step", "")
    if step == "roles":
        change_roles(staff=staff, roles=[role for role in request.POST.getlist("roles") if role in ROLES], by=by)
        return f"Roles of {staff.username} changed."
    if step == "password":
        return f"New password of {staff.username}, shown only now: {new_password(staff=staff, by=by)}"
    active = step == "activate"
    set_active(staff=staff, active=active, by=by)
    return f"{staff.username} can sign in again." if active else f"{staff.username} is signed out and switched off."


def _manager(request: HttpRequest) -> Staff:
    assert isinstance(request.user, Staff)
    return request.user
