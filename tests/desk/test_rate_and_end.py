"""A visitor rates the chat and ends it."""

import uuid

import pytest

from desk.conversations.models import Conversation
from tests.desk.conftest import Visitor


def rate(visitor: Visitor, **body: object) -> int:
    url = f"{visitor.url}/rating"
    return visitor.client.post(url, body, content_type="application/json", **visitor.headers).status_code


def end(visitor: Visitor) -> int:
    return visitor.client.delete(visitor.url, **visitor.headers).status_code


def test_a_rating_is_kept(visitor: Visitor) -> None:
    assert rate(visitor, score=4, comment="quick") == 204
    conversation = Conversation.objects.get(pk=visitor.id)
    assert (conversation.rating, conversation.rating_comment) == (4, "quick")


@pytest.mark.parametrize("score", [0, 6, "5", None, True, 4.5])
def test_a_score_outside_the_scale_is_refused(visitor: Visitor, score: object) -> None:
    assert rate(visitor, score=score) == 400


@pytest.mark.parametrize("comment", ["x" * 1001, ["a"]])
def test_a_comment_of_the_wrong_shape_is_refused(visitor: Visitor, comment: object) -> None:
    assert rate(visitor, score=3, comment=comment) == 400


def test_after_the_end_only_a_rating_is_taken(visitor: Visitor) -> None:
    assert end(visitor) == 204
    answer = visitor.send({"client_id": str(uuid.uuid4()), "text": "hello?"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "ended")
    assert visitor.client.get(f"{visitor.url}/messages", **visitor.headers).status_code == 410
    assert rate(visitor, score=5) == 204


def test_nobody_else_can_end_it(visitor: Visitor) -> None:
    assert visitor.client.delete(visitor.url, **Visitor().headers).status_code == 401
    assert visitor.say("still here?")
