"""A visitor with a screen reader, another language, a dark or a high-contrast screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def closed(chat: Chat) -> None:
    chat.button("Close chat").click()
    expect(chat.launcher).to_be_visible()


def greeted(chat: Chat) -> None:
    expect(chat.log).to_contain_text("not a person")


def answered(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    chat.log.get_by_text("Where this comes from").last.click()


def booked(chat: Chat) -> None:
    chat.ask("book", "Which treatment")
    chat.button("PRP").click()
    chat.ask("Rosa", "Which phone")
    chat.ask("212 555 0199", "C-7K3MQ2")


def warned(chat: Chat) -> None:
    chat.ask("my chest hurts", "nearest emergency room")


def in_crisis(chat: Chat) -> None:
    chat.ask("I can't do this anymore", "day or night")


def helped_by_a_person(chat: Chat) -> None:
    chat.gateway.staff_says("Hi, this is Dana.")
    expect(chat.log).to_contain_text("Dana")


def failed(chat: Chat) -> None:
    chat.button("Options").press("Escape")
    chat.gateway.fail("POST .*/messages", status=400, message="Please shorten your message.")
    chat.say("cost")
    expect(chat.log).to_contain_text("Not sent")


def expired(chat: Chat) -> None:
    chat.button("New conversation").last.click()
    greeted(chat)
    chat.gateway.fail("POST .*/messages", status=401)
    chat.say("cost")
    expect(chat.notice).to_contain_text("has ended")


def long_text(chat: Chat) -> None:
    chat.field.fill("x" * 2100)


def options(chat: Chat) -> None:
    chat.field.fill("")
    chat.button("Options").click()


def asked_to_end(chat: Chat) -> None:
    chat.option("End conversation")


def rated(chat: Chat) -> None:
    chat.button("Yes, end it").click()
    chat.window.get_by_role("radio", name="4 Very").check()


STATES: list[Callable[[Chat], None]] = [
    greeted, answered, booked, warned, in_crisis, long_text, options,
    failed, helped_by_a_person, asked_to_end, rated, expired, closed,
]  # fmt: skip
SCREENS = {"light": {}, "dark": {"dark": True}, "small phone": {"width": 320, "height": 568, "touch": True}}


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_in_any_state(open_chat: OpenChat, screen: str) -> None:
    chat = open_chat(**SCREENS[screen])
    found = {}
    for state in STATES:
        state(chat)
        found[state.__name__] = violations(chat)
    assert found == {state.__name__: [] for state in STATES}


def violations(chat: Chat) -> list[str]:
    """What axe complains about, with the place."""
    found = Axe().run(chat.page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def test_new_messages_are_announced_politely_and_named(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(chat.log).to_have_accessible_name("Conversation")
    expect(chat.log.locator(".visitor").last).to_contain_text("You: cost")
    expect(chat.log.locator(".bot").last).to_contain_text("Assistant: The article gives")


@pytest.mark.parametrize("text", ["my chest hurts", "I can't do this anymore"])
def test_danger_replies_are_alerts(chat: Chat, text: str) -> None:
    chat.ask(text, "911")
    expect(chat.log.get_by_role("alert")).to_contain_text("911")


def test_an_answer_and_its_disclaimer_are_one(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    expect(chat.log.locator(".kind-answer .bubble")).to_contain_text("not medical advice")


def test_sources_are_there_but_folded(chat: Chat) -> None:
    chat.ask("cost", "$3,000")
    source = chat.log.get_by_text("Exosomes and stem cells compared – Cost")
    expect(source).to_be_hidden()
    chat.log.get_by_text("Where this comes from").press("Enter")
    expect(source).to_be_visible()


def test_writing_is_announced_once_and_only_when_it_takes_long(chat: Chat) -> None:
    chat.page.evaluate(
        """() => {
          window.told = [];
          const place = document.querySelector('consultation-chat').shadowRoot.querySelector('.writing');
          const note = () => place.textContent && window.told.push(place.textContent);
          new MutationObserver(note).observe(place, {childList: true});
        }"""
    )
    chat.ask("cost", "$3,000")
    assert chat.page.evaluate("window.told") == []
    chat.gateway.fail("POST .*/messages", seconds=2.2, status=200)
    chat.say("hola")
    expect(chat.log).to_contain_text("Este chat", timeout=12_000)
    assert chat.page.evaluate("window.told").count("The assistant is writing") == 1


def test_it_always_says_that_it_is_automated_and_where_help_is(chat: Chat) -> None:
    for act in (answered, warned, asked_to_end, rated):
        act(chat)
        expect(chat.window.get_by_text("Automated assistant, not a person")).to_be_visible()
        expect(chat.window.locator(".footer").get_by_role("link", name="911")).to_be_visible()
        expect(chat.window.locator(".footer").get_by_role("link", name="(212) 555-0147")).to_be_visible()
        expect(chat.button("Talk to a person")).to_be_visible()


def test_old_quick_replies_are_history(chat: Chat) -> None:
    chat.button("What does it cost").click()
    expect(chat.log).to_contain_text("$3,000")
    expect(chat.button("What are exosomes")).to_be_disabled()
    expect(chat.button("Is it safe")).to_be_enabled()
    expect(chat.button("Book a consultation").first).to_be_disabled()


def test_a_foreign_reply_says_its_language(chat: Chat) -> None:
    chat.ask("hola", "Este chat")
    expect(chat.bubbles("Este chat solo habla inglés")).to_have_count(0)
    expect(chat.log.locator("[lang=es]")).to_contain_text("Este chat solo habla inglés")


def test_a_spanish_page_gets_a_spanish_window_with_english_replies_marked(open_page: OpenChat) -> None:
    chat = open_page("/own")
    chat.launcher.click()
    window = chat.page.get_by_role("dialog", name="Asistente de consulta")
    expect(window).to_contain_text("Asistente automático, no es una persona")
    expect(window.get_by_role("log").locator("[lang=en]").first).to_contain_text("not a person")
    assert chat.gateway.sent("POST .*/conversations")[0]["locale"] == "es"


def test_right_to_left_is_mirrored_and_texts_keep_their_direction(open_page: OpenChat) -> None:
    chat = open_page("/rtl")
    chat.launcher.click()
    expect(chat.log).to_contain_text("not a person")
    box = chat.window.bounding_box()
    assert box
    assert box["x"] < 100
    chat.say("مرحبا Rosa")
    expect(chat.log.locator(".visitor .text")).to_have_attribute("dir", "auto")


def test_no_motion_for_those_who_want_none(chat: Chat) -> None:
    moving = chat.host.evaluate(
        """host => [...host.shadowRoot.querySelectorAll('*')]
          .filter(at => getComputedStyle(at).animationName !== 'none').length"""
    )
    assert moving == 0


def test_forced_colors_keep_borders(open_chat: OpenChat) -> None:
    chat = open_chat(forced_colors="active")
    chat.ask("cost", "$3,000")
    bare = chat.window.locator(".bubble, .reply, .send").evaluate_all(
        "all => all.filter(at => parseFloat(getComputedStyle(at).borderTopWidth) < 1).length"
    )
    assert bare == 0
