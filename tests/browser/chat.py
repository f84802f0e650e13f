"""The widget as a person meets it: by names, roles and texts."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.fake_gateway import FakeGateway


class Chat:
    """One page with the widget."""

    def __init__(self, page: Page, gateway: FakeGateway) -> None:
        self.page = page
        self.gateway = gateway
        self.host = page.locator("consultation-chat")
        self.launcher = page.locator("consultation-chat button.launcher")
        self.window = page.get_by_role("dialog", name="Consultation assistant")
        self.log = self.window.get_by_role("log")
        self.field = self.window.get_by_label("Your message")
        self.notice = self.window.locator(".notice[role=status]")

    def open(self) -> None:
        """Presses the launcher and waits for the first messages."""
        self.launcher.click()
        expect(self.log).to_contain_text("not a person")

    def say(self, text: str) -> None:
        """Types a text and presses Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str, reply: str) -> None:
        """Says a text and waits for a reply."""
        self.say(text)
        expect(self.log).to_contain_text(reply)

    def button(self, name: str) -> Locator:
        """A button inside the window."""
        return self.window.get_by_role("button", name=name, exact=True)

    def option(self, name: str) -> None:
        """Chooses from the options."""
        self.button("Options").click()
        self.button(name).click()

    def bubbles(self, text: str) -> Locator:
        """The message bubbles with exactly this text."""
        return self.log.locator(".text").get_by_text(text, exact=True)

    def focused(self) -> Any:
        """Role or tag, and name, of the element with the keyboard focus, looking into the shadow tree."""
        return self.page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
              return at?.getAttribute('aria-label') || at?.labels?.[0]?.textContent || at?.textContent?.trim();
            }"""
        )

    def tab_to(self, name: str, limit: int = 40) -> None:
        """Presses Tab until the element of this name has the focus."""
        for _ in range(limit):
            if self.focused() == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {name!r}; it is at {self.focused()!r}")
