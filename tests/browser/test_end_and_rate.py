"""A visitor ends the conversation and rates it, or not."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat


@pytest.fixture
def ended(chat: Chat) -> Chat:
    """A conversation that was just ended."""
    chat.ask("cost", "$3,000")
    chat.option("End conversation")
    chat.button("Yes, end it").click()
    expect(chat.window).to_contain_text("Conversation ended")
    return chat


def test_it_asks_before_it_ends(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.option("End conversation")
    assert chat.focused() == "Keep chatting"
    chat.button("Keep chatting").click()
    expect(chat.log).to_contain_text("$3,000")
    assert not chat.gateway.conversation.ended


def test_ending_tells_the_server_and_wipes_the_page(ended: Chat) -> None:
    expect(ended.window).not_to_contain_text("$3,000")
    assert "3,000" not in ended.page.content()
    assert ended.page.evaluate("sessionStorage.length") == 0
    assert ended.gateway.conversation.ended
    assert ended.focused() == "Conversation ended"


def test_a_rating_with_a_comment_is_sent(ended: Chat) -> None:
    ended.window.get_by_role("radio", name="4 Very").check()
    ended.window.get_by_label("Anything to add? (optional)").fill("Quick and clear.")
    ended.button("Send rating").click()
    expect(ended.window).to_contain_text("Thank you. Your rating was sent.")
    assert ended.gateway.conversation.rating == {"score": 4, "comment": "Quick and clear."}


def test_a_rating_without_a_number_says_what_is_missing(ended: Chat) -> None:
    ended.button("Send rating").click()
    missing = ended.window.get_by_role("radio", name="1 Not at all")
    assert missing.evaluate("choice => choice.validity.valueMissing && choice.validationMessage !== ''")
    assert ended.gateway.conversation.rating is None


def test_a_rating_that_fails_can_be_sent_again(ended: Chat) -> None:
    ended.gateway.fail("POST .*/rating")
    ended.window.get_by_role("radio", name="2 A little").check()
    ended.button("Send rating").click()
    expect(ended.window).to_contain_text("The rating could not be sent.")
    ended.button("Send rating").click()
    expect(ended.window).to_contain_text("Thank you.")


def test_the_rating_can_be_skipped(ended: Chat) -> None:
    ended.button("Skip").click()
    expect(ended.button("Send rating")).to_have_count(0)
    ended.button("New conversation").click()
    expect(ended.log).to_contain_text("not a person")
    assert len(ended.gateway.conversations) == 2


def test_ending_offline_still_clears_the_screen_and_tells_the_server_later(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.page.context.set_offline(True)
    chat.option("End conversation")
    chat.button("Yes, end it").click()
    expect(chat.window).to_contain_text("Conversation ended")
    assert "3,000" not in chat.page.content()
    with chat.page.expect_response(lambda response: response.request.method == "DELETE"):
        chat.page.context.set_offline(False)
    assert chat.gateway.conversation.ended


def test_a_reply_that_comes_after_the_end_is_not_shown(chat: Chat) -> None:
    chat.gateway.fail("POST .*/messages", seconds=0.6, status=200)
    chat.say("slow cost")
    chat.option("End conversation")
    chat.button("Yes, end it").click()
    chat.page.wait_for_timeout(900)
    expect(chat.window).not_to_contain_text("slow cost")


def test_help_stays_in_the_same_place_after_the_end(ended: Chat) -> None:
    expect(ended.window.get_by_role("link", name="911")).to_be_visible()
    ended.button("Talk to a person").click()
    expect(ended.log).to_contain_text("I passed your wish on")
