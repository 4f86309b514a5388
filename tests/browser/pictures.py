"""`python -m tests.browser.pictures FOLDER`: the pictures of the README, taken from the demo after its four weeks."""

from __future__ import annotations

import asyncio
import io
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from app import logs
from app.main.demonstration.scenes import ZONE
from tests.browser import installed
from tests.browser.at_work import AtWork, at_work
from tests.browser.browsing import Visitor, opened, window

COLOURS = 200
_SCROLLED = """(one) => new Promise((done) => {
    const below = () => one.getBoundingClientRect().top - one.closest("[role=log]").getBoundingClientRect().top;
    one.scrollIntoView();
    requestAnimationFrame(() => requestAnimationFrame(() => done(below())));
})"""
BEGINS = datetime(2026, 11, 16, 8, 50, tzinfo=ZONE)
"""A Monday, ten minutes before the digests."""

WIDE: dict[str, Any] = {"width": 1440, "height": 860, "color_scheme": "light"}
NARROW: dict[str, Any] = {"width": 960, "height": 760, "color_scheme": "light"}
PHONE: dict[str, Any] = {"width": 390, "height": 780, "color_scheme": "dark", "device_scale_factor": 2, "is_mobile": True}


class Album:
    """Keeps pictures small: a palette instead of every colour."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def keep(self, name: str, shown: Page | Locator) -> None:
        raw = await shown.screenshot(animations="disabled", caret="hide")
        drawn = Image.open(io.BytesIO(raw)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        path = self._folder / f"{name}.png"
        drawn.save(path, optimize=True)
        print(f"{path}  {drawn.width} × {drawn.height}  {path.stat().st_size // 1024} KB")


async def both_platforms(browser: Browser, work: AtWork, album: Album) -> None:
    """What was asked on Slack, and its card on Teams."""
    async with window(browser, work, **WIDE) as visitor:
        log = await visitor.on_slack("Asha", "help")
        await visitor.says("The VPN drops my calls every ten minutes, can you help?")
        asked = log.get_by_role("article").filter(has_text="The VPN drops my calls").last
        await asked.get_by_role("button", name=re.compile("repl")).last.click()
        posts = await visitor.on_teams("Tom", "IT triage")
        post = posts.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="The VPN drops my calls")).last
        await post.get_by_role("button", name="Claim").click()
        thread = visitor.slack.get_by_role("log", name="Replies")
        await expect(thread.get_by_text("Tom is working on it")).to_be_visible()
        await expect(post.get_by_role("definition").filter(has_text="Tom")).to_be_visible()
        await at_rest(visitor)
        await album.keep("both-platforms", visitor.page)


async def hindi(browser: Browser, work: AtWork, album: Album) -> None:
    """The same desk, for an agent who reads Hindi."""
    async with window(browser, work, **NARROW) as visitor:
        await visitor.on_slack("Ravi", "Home")
        await expect(visitor.slack.get_by_role("button", name=re.compile("[\u0900-\u097f]")).first).to_be_visible()
        await at_rest(visitor)
        await album.keep("hindi", visitor.slack)


async def teams_dialog(browser: Browser, work: AtWork, album: Album) -> None:
    async with window(browser, work, **NARROW) as visitor:
        await visitor.page.get_by_role("tab", name="Microsoft Teams").click()
        log = await visitor.on_teams("Tom", "IT triage")
        await log.get_by_role("button", name="Resolve…").last.click()
        dialog = visitor.teams.get_by_role("dialog")
        await dialog.get_by_role("textbox", name="What was done?").fill("Renewed the VPN profile; please sign in once more.")
        await at_rest(visitor)
        await album.keep("teams-dialog", visitor.teams)
        await dialog.get_by_role("button", name="Close").click()


async def phone(browser: Browser, work: AtWork, album: Album) -> None:
    async with window(browser, work, **PHONE) as visitor:
        await visitor.page.get_by_role("tab", name="Microsoft Teams").click()
        await expect(
            visitor.teams.get_by_role("button", name="New ticket").or_(visitor.teams.get_by_role("log")).first
        ).to_be_visible()
        await at_rest(visitor)
        await album.keep("phone-dark", visitor.page)


async def alert(browser: Browser, work: AtWork, album: Album) -> None:
    """A promise is broken, and goes up the ladder."""
    await work.company.on_slack("Bela").says("C0HELP001", "Outage: nobody in Berlin can send mail, please help")
    await work.settle()
    async with window(browser, work, **(NARROW | {"height": 960})) as visitor:
        log = await visitor.on_slack("Lena", "escalations")
        move = visitor.page.get_by_role("button", name="Next SLA event")
        steps = log.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="Outage"))
        while not await steps.filter(has_text=re.compile(r"Escalation level\W*2")).count():
            await move.click()
            await expect(move).not_to_have_attribute("aria-disabled", "true")
            await work.settle()
        await at_top(steps.first)
        await at_rest(visitor)
        await album.keep("sla-alert", visitor.slack)


async def digest(browser: Browser, work: AtWork, album: Album) -> None:
    """Monday morning."""
    async with window(browser, work, **(NARROW | {"height": 1340})) as visitor:
        await visitor.page.get_by_role("button", name="Monday 09:00").click()
        log = await visitor.on_slack("Boris", "digests")
        newest = log.get_by_role("article").filter(has_text=re.compile(r"to\W+(today|(\w+, )?Nov 16)", re.IGNORECASE))
        await expect(newest).not_to_have_count(0)
        await work.settle()
        weekly = log.get_by_role("heading", name="IT Support: weekly").last
        await expect(log.get_by_role("heading", name="People: weekly").last).to_be_visible()
        await at_top(weekly)
        await at_rest(visitor)
        await album.keep("digest", visitor.slack)


PICTURES = (digest, both_platforms, hindi, teams_dialog, phone, alert)
"""In this order: the first and the last let time go by."""


async def at_top(one: Locator) -> None:
    """Scrolled to, and still there when it has been drawn: a list that follows its end may have moved on meanwhile."""
    while True:
        below: float = await one.evaluate(_SCROLLED)
        if below > -2:
            return


async def at_rest(visitor: Visitor) -> None:
    """Nothing is on its way any more, and nothing is pointed at."""
    await visitor.page.mouse.move(2, 2)
    await expect(visitor.page.get_by_role("button", disabled=True, name="Next SLA event")).to_have_count(0)


async def take(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="sahayak-pictures-") as made:
        async with opened() as browser, at_work(Path(made), BEGINS, seeded=True) as work:
            album = Album(folder)
            for picture in PICTURES:
                await picture(browser, work, album)


def main() -> int:
    if len(sys.argv) != 2 or not installed.browser():
        print(
            f"python -m tests.browser.pictures FOLDER (no browser: {installed.ABSENT})" if not installed.browser() else __doc__,
            file=sys.stderr,
        )
        return 2
    logs.configure("error", "auto")
    asyncio.run(take(Path(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
