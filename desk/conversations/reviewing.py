"""What staff say of a conversation: flags, notes, corrections, reviewed. Nothing here edits the transcript (O4)."""

from django.db import transaction
from django.utils import timezone

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.conversations.models import Conversation, DangerAlert, Message, Review


def add_review(
    *,
    conversation: Conversation,
    by: Staff,
    kind: str,
    message: Message | None = None,
    text: str = "",
    suggested_intent: str = "",
    suggested_facts: list[str] | None = None,
) -> Review:
    """Records a flag, a note, a correction or "reviewed"."""
    with transaction.atomic():
        review = Review.objects.create(
            conversation=conversation,
            message=message,
            by=by,
            kind=kind,
            text=text.strip()[:2000],
            suggested_intent=suggested_intent[:60],
            suggested_facts=suggested_facts or [],
        )
        _sum_up(conversation)
        audit(f"review: {kind}", by=by, object_type="conversation", object_id=conversation.pk)
    return review


def undo_review(*, review: Review, by: Staff) -> None:
    """Takes a review back; it stays on record."""
    with transaction.atomic():
        if Review.objects.filter(pk=review.pk, undone_at=None).update(undone_at=timezone.now()):
            _sum_up(review.conversation)
            audit(f"undo: {review.kind}", by=by, object_type="conversation", object_id=review.conversation_id)


def _sum_up(conversation: Conversation) -> None:
    """Keeps what the conversation list is filtered by."""
    standing = Review.objects.filter(conversation=conversation, undone_at=None)
    last = standing.filter(kind="reviewed").order_by("-created_at").first()
    Conversation.objects.filter(pk=conversation.pk).update(
        flagged=standing.filter(kind="flag").exists(),
        reviewed_at=last.created_at if last else None,
        reviewed_by=last.by if last else None,
    )


def acknowledge(*, alert: DangerAlert, by: Staff, note: str = "") -> bool:
    """Records that a staff member has seen an alert; false if somebody had done so before."""
    with transaction.atomic():
        unseen = DangerAlert.objects.filter(pk=alert.pk, acknowledged_at=None)
        done = unseen.update(acknowledged_at=timezone.now(), acknowledged_by=by, note=note.strip()[:500])
        if done:
            audit("alert acknowledged", by=by, object_type="conversation", object_id=alert.conversation_id)
    return bool(done)
