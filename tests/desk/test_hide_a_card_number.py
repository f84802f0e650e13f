"""A visitor types a number that must not be kept."""

from desk.conversations.models import Message
from desk.gateway.policy import policy
from tests.desk.conftest import Visitor
from tests.desk.fake_brain import FakeBrain

CARD = "4111 1111 1111 1111"


def test_it_is_masked_before_anything_is_stored_or_sent_on(visitor: Visitor, brain: FakeBrain) -> None:
    said = visitor.say(f"my card is {CARD}, what is prp?")
    assert CARD not in str(said)
    assert CARD not in str(brain.asked)
    stored = Message.objects.get(pk=said[0]["id"])
    assert CARD not in str(vars(stored))
    assert stored.masked


def test_the_visitor_is_told(visitor: Visitor) -> None:
    assert visitor.say(f"my card is {CARD}")[1]["text"] == policy().text("masked_notice")


def test_a_comment_with_the_rating_is_masked_too(visitor: Visitor) -> None:
    url = f"{visitor.url}/rating"
    body = {"score": 5, "comment": CARD}
    assert visitor.client.post(url, body, content_type="application/json", **visitor.headers).status_code == 204
    assert CARD not in str(vars(Message.objects.filter(conversation=visitor.id)[0].conversation))
