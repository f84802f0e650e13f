"""The console in a real browser: nothing to complain about for axe, on a desktop and on a phone, without any error."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from desk.accounts.models import AuditEvent
from desk.accounts.staffing import add_staff
from desk.conversations.models import Conversation
from desk.conversations.requests import open_request
from desk.privacy.requests import open_privacy_request
from scripts.chromium import executable
from tests.desk.conftest import Desk, Visitor
from tests.desk.leads import stored_lead
from tests.desk.server import empty_protected_tables, serving

pytestmark = pytest.mark.django_db(transaction=True)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = [(1280, 900), (390, 844)]


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """Where the console is served."""
    with serving() as found:
        yield found
    empty_protected_tables()


def fill_the_desk() -> list[str]:
    """Something on every page; the addresses of all pages."""
    visitor, danger = Visitor(page="https://clinic.example/prp"), Visitor()
    visitor.say("what are exosomes?")
    danger.say("I can't breathe")
    conversation = Conversation.objects.get(pk=visitor.id)
    open_request(conversation_id=conversation.pk, kind="handoff")
    open_privacy_request(conversation_id=conversation.pk, kind="erase")
    lead = stored_lead(visitor)
    stored_lead(Visitor())
    talks = [f"conversations/{visitor.id}/", f"conversations/{danger.id}/"]
    leads = ["leads/", f"leads/{lead.pk}/"]
    return ["conversations/", "conversations/?q=nothing", *talks, *leads, "privacy/", "staff/", "audit/", "password/"]


def look(address: str, session: str, paths: list[str]) -> list[str]:
    """Opens every page in both sizes; what is wrong. In a thread of its own, because Playwright keeps an event loop."""
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith(address) else problems.append(sent.url))
        for path in paths:
            problems += [f"{path}: {problem}" for problem in look_at_page(page, f"{address}/desk/{path}")]
        browser.close()
    return problems


def look_at_page(page: Page, url: str) -> list[str]:
    """What is wrong with one page: badge missing, wider than the screen, or anything that axe finds."""
    page.goto(url)
    page.wait_for_selector(".badge.danger")
    for closed in page.query_selector_all("details:not([open]) > summary"):
        closed.click()
    problems = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"wider than {width}")
        found = Axe().run(page).response["violations"]
        problems += [f"{width}: {entry['id']} {entry['nodes'][0]['html'][:90]}" for entry in found]
    return problems


def test_every_page_is_sound(address: str) -> None:
    desk = Desk("manager", "reviewer", "agent", username="mia")
    paths = fill_the_desk()
    session = desk.client.cookies["sessionid"].value
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(look, address, session, paths).result(180) == []


def sign_in_and_acknowledge(address: str, password: str, conversation: str) -> str:
    """Signs in by keyboard alone, finds the alert, acknowledges it; the text of the page afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{address}/desk/")
        page.wait_for_selector("input:focus")
        page.keyboard.type("anna")
        page.keyboard.press("Tab")
        page.keyboard.type(password)
        page.keyboard.press("Enter")
        page.click(".badge.danger")
        page.click(f"a[href='/desk/conversations/{conversation}/']")
        page.fill("input[name=note]", "spoke to them")
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice.success")
        text = page.inner_text("main")
        browser.close()
    return text


def test_a_danger_alert_is_found_and_acknowledged(address: str) -> None:
    _, password = add_staff(username="anna", roles=["reviewer"])
    visitor = Visitor()
    visitor.say("I can't breathe")
    with ThreadPoolExecutor(1) as thread:
        text = thread.submit(sign_in_and_acknowledge, address, password, visitor.id).result(60)
    assert "spoke to them" in text
    assert AuditEvent.objects.filter(action="alert acknowledged", actor_name="anna").exists()
