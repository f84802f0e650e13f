"""What every console page shows around its content."""

from django.http import HttpRequest

from desk.accounts.models import Staff
from desk.accounts.roles import AGENT, MANAGER, REVIEWER, roles_of
from desk.gateway.policy import policy
from desk.middleware import without_session

_PAGES = [
    ("conversations", "Conversations", {REVIEWER, AGENT, MANAGER}),
    ("leads", "Leads", {AGENT, MANAGER}),
    ("privacy", "Privacy", {MANAGER}),
    ("staff", "Staff", {MANAGER}),
    ("audit", "Audit log", {MANAGER}),
]


def navigation(request: HttpRequest) -> dict[str, object]:
    """The clinic's name, and the pages that the signed-in staff member may open."""
    if without_session(request.path) or not request.path.startswith("/desk/"):
        return {}
    context: dict[str, object] = {
        "clinic_name": policy().knowledge.clinic.name,
        "section": request.path.split("/")[2],
    }
    if isinstance(getattr(request, "user", None), Staff):
        roles = getattr(request, "staff_roles", None) or roles_of(request.user)  # type: ignore[arg-type]
        context["roles"] = roles
        context["pages"] = [(name, title) for name, title, needed in _PAGES if roles & needed]
    return context
