"""A visitor opens the chat."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from desk.conversations.models import Conversation, Message
from tests.desk.conftest import Visitor


def test_it_says_first_that_it_is_automated_and_where_to_turn(visitor: Visitor) -> None:
    first, second = visitor.start["messages"]
    assert "automated" in first["text"]
    assert "911" in second["text"]


def test_only_a_hash_of_the_token_is_kept(visitor: Visitor) -> None:
    conversation = Conversation.objects.get(pk=visitor.id)
    assert visitor.start["token"] not in str(vars(conversation))
    assert len(visitor.start["token"]) * 6 >= 128


def test_the_page_is_kept_without_query(visitor: Visitor) -> None:
    assert Conversation.objects.get(pk=visitor.id).page == "https://clinic.example/exosomes"


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 300, 7, None, "America/New_York\x00"])
def test_an_unusable_time_zone_is_left_out(zone: object) -> None:
    visitor = Visitor(timezone=zone, page=["not", "text"])
    assert Conversation.objects.get(pk=visitor.id).timezone in ("", "America/New_York")


def test_the_buttons_show_no_payload(visitor: Visitor) -> None:
    assert all(set(button) == {"id", "title"} for button in visitor.start["messages"][1]["buttons"])
    assert Message.objects.get(conversation=visitor.id, seq=2).buttons[0]["payload"].startswith("/")


def test_a_token_opens_its_own_conversation_only(visitor: Visitor) -> None:
    other = Visitor()
    answer = visitor.client.get(f"{other.url}/messages", **visitor.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token")


def test_without_a_token_nothing_is_shown(visitor: Visitor) -> None:
    assert Client().get(f"{visitor.url}/messages").status_code == 401


def test_a_conversation_ends_after_a_week_whatever_happens(visitor: Visitor) -> None:
    Conversation.objects.filter(pk=visitor.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.client.get(f"{visitor.url}/messages", **visitor.headers).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "first"), [("prp-injections", "PRP"), ("Stem-Cell-Therapy", "Stem cells")])
def test_the_treatment_of_the_page_is_offered_first(page: str, first: str) -> None:
    buttons = Visitor(page=f"https://clinic.example/{page}").start["messages"][1]["buttons"]
    assert first.lower() in buttons[0]["title"].lower()
    assert len(buttons) == 5
