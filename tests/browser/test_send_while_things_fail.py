"""A visitor sends messages while the network or the gateway fails: it is said, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat

SEND = "POST .*/messages"


def client_ids(chat: Chat) -> list[str]:
    """The ids of all send requests, in order."""
    return [body["client_id"] for body in chat.gateway.sent(SEND)]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_short_failure_is_repaired_without_the_visitor(chat: Chat, status: int) -> None:
    chat.gateway.fail(SEND, status=status)
    chat.ask("cost", "$3,000")
    first, second = client_ids(chat)
    assert first == second
    expect(chat.bubbles("cost")).to_have_count(1)


def test_a_lasting_failure_is_told_and_can_be_tried_again(chat: Chat) -> None:
    chat.gateway.fail(SEND, times=3)
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent. Something went wrong on our side.")
    chat.button("Try again").click()
    expect(chat.log).to_contain_text("$3,000")
    assert len(set(client_ids(chat))) == 1
    expect(chat.bubbles("cost")).to_have_count(1)


def test_an_answer_lost_on_the_way_is_not_asked_for_twice(chat: Chat) -> None:
    chat.gateway.fail(SEND, drop=True, after_handling=True)
    chat.ask("cost", "$3,000")
    expect(chat.bubbles("cost")).to_have_count(1)
    visitor = [message for message in chat.gateway.conversation.messages if message["role"] == "visitor"]
    assert len(visitor) == 1


def test_a_failed_message_can_be_edited(chat: Chat) -> None:
    chat.gateway.fail(SEND, times=3)
    chat.say("cost of exosmes")
    chat.button("Edit").click()
    expect(chat.field).to_have_value("cost of exosmes")
    assert chat.focused() == "Your message"
    expect(chat.bubbles("cost of exosmes")).to_have_count(0)


def test_a_later_message_sends_the_failed_one_first(chat: Chat) -> None:
    chat.gateway.fail(SEND, times=3)
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent")
    chat.say("hola")
    expect(chat.log).to_contain_text("Este chat")
    texts = [message["text"] for message in chat.gateway.conversation.messages if message["role"] == "visitor"]
    assert texts == ["cost", "hola"]


def test_offline_is_told_and_the_message_goes_out_when_the_network_is_back(chat: Chat) -> None:
    chat.page.context.set_offline(True)
    chat.say("cost")
    expect(chat.log).to_contain_text("You are offline.")
    chat.page.context.set_offline(False)
    expect(chat.log).to_contain_text("$3,000")
    expect(chat.bubbles("cost")).to_have_count(1)


def test_a_rate_limit_counts_down_and_sends_then(chat: Chat) -> None:
    chat.gateway.fail(SEND, status=429, code="rate_limited", retry_after=3)
    chat.say("cost")
    expect(chat.log).to_contain_text("Sent in 3 s.")
    expect(chat.log).to_contain_text("Sent in 1 s.")
    expect(chat.log).to_contain_text("$3,000")


def test_a_long_rate_limit_is_told_at_once(chat: Chat) -> None:
    chat.gateway.fail(
        SEND, status=429, retry_after=3600, message="That is enough for today. Please call (212) 555-0147."
    )
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent. That is enough for today. Please call (212) 555-0147.")


def test_no_answer_at_all_is_told(open_chat: OpenChat) -> None:
    chat = open_chat(clock=True)
    chat.gateway.fail(SEND, seconds=20, times=3)
    chat.say("cost")
    for _ in range(3):
        expect(chat.log).to_contain_text("Sending")
        chat.page.clock.run_for(25_100)
        chat.page.wait_for_timeout(100)
        chat.page.clock.run_for(3_100)
    expect(chat.log).to_contain_text("Not sent. This took too long.")


@pytest.mark.parametrize("status", [400, 413])
def test_a_refused_message_is_not_sent_again_but_can_be_edited(chat: Chat, status: int) -> None:
    chat.gateway.fail(SEND, status=status, message="Please shorten your message.")
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent. Please shorten your message.")
    expect(chat.button("Try again")).to_have_count(0)
    chat.button("Edit").click()
    expect(chat.field).to_have_value("cost")
    assert len(client_ids(chat)) == 1


@pytest.mark.parametrize("status", [401, 404, 410])
def test_an_expired_conversation_is_explained_and_the_text_kept(chat: Chat, status: int) -> None:
    chat.gateway.fail(SEND, status=status)
    chat.say("my long question about cost")
    expect(chat.notice).to_contain_text("has ended because it was not used for a while")
    chat.button("Start a new conversation").click()
    expect(chat.field).to_have_value("my long question about cost")
    expect(chat.notice).to_be_empty()
    chat.field.press("Enter")
    expect(chat.log).to_contain_text("$3,000")
    assert len(chat.gateway.conversations) == 2


def test_an_error_page_of_a_proxy_is_not_shown(chat: Chat) -> None:
    chat.page.route(
        "**/messages", lambda route: route.fulfill(status=502, body="<html><h1>Bad Gateway nginx</h1></html>")
    )
    chat.say("cost")
    expect(chat.log).to_contain_text("Something went wrong on our side.")
    expect(chat.log).not_to_contain_text("nginx")


def test_a_broken_answer_counts_as_no_answer(chat: Chat) -> None:
    chat.page.route("**/messages", lambda route: route.fulfill(status=200, body='{"messages": [{"seq'), times=1)
    chat.ask("cost", "$3,000")


@pytest.mark.parametrize(
    ("fault", "words"),
    [({"status": 503}, "went wrong"), ({"drop": True}, "offline"), ({"status": 429, "retry_after": 60}, "went wrong")],
)
def test_a_chat_that_cannot_start_says_so_and_keeps_the_text(
    open_page: OpenChat, fault: dict[str, object], words: str
) -> None:
    chat = open_page()
    chat.gateway.fail("POST .*/conversations", times=9, **fault)
    chat.launcher.click()
    expect(chat.notice).to_contain_text("The chat cannot be reached right now.")
    expect(chat.notice).to_contain_text(words)
    expect(chat.notice.get_by_role("link", name="(212) 555-0147")).to_have_attribute("href", "tel:+12125550147")
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent")
    chat.gateway.faults.clear()
    chat.notice.get_by_role("button", name="Try again").click()
    expect(chat.log).to_contain_text("$3,000")
    expect(chat.notice).to_be_empty()


def test_messages_written_while_waiting_are_sent_in_order(chat: Chat) -> None:
    chat.gateway.fail(SEND, seconds=0.5, status=200)
    chat.say("first")
    chat.say("second cost")
    expect(chat.log).to_contain_text("Waiting to be sent")
    expect(chat.log).to_contain_text("$3,000")
    texts = [message["text"] for message in chat.gateway.conversation.messages if message["role"] == "visitor"]
    assert texts == ["first", "second cost"]


def test_leaving_with_an_unsent_message_asks_first(chat: Chat) -> None:
    chat.gateway.fail(SEND, times=3)
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent")
    asked = []
    chat.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    chat.page.reload()
    assert asked == ["beforeunload"]


def test_a_long_text_is_counted_and_still_sent(chat: Chat) -> None:
    chat.field.fill("x" * 1850)
    expect(chat.window.locator("#hint")).to_have_text("1850 of 2000 characters")
    chat.field.fill("x" * 2100)
    expect(chat.window.locator("#hint")).to_have_text("2100 of 2000 characters")
    chat.field.press("Enter")
    expect(chat.log).to_contain_text("I did not understand")
    assert len(chat.gateway.sent(SEND)[0]["text"]) == 2100


def test_a_lost_connection_is_told_and_replaced_by_polling(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.gateway.faults.clear()
    chat.gateway.fail("GET .*/events", status=503, times=99)
    with chat.gateway.changed:
        chat.gateway.stopping = True  # cuts the open stream
        chat.gateway.changed.notify_all()
    chat.gateway.staff_says("Dana here, by polling.")
    expect(chat.log).to_contain_text("Dana here, by polling.", timeout=15_000)


def test_losing_stream_and_polling_shows_a_notice(chat: Chat) -> None:
    chat.gateway.fail("GET .*/(events|messages)", drop=True, times=99)
    with chat.gateway.changed:
        chat.gateway.stopping = True
        chat.gateway.changed.notify_all()
    expect(chat.notice).to_contain_text("The connection is lost.", timeout=15_000)
    chat.gateway.stopping = False
    chat.gateway.faults.clear()
    expect(chat.notice).to_be_empty(timeout=15_000)
