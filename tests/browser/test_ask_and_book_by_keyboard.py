"""A visitor does everything with the keyboard alone."""

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat


def test_it_goes_from_the_launcher_to_the_confirmation(open_page: OpenChat) -> None:
    chat = open_page()
    keys = chat.page.keyboard
    chat.tab_to("Ask a question")
    keys.press("Enter")
    expect(chat.log).to_contain_text("not a person")
    assert chat.focused() == "Your message"
    keys.type("I want to book")
    keys.press("Enter")
    expect(chat.log).to_contain_text("Which treatment interests you?")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    assert chat.focused() == "PRP"
    keys.press("Space")
    expect(chat.log).to_contain_text("What is your name?")
    assert chat.focused() == "Your message"
    for text, reply in [("Rosa", "Which phone number"), ("212 555 0199", "C-7K3MQ2")]:
        keys.type(text)
        keys.press("Enter")
        expect(chat.log).to_contain_text(reply)


def test_escape_closes_and_gives_the_focus_back(chat: Chat) -> None:
    chat.page.keyboard.press("Escape")
    expect(chat.window).to_be_hidden()
    assert chat.focused() == "Ask a question"


def test_escape_gives_the_focus_back_to_the_button_of_the_page(open_page: OpenChat) -> None:
    chat = open_page()
    chat.page.get_by_role("link", name="Ask the assistant").press("Enter")
    expect(chat.log).to_contain_text("not a person")
    chat.page.keyboard.press("Escape")
    assert chat.focused() == "Ask the assistant"


def test_escape_closes_the_options_first(chat: Chat) -> None:
    chat.button("Options").press("Enter")
    chat.page.keyboard.press("Escape")
    expect(chat.window).to_be_visible()
    assert chat.focused() == "Options"


def test_escape_keeps_the_conversation_when_asked_whether_to_end_it(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.option("End conversation")
    chat.page.keyboard.press("Escape")
    expect(chat.button("Yes, end it")).to_be_hidden()
    expect(chat.log).to_contain_text("$3,000")


def test_tab_leaves_the_window_on_a_desktop(chat: Chat) -> None:
    chat.tab_to("(212) 555-0147")
    for _ in range(6):
        chat.page.keyboard.press("Tab")
    assert chat.page.evaluate("document.activeElement.localName") != "consultation-chat"


def test_the_way_to_a_person_is_one_step(chat: Chat) -> None:
    chat.tab_to("Talk to a person")
    chat.page.keyboard.press("Enter")
    expect(chat.log).to_contain_text("I passed your wish on")


def test_enter_sends_and_shift_enter_makes_a_line(chat: Chat) -> None:
    keys = chat.page.keyboard
    keys.type("one")
    keys.press("Shift+Enter")
    keys.type("two")
    assert chat.field.input_value() == "one\ntwo"
    keys.press("Enter")
    expect(chat.field).to_have_value("")
    assert [body["text"] for body in chat.gateway.sent("POST .*/messages")] == ["one\ntwo"]


def test_enter_of_an_input_method_does_not_send(chat: Chat) -> None:
    chat.field.fill("にほん")
    chat.field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    chat.field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))"
    )
    expect(chat.field).to_have_value("にほん")
    assert chat.gateway.sent("POST .*/messages") == []


def test_an_empty_message_is_not_sent(chat: Chat) -> None:
    chat.say("   \n ")
    assert chat.gateway.sent("POST .*/messages") == []


def test_the_focus_is_always_seen(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    unseen = []
    for _ in range(14):
        chat.page.keyboard.press("Tab")
        style = chat.page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
              const ring = at.localName === 'textarea' ? at.parentElement : at;
              const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(ring);
              const ringed = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
              return at === document.body || ringed || boxShadow !== 'none';
            }"""
        )
        if not style:
            unseen.append(chat.focused())
    assert unseen == []
