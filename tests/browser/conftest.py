"""A browser, a fake gateway, and pages that are watched: no request elsewhere, no script error, no CSP report."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.chromium import executable
from tests.browser.chat import Chat
from tests.browser.fake_gateway import FakeGateway

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenChat = Callable[..., Chat]


# Per module: two Playwrights must not run at once, and the order of modules is random.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium that is installed, or Playwright's own; `make test` sees to it that there is one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    """A fresh fake gateway."""
    with FakeGateway() as running:
        yield running


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts that are closed after the test."""
    made: list[BrowserContext] = []

    def make(
        *, width: int = 1280, height: int = 860, dark: bool = False, touch: bool = False, **more: object
    ) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            is_mobile=touch,
            locale="en-US",
            timezone_id="America/New_York",
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(8000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def troubles(gateway: FakeGateway) -> Iterator[list[str]]:
    """What a watched page must never do; checked after every test."""
    seen: list[str] = []
    yield seen
    assert seen == []


@pytest.fixture
def watch(gateway: FakeGateway, troubles: list[str]) -> Callable[[Page], Page]:
    """Notes script errors, policy reports and requests to other origins of a page."""

    def watched(page: Page) -> Page:
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda request: _same_origin(request.url, gateway.address) or troubles.append(request.url))
        return page

    return watched


@pytest.fixture
def open_page(
    gateway: FakeGateway, new_context: Callable[..., BrowserContext], watch: Callable[[Page], Page]
) -> Callable[..., Chat]:
    """Opens a page with the widget, the window still closed."""

    def opened(
        path: str = "/", *, context: BrowserContext | None = None, clock: bool = False, **options: object
    ) -> Chat:
        page = watch((context or new_context(**options)).new_page())
        if clock:
            page.clock.install()
        page.goto(gateway.address + path)
        chat = Chat(page, gateway)
        chat.host.wait_for(state="attached")
        return chat

    return opened


@pytest.fixture
def open_chat(open_page: Callable[..., Chat]) -> OpenChat:
    """Opens a page and the window, and waits for the greeting."""

    def opened(path: str = "/", **options: object) -> Chat:
        chat = open_page(path, **options)
        chat.open()
        return chat

    return opened


@pytest.fixture
def chat(open_chat: OpenChat) -> Chat:
    """The chat, open, on a desktop page."""
    return open_chat()


def _same_origin(url: str, address: str) -> bool:
    return url.startswith(address) and urlsplit(url).netloc == urlsplit(address).netloc
