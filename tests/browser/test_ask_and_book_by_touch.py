"""A visitor does everything with a finger on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat


@pytest.fixture
def phone(open_chat: OpenChat) -> Chat:
    """The chat on a phone; opened by a tap."""
    return open_chat(width=390, height=844, touch=True)


def test_it_goes_from_the_first_tap_to_the_confirmation(phone: Chat) -> None:
    phone.button("Book a consultation").tap()
    expect(phone.log).to_contain_text("Which treatment interests you?")
    phone.button("PRP").tap()
    expect(phone.log).to_contain_text("What is your name?")
    for text, reply in [("Rosa", "Which phone number"), ("212 555 0199", "C-7K3MQ2")]:
        phone.field.tap()
        phone.page.keyboard.type(text)
        phone.button("Send").tap()
        expect(phone.log).to_contain_text(reply)


def test_the_window_covers_the_screen_and_the_page_is_out_of_reach(phone: Chat) -> None:
    box = phone.window.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert phone.window.evaluate("dialog => dialog.matches(':modal')")


def test_opening_does_not_raise_the_keyboard(phone: Chat) -> None:
    assert phone.focused() == "Conversation"


def test_pressing_a_quick_reply_does_not_raise_the_keyboard(phone: Chat) -> None:
    phone.button("What does it cost").tap()
    expect(phone.log).to_contain_text("$3,000")
    assert phone.focused() == "Conversation"


def test_typing_does_not_zoom_the_page(phone: Chat) -> None:
    assert phone.field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 16


def test_the_keyboard_does_not_cover_the_field(phone: Chat) -> None:
    phone.field.tap()
    phone.page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, 'height', {value: 420, configurable: true});
          visualViewport.dispatchEvent(new Event('resize'));
        }"""
    )
    box = phone.field.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 420


def test_closing_leads_back_to_the_page(phone: Chat) -> None:
    phone.button("Close chat").tap()
    expect(phone.window).to_be_hidden()
    expect(phone.launcher).to_be_visible()


def test_turning_the_phone_keeps_the_window_and_what_was_typed(phone: Chat) -> None:
    phone.field.fill("half a quest")
    phone.page.set_viewport_size({"width": 844, "height": 390})
    expect(phone.window).to_be_visible()
    expect(phone.field).to_have_value("half a quest")


@pytest.mark.parametrize("touch", [True, False])
def test_targets_are_large_enough(open_chat: OpenChat, touch: bool) -> None:
    chat = open_chat(width=390, height=844, touch=touch)
    chat.ask("my chest hurts", "Call 911")
    chat.ask("cost", "$3,000")
    small = chat.window.evaluate(
        """dialog => [...dialog.querySelectorAll('button, a, summary, textarea')]
          .filter(target => target.checkVisibility() && !target.closest('.text'))
          .map(target => [target.textContent || target.id, target.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""
    )
    assert small == []
