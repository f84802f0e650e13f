"""A reviewer finds conversations, reads them, and says what was right or wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk.conversations.models import Conversation, Message, Review
from tests.desk.conftest import Desk, Visitor
from tests.desk.fake_brain import FakeBrain
from tests.desk.leads import stored_lead


def shown(desk: Desk, **query: str) -> str:
    return desk.get("conversations", **query).content.decode()


def test_an_empty_desk_says_what_will_come(reviewer: Desk) -> None:
    assert "No conversations yet" in shown(reviewer)


def test_conversations_are_found_by_words_reference_and_id(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("tell me about freeze-dried exosomes")
    Visitor().say("something else")
    lead = stored_lead(visitor)
    for text in ("freeze-dried", lead.reference.lower(), visitor.id):
        page = shown(reviewer, q=text)
        assert "freeze-dried" in page
        assert "something else" not in page
    assert "No conversation matches" in shown(reviewer, q="nothing of the kind")


def test_filters_narrow_down(visitor: Visitor, reviewer: Desk, brain: FakeBrain) -> None:
    brain.nlu = {**brain.nlu, "intent": "nlu_fallback", "confidence": 0.2}
    brain.says = [{"kind": "fallback", "text": "I did not understand."}]
    visitor.say("blorp")
    calm = Visitor()
    brain.nlu, brain.says = {"intent": "greet", "confidence": 0.99}, [{"kind": "smalltalk", "text": "Hello!"}]
    calm.say("good morning")
    for show in ("fallback", "low", "unreviewed"):
        assert "blorp" in shown(reviewer, show=show)
    assert "good morning" not in shown(reviewer, show="low")
    assert "blorp" not in shown(reviewer, intent="greet")
    assert "good morning" in shown(reviewer, intent="greet")


def test_dates_narrow_down(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("an old question")
    old = timezone.now() - timedelta(days=10)
    Conversation.objects.filter(pk=visitor.id).update(created_at=old, last_activity_at=old)
    today = timezone.localdate().isoformat()
    assert "an old question" not in shown(reviewer, **{"from": today})
    assert "an old question" in shown(reviewer, to=today)
    assert "an old question" in shown(reviewer, **{"from": "not a date", "to": "2026-13-40"})


def test_danger_stands_on_top_with_its_words(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("I can't breathe")
    Visitor().say("a later question")
    page = shown(reviewer)
    assert page.index("can&#x27;t breathe") < page.index("a later question")
    assert "emergency – not seen" in page


def test_the_live_badge_counts_what_waits(visitor: Visitor, reviewer: Desk) -> None:
    quiet = reviewer.get("live_badge")
    assert "danger" not in quiet.content.decode()
    visitor.say("I can't breathe")
    loud = reviewer.client.get("/desk/live/badge/", HTTP_IF_NONE_MATCH=quiet["ETag"])
    assert "1 danger alert" in loud.content.decode()
    assert reviewer.client.get("/desk/live/badge/", HTTP_IF_NONE_MATCH=loud["ETag"]).status_code == 304


def test_an_alert_is_acknowledged_once(visitor: Visitor, reviewer: Desk, agent: Desk) -> None:
    visitor.say("I can't breathe")
    alert = Conversation.objects.get(pk=visitor.id).alerts.get()
    assert "Acknowledged" in reviewer.post("acknowledge", alert.pk, note="called the center").content.decode()
    assert "already" in agent.post("acknowledge", alert.pk).content.decode()
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note) == (reviewer.staff, "called the center")


def test_the_transcript_shows_how_each_message_was_understood(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("what are exosomes?")
    page = reviewer.get("transcript", visitor.id).content.decode()
    for part in ("ask what is", "93%", "treatment: exosomes", "exosomes.what-is", "Knowledge version"):
        assert part in page


def test_what_a_visitor_wrote_is_never_html(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("<script>alert(1)</script>{{ clinic_name }}")
    page = reviewer.get("transcript", visitor.id).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ clinic_name }}" in page


def test_opening_a_transcript_is_audited(visitor: Visitor, reviewer: Desk, manager: Desk) -> None:
    reviewer.get("transcript", visitor.id)
    page = manager.get("audit", who="anna", action="read").content.decode()
    assert f"conversation {visitor.id[:8]}" in page


@pytest.mark.parametrize("kind", ["flag", "note", "correction"])
def test_a_message_is_flagged_noted_or_corrected_and_that_taken_back(
    visitor: Visitor, reviewer: Desk, kind: str
) -> None:
    visitor.say("what are exosomes?")
    form = {"kind": kind, "seq": "3", "text": "should say more", "intent": "ask_contents", "facts": "a.b, c.d"}
    page = reviewer.post("review", visitor.id, **form).content.decode()
    assert "should say more" in page
    review = Review.objects.get()
    assert (review.kind, review.suggested_facts, review.message and review.message.seq) == (kind, ["a.b", "c.d"], 3)
    assert Conversation.objects.get(pk=visitor.id).flagged == (kind == "flag")
    assert "should say more" not in reviewer.post("undo_review", review.pk).content.decode()
    assert not Conversation.objects.get(pk=visitor.id).flagged
    assert Review.objects.count() == 1


def test_a_correction_leaves_the_transcript_as_it_was(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("what are exosomes?")
    before = list(Message.objects.values("text", "intent", "facts"))
    reviewer.post("review", visitor.id, kind="correction", seq="3", intent="ask_contents", text="no")
    assert list(Message.objects.values("text", "intent", "facts")) == before


def test_an_empty_note_is_refused(visitor: Visitor, reviewer: Desk) -> None:
    page = reviewer.post("review", visitor.id, kind="note", text="  ").content.decode()
    assert "Write something first" in page
    assert not Review.objects.exists()


def test_a_conversation_is_marked_as_reviewed_and_back(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("hello")
    reviewer.post("review", visitor.id, kind="reviewed")
    assert Conversation.objects.get(pk=visitor.id).reviewed_by == reviewer.staff
    assert "hello" not in shown(reviewer, show="unreviewed")
    reviewer.post("undo_reviewed", visitor.id)
    assert Conversation.objects.get(pk=visitor.id).reviewed_at is None


def test_new_messages_appear_in_an_open_transcript(visitor: Visitor, reviewer: Desk) -> None:
    visitor.say("what are exosomes?")
    url = f"/desk/conversations/{visitor.id}/live/"
    assert reviewer.client.get(url, {"after": "5"}).status_code == 204
    page = reviewer.client.get(url, {"after": "2"}).content.decode()
    assert "what are exosomes?" in page
    assert "after=5" in page


def test_a_request_is_marked_as_dealt_with(visitor: Visitor, reviewer: Desk) -> None:
    from desk.conversations.requests import open_request

    opened, _ = open_request(conversation_id=Conversation.objects.get(pk=visitor.id).pk, kind="complaint")
    assert "complains" in shown(reviewer, show="requests")
    reviewer.post("resolve", opened.pk)
    assert "complains" not in shown(reviewer)


def test_many_conversations_come_in_pages(reviewer: Desk) -> None:
    for number in range(27):
        Visitor().say(f"question number {number}")
    assert "Page 1 of 2" in shown(reviewer)
    assert shown(reviewer, page="2").count("question number") == 2
    assert "Page 2 of 2" in shown(reviewer, page="999")
