"""From the first question in the widget to the lead on the desk, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from scripts.stack import Stack

REPLY = 20_000


def open_widget(browser: Browser, stack: Stack) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="America/New_York").new_page()
    page.set_default_timeout(REPLY)
    page.goto(stack.address)
    page.locator("consultation-chat button.launcher").click()
    return page


def say(page: Page, words: str, expected: str) -> None:
    window = page.get_by_role("dialog", name="Consultation assistant")
    window.get_by_label("Your message").fill(words)
    window.get_by_label("Your message").press("Enter")
    expect(window.get_by_role("log")).to_contain_text(re.compile(expected), timeout=REPLY)


def test_from_the_first_question_to_the_lead_on_the_desk(browser: Browser, stack: Stack, staff_password: str) -> None:
    page = open_widget(browser, stack)
    say(page, "how big are exosomes?", "nanometers")
    say(page, "I want to book a consultation about exosomes", "name")
    say(page, "Rosa Delgado", "phone")
    say(page, "212-555-0163", "e-mail")
    say(page, "is prp made from my own blood?", "own blood")
    say(page, "rosa@example.com", "When would you like")
    say(page, "next tuesday afternoon", "contact you")
    page.get_by_role("button", name="Yes, contact me").click()
    log = page.get_by_role("log")
    expect(log).to_contain_text(re.compile(r"C-[0-9A-Z]{6}"), timeout=REPLY)
    reference = re.search(r"C-[0-9A-Z]{6}", log.inner_text())
    assert reference
    assert_on_the_desk(browser, stack, staff_password, reference[0])


def assert_on_the_desk(browser: Browser, stack: Stack, password: str, reference: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{stack.address}/desk/")
    page.get_by_label("User name").fill("manager")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{stack.address}/desk/leads/")
    page.get_by_role("link", name="Rosa Delgado").first.click()
    expect(page.locator("main")).to_contain_text(reference)
    expect(page.locator("main")).to_contain_text("how big are exosomes")
    page.goto(f"{stack.address}/desk/")
    page.get_by_role("link", name=re.compile("how big are exosomes")).first.click()
    expect(page.locator("main")).to_contain_text("ask size")
