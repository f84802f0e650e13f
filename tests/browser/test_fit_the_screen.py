"""A visitor with a small, a turned or a zoomed screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat

SCREENS = [(320, 568), (320, 256), (390, 844), (844, 390), (640, 430), (768, 1024), (1280, 720)]


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_everything_fits_without_scrolling_sideways(open_chat: OpenChat, width: int, height: int) -> None:
    chat = open_chat(width=width, height=height)
    chat.ask("cost", "$3,000")
    chat.ask("my chest hurts", "nearest emergency room")
    overflowing = chat.page.evaluate(
        """() => {
          const root = document.querySelector('consultation-chat').shadowRoot;
          const wide = [document.documentElement, ...root.querySelectorAll('.panel, .log, .ending, .footer, .head')];
          return wide.filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className || box.localName);
        }"""
    )
    assert overflowing == []
    box = chat.window.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_field_and_help_can_be_reached(open_chat: OpenChat, width: int, height: int) -> None:
    chat = open_chat(width=width, height=height)
    for part in (chat.field, chat.button("Close chat"), chat.window.locator(".footer").get_by_role("link", name="911")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()


def test_a_long_reply_is_shown_from_its_start(chat: Chat) -> None:
    chat.ask("a long answer", "Line 1 of")
    expect(chat.log.get_by_text("Line 1 of a long answer.")).to_be_in_viewport(ratio=0.001)
    top = chat.log.locator(".kind-answer").evaluate("turn => turn.getBoundingClientRect().top")
    log_top = chat.log.evaluate("log => log.getBoundingClientRect().top")
    assert -1 <= top - log_top < 60


def test_reading_back_is_not_interrupted_by_a_new_message(chat: Chat) -> None:
    chat.ask("a long answer", "Line 1 of")
    chat.log.evaluate("log => log.scrollTop = 0")
    chat.gateway.staff_says("Hi, this is Dana.")
    jump = chat.button("New messages")
    expect(jump).to_be_visible()
    assert chat.log.evaluate("log => log.scrollTop") == 0
    jump.click()
    expect(chat.log.get_by_text("Hi, this is Dana.")).to_be_in_viewport()
    expect(jump).to_be_hidden()


def test_large_text_grows_the_field_but_not_over_the_screen(chat: Chat) -> None:
    chat.field.fill("\n".join("line" for _ in range(40)))
    box = chat.field.bounding_box()
    assert box
    assert 60 < box["height"] < 200


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_demo_page_fits(open_page: OpenChat, width: int) -> None:
    chat = open_page(width=width, height=700)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= width
    expect(chat.page.get_by_role("link", name="Staff sign-in")).to_have_attribute("href", "/desk/")
