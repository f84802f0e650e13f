"""A clinic puts the widget into its own pages."""

import gzip
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat

WIDGET = Path(__file__).resolve().parents[2] / "widget"
BUDGET = 20 * 1024


def test_all_files_together_are_small() -> None:
    everything = b"".join(file.read_bytes() for file in sorted(WIDGET.glob("*.js")))
    assert len(gzip.compress(everything, 9)) <= BUDGET


def test_one_script_tag_is_enough(open_page: OpenChat) -> None:
    chat = open_page("/other")
    expect(chat.host).to_have_count(1)
    expect(chat.launcher).to_be_visible()


def test_loading_the_script_twice_does_no_harm(open_page: OpenChat) -> None:
    chat = open_page("/twice")
    chat.page.wait_for_load_state("networkidle")
    expect(chat.host).to_have_count(1)
    chat.open()


def test_an_element_of_the_page_is_used_and_keeps_its_fallback(open_page: OpenChat) -> None:
    chat = open_page("/own")
    expect(chat.host).to_have_count(1)
    expect(chat.launcher).to_have_text("Ask Harborview")
    expect(chat.host.locator("> a")).to_have_attribute("href", "tel:+12125550147")


def test_without_script_the_phone_link_is_there(open_page: OpenChat, new_context: object) -> None:
    page = new_context(java_script_enabled=False).new_page()  # type: ignore[operator]
    page.goto(open_page("/own").gateway.address + "/own")
    expect(page.get_by_role("link", name="(212) 555-0147")).to_be_visible()


def test_the_pages_phone_link_is_used_while_the_server_is_away(open_page: OpenChat) -> None:
    chat = open_page("/own")
    chat.gateway.fail(".*/api/v1/.*", drop=True, times=99)
    chat.launcher.click()
    expect(chat.host.locator(".footer").get_by_role("link", name="(212) 555-0147")).to_be_visible()


def test_the_page_can_open_and_close_it_and_hears_about_it(open_page: OpenChat) -> None:
    chat = open_page("/other")
    chat.page.evaluate(
        """() => {
          window.heard = [];
          const chat = document.querySelector('consultation-chat');
          for (const name of ['open', 'close', 'error']) chat.addEventListener(name, () => heard.push(name));
          chat.open();
        }"""
    )
    expect(chat.log).to_contain_text("not a person")
    expect(chat.host).to_have_attribute("open", "")
    chat.page.evaluate("document.querySelector('consultation-chat').close()")
    expect(chat.window).to_be_hidden()
    chat.page.evaluate("document.querySelector('consultation-chat').toggleAttribute('open')")
    expect(chat.window).to_be_visible()
    assert chat.page.evaluate("heard") == ["open", "close", "open"]


def test_the_page_hears_when_the_chat_cannot_be_reached(open_page: OpenChat) -> None:
    chat = open_page("/other")
    chat.gateway.fail("POST .*/conversations", status=503)
    error = chat.page.evaluate(
        """() => new Promise(resolve => {
          const chat = document.querySelector('consultation-chat');
          chat.addEventListener('error', event => resolve(event.detail.status));
          chat.open();
        })"""
    )
    assert error == 503


def test_it_says_when_it_is_ready(open_page: OpenChat) -> None:
    chat = open_page("/other")
    told = chat.page.evaluate(
        """() => new Promise(resolve => {
          const chat = document.createElement('consultation-chat');
          chat.addEventListener('ready', () => resolve(true));
          document.body.append(chat);
        })"""
    )
    assert told is True


def test_an_element_can_be_moved_and_removed(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.page.evaluate("document.querySelector('main').append(document.querySelector('consultation-chat'))")
    expect(chat.log).to_contain_text("$3,000")
    chat.page.evaluate("document.querySelector('consultation-chat').remove()")
    expect(chat.host).to_have_count(0)


def test_only_the_page_and_the_time_zone_are_told(open_page: OpenChat) -> None:
    chat = open_page("/other?email=rosa@example.com#top")
    chat.open()
    assert chat.gateway.sent("POST .*/conversations") == [
        {"locale": "en", "page": chat.gateway.address + "/other", "timezone": "America/New_York"}
    ]


def test_odd_attributes_are_ignored(open_page: OpenChat) -> None:
    chat = open_page("/other")
    chat.page.evaluate(
        """() => {
          const chat = document.querySelector('consultation-chat');
          const odd = chat.cloneNode();
          const values = {api: 'javascript:alert(1)', locale: 'xx-<b>', page: '::', label: ' '};
          for (const [name, value] of Object.entries(values)) odd.setAttribute(name, value);
          chat.replaceWith(odd);
        }"""
    )
    expect(chat.launcher).to_have_text("Ask a question")
    chat.open()


def test_theming_by_custom_properties(open_page: OpenChat) -> None:
    chat = open_page("/other")
    chat.page.evaluate("document.querySelector('consultation-chat').style.setProperty('--chat-accent', '#123456')")
    assert chat.launcher.evaluate("at => getComputedStyle(at).backgroundColor") == "rgb(18, 52, 86)"


def test_no_inline_style_is_needed(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    assert chat.host.evaluate("host => host.shadowRoot.querySelectorAll('style, link, script').length") == 0
