"""A real browser before the page, and what a person does in it: by the names of things, never by how they are drawn."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

from tests.browser import installed
from tests.browser.at_work import AtWork

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
PATIENCE_MS = 15_000
WIDTH, HEIGHT = 1500, 900
LOOKING = Path(__file__).with_name("looking.js")

expect.set_options(timeout=PATIENCE_MS)


@asynccontextmanager
async def opened() -> AsyncIterator[Browser]:
    """That browser, without a window."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=installed.browser(), args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def window(
    browser: Browser, work: AtWork, *, width: int = WIDTH, height: int = HEIGHT, **how: Any
) -> AsyncIterator[Visitor]:
    """A window of that size with the page in it. Whatever is done there, nothing odd may happen."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce", **how
    )
    await context.add_init_script(path=LOOKING)
    visitor = Visitor(await context.new_page(), work.page.url)
    await visitor.comes()
    try:
        yield visitor
        await visitor.saw_nothing_odd()
    finally:
        await context.close()


class Visitor:
    """Somebody before the page; `odd` gathers what should never happen there, whatever is done."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self._url = page, url
        self.slack = page.get_by_role("region", name="Slack", exact=True)
        self.teams = page.get_by_role("region", name="Microsoft Teams", exact=True)
        self.odd: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: self._went(request.url))
        page.on("pageerror", lambda error: self.odd.append(f"error on the page: {error}"))
        page.on("console", self._wrote)
        page.on("dialog", self._asked)
        page.on("popup", lambda popup: self.odd.append(f"opened {popup.url}"))

    async def sits_down(self) -> None:
        """Begin anew, in a window of the usual size and colours, with nothing allowed that is not allowed to everybody."""
        self.odd.clear()
        await self.page.context.clear_permissions()
        await self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await self.comes()

    async def comes(self) -> None:
        """Load the page and wait until both platforms are drawn."""
        await self.page.goto(self._url)
        await expect(self.page.get_by_label("Act as").first).to_be_attached()
        await expect(self.page.get_by_role("button", name="Tour", exact=True)).to_be_visible()

    async def be(self, pane: Locator, name: str) -> None:
        """Act as somebody else on that platform."""
        one = pane.get_by_label("Act as")
        wanted = one.get_by_role("option", name=re.compile(rf"^{name}\b"))
        await one.select_option(value=await wanted.get_attribute("value"))

    async def on_slack(self, name: str, place: str = "") -> Locator:
        """Be somebody on Slack and look at a place; the list of its messages."""
        await self.be(self.slack, name)
        if place:
            await self.slack.get_by_role("navigation", name="Channels").get_by_role("button", name=place).click()
        return self.slack.get_by_role("log", name=re.compile("^Messages in"))

    async def on_teams(self, name: str, place: str = "") -> Locator:
        """Be somebody on Teams and look at a place; the list of its messages."""
        await self.be(self.teams, name)
        if place:
            await self.teams.get_by_role("navigation", name="Chats and channels").get_by_role("button", name=place).click()
            await expect(self.teams.get_by_role("heading", name=place, level=2)).to_be_visible()
        return self.teams.get_by_role("log", name="Messages")

    async def says(self, words: str, field: str = "Message") -> None:
        """Write on Slack, in the channel or in the field of that name."""
        box = self.slack.get_by_role("textbox", name=field)
        await box.fill(words)
        await box.press("Enter")

    async def writes(self, words: str, field: str = "Message") -> None:
        """Write on Teams."""
        box = self.teams.get_by_role("textbox", name=field)
        await box.fill(words)
        await box.press("Enter")

    async def finds(self, what: str) -> Any:
        """What `looking.js` sees by that name: a list of what is not as it should be, or an answer."""
        return await self.page.evaluate(f"window.looking.{what}()")

    async def saw_nothing_odd(self) -> None:
        """Nothing was asked of anybody else, nothing failed, and the page's security policy had nothing to forbid."""
        assert self.odd == []
        assert await self.page.evaluate("window.violations") == []

    def _went(self, url: str) -> None:
        if not url.startswith((self._url, "data:", "about:")):
            self.odd.append(f"request to {url}")

    def _wrote(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.odd.append(f"console: {message.text}")

    async def _asked(self, dialog: Any) -> None:
        self.odd.append(f"a {dialog.type} of the browser: {dialog.message}")
        await dialog.dismiss()
