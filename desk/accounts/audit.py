"""Writing the audit log."""

from django.http import HttpRequest

from desk.accounts.models import AuditEvent, Staff


def audit(
    action: str,
    *,
    by: Staff | None,
    object_type: str = "",
    object_id: object = "",
    detail: dict[str, object] | None = None,
    address: str = "",
) -> AuditEvent:
    """Records who did what to which object. `detail` holds identifiers and counts only, no personal data."""
    return AuditEvent.objects.create(
        actor=by,
        actor_name=by.username if by else "system",
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        detail=detail or {},
        address=address,
    )


def audit_read(request: HttpRequest, object_type: str, object_id: object) -> None:
    """Records that the signed-in staff member opened a record (safety rule X15)."""
    staff = request.user
    assert isinstance(staff, Staff)
    audit(
        "read",
        by=staff,
        object_type=object_type,
        object_id=object_id,
        address=request.META.get("REMOTE_ADDR", ""),
    )
