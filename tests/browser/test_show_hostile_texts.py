"""Texts of visitors, the server or a person are shown as text; only known numbers and addresses become links."""

import pytest
from playwright.sync_api import expect

from tests.browser.canned import XSS
from tests.browser.chat import Chat


@pytest.mark.parametrize("text", XSS)
def test_what_a_visitor_types_is_shown_as_typed(chat: Chat, text: str) -> None:
    chat.say(text)
    expect(chat.log.locator(".visitor .text")).to_have_text([text])
    assert chat.page.evaluate("window.hacked") is None
    assert chat.log.locator(".visitor").locator("a, img, script, svg, iframe").count() == 0


def test_what_the_server_says_is_shown_as_text(chat: Chat) -> None:
    chat.ask("script", "{{7*7}}")
    for text in XSS:
        expect(chat.log.locator(".bot .text").filter(has_text=text).first).to_be_visible()
        expect(chat.log.locator(".reply").filter(has_text=text).first).to_be_attached()
    assert chat.page.evaluate("window.hacked") is None
    assert chat.log.locator(".bot .text").locator("img, script, svg, iframe").count() == 0
    assert chat.log.locator("a[href^='javascript'], a[href*='evil']").count() == 0


def test_hostile_kinds_and_sources_do_no_harm(chat: Chat) -> None:
    hostile = "x\" onmouseover=\"window.hacked='kind'"
    with chat.gateway.changed:
        chat.gateway.conversation.add(
            "bot", hostile, "odd", sources=[{"article": XSS[0], "section": XSS[1]}], lang=hostile
        )
        chat.gateway.changed.notify_all()
    expect(chat.log).to_contain_text("odd")
    assert chat.page.evaluate("window.hacked") is None


def links(chat: Chat, kind: str) -> list[list[str]]:
    """Text and target of the links in the messages of one kind."""
    found: list[list[str]] = chat.log.locator(f".kind-{kind} a").evaluate_all(
        "links => links.map(link => [link.textContent, link.getAttribute('href')])"
    )
    return found


def test_an_emergency_reply_can_be_tapped(chat: Chat) -> None:
    chat.ask("my chest hurts", "nearest emergency room")
    assert links(chat, "emergency") == [["911", "tel:911"], ["Call 911", "tel:911"]]


def test_a_crisis_reply_can_be_tapped(chat: Chat) -> None:
    chat.ask("I can't do this anymore", "day or night")
    assert links(chat, "crisis") == [
        ["988", "tel:988"],
        ["911", "tel:911"],
        ["988lifeline.org", "https://988lifeline.org"],
        ["Call 988", "tel:988"],
        ["Text 988", "sms:988"],
        ["Call 911", "tel:911"],
    ]


def test_the_clinics_own_contacts_can_be_tapped(chat: Chat) -> None:
    chat.ask("talk to a person", "I passed your wish on")
    assert links(chat, "handoff") == [
        ["(212) 555-0147", "tel:+12125550147"],
        ["hello@example.com", "mailto:hello@example.com"],
    ]


def test_numbers_that_only_look_alike_are_no_links(chat: Chat) -> None:
    chat.ask("link please", "Report it")
    assert links(chat, "notice")[-1] == ["https://www.fda.gov/safety/medwatch", "https://www.fda.gov/safety/medwatch"]
    assert chat.log.locator("a", has_text="https").get_attribute("rel") == "noopener noreferrer"


def test_a_visitors_own_number_is_no_link(chat: Chat) -> None:
    chat.ask("Rosa", "Which phone number")
    chat.ask("212 555 0199", "C-7K3MQ2")
    assert links(chat, "confirmation") == [["(212) 555-0147", "tel:+12125550147"]]
