"""A visitor reloads, goes to another page, opens another tab, or waits for a person."""

from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat


def test_a_reload_continues_where_it_was(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.page.reload()
    expect(chat.log).to_contain_text("$3,000")
    chat.ask("I want to book", "Which treatment")
    assert len(chat.gateway.conversations) == 1
    expect(chat.bubbles("cost")).to_have_count(1)


def test_a_reload_does_not_take_the_focus_or_read_everything_out(chat: Chat) -> None:
    chat.ask("my chest hurts", "Call 911")
    chat.page.reload()
    expect(chat.log).to_contain_text("Call 911")
    assert chat.page.evaluate("document.activeElement.localName") == "body"
    expect(chat.log.get_by_role("alert")).to_have_count(0)


def test_another_page_of_the_site_continues(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.page.goto(chat.gateway.address + "/other")
    expect(chat.log).to_contain_text("$3,000")
    assert len(chat.gateway.conversations) == 1


def test_another_page_on_a_phone_is_not_covered(open_chat: OpenChat) -> None:
    chat = open_chat(width=390, height=844, touch=True)
    chat.page.goto(chat.gateway.address + "/other")
    expect(chat.launcher).to_be_visible()
    chat.open()
    assert len(chat.gateway.conversations) == 1


def test_another_tab_joins_the_same_conversation(chat: Chat, open_page: OpenChat) -> None:
    chat.ask("cost", "$3,000")
    second = open_page("/other", context=chat.page.context)
    second.launcher.click()
    expect(second.log).to_contain_text("$3,000")
    second.ask("I want to book", "Which treatment")
    chat.page.bring_to_front()
    expect(chat.log).to_contain_text("Which treatment")
    expect(chat.bubbles("I want to book")).to_have_count(1)
    assert len(chat.gateway.conversations) == 1


def test_ending_in_one_tab_clears_the_other(chat: Chat, open_page: OpenChat) -> None:
    chat.ask("cost", "$3,000")
    second = open_page("/other", context=chat.page.context)
    second.launcher.click()
    expect(second.log).to_contain_text("$3,000")
    second.option("End conversation")
    second.button("Yes, end it").click()
    expect(chat.window).to_contain_text("Conversation ended")
    expect(chat.window).not_to_contain_text("$3,000")


def test_a_conversation_the_server_forgot_starts_anew(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.gateway.conversations.clear()
    chat.page.reload()
    expect(chat.log).to_contain_text("not a person")
    expect(chat.log).not_to_contain_text("$3,000")


def test_only_the_token_is_stored_and_no_text(chat: Chat) -> None:
    chat.ask("my name is Rosa, 212 555 0199", "I")
    stored = chat.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    assert "Rosa" not in stored
    assert "0199" not in stored
    assert "cost" not in stored
    assert chat.page.evaluate("localStorage.length") == 0
    assert chat.page.evaluate("document.cookie") == ""


def test_it_works_where_storage_is_switched_off(open_page: OpenChat) -> None:
    chat = open_page("/other")
    chat.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no') }})"
    )
    chat.page.reload()
    chat.open()
    chat.ask("cost", "$3,000")


def test_a_team_member_is_shown_as_a_person(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.gateway.staff_says("Hi, this is Dana.")
    expect(chat.log).to_contain_text("Team member (a person)")
    expect(chat.window).to_contain_text("A team member is answering now")
    expect(chat.window).to_contain_text("Automated assistant, not a person")
    chat.say("Hi Dana")
    expect(chat.bubbles("Hi Dana")).to_have_count(1)
    expect(chat.window.locator(".typing")).to_be_hidden()


def test_the_launcher_counts_what_came_while_closed(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.button("Close chat").click()
    chat.gateway.staff_says("Are you still there?")
    expect(chat.launcher).to_have_text("Ask a question1 new")
    chat.launcher.click()
    expect(chat.log).to_contain_text("Are you still there?")
    chat.button("Close chat").click()
    expect(chat.launcher).to_have_text("Ask a question")


def test_a_new_conversation_asks_first_and_ends_the_old_one(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    old = chat.gateway.conversation
    chat.option("New conversation")
    chat.button("Yes, end it").click()
    expect(chat.log).to_contain_text("not a person")
    expect(chat.log).not_to_contain_text("$3,000")
    assert old.ended
    assert len(chat.gateway.conversations) == 2


def test_nothing_is_asked_of_the_server_before_the_visitor_opens_the_chat(open_page: OpenChat) -> None:
    chat = open_page("/other")
    chat.page.wait_for_timeout(300)
    assert [line for line in chat.gateway.requests if "/api/" in line[1]] == []


def test_a_page_in_the_background_stops_listening_and_catches_up(chat: Chat) -> None:
    hide(chat.page, True)
    chat.gateway.staff_says("Written while you were away.")
    chat.page.wait_for_timeout(300)
    expect(chat.log).not_to_contain_text("Written while you were away.")
    hide(chat.page, False)
    expect(chat.log).to_contain_text("Written while you were away.")


def hide(page: Page, hidden: bool) -> None:
    """Tells the page that it went to the background or came back."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )
