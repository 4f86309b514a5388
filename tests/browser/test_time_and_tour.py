"""A newcomer follows the tour and lets the demo's time go by."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.at_work import at_work
from tests.browser.browsing import Visitor, window

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def newcomer(browser: Browser, tmp_path: Path) -> AsyncIterator[Visitor]:
    """Before a page of their own, whose time is theirs to move."""
    async with at_work(tmp_path) as work, window(browser, work, width=1700) as visitor:
        yield visitor


async def test_the_tour_ticks_itself_off_while_the_time_goes_by(newcomer: Visitor) -> None:
    page, clock = newcomer.page, newcomer.page.get_by_role("timer")
    tour = page.get_by_role("complementary", name="Tour")
    await expect(tour.get_by_role("status")).to_have_text("0 of 8 done")

    async def done(title: str) -> None:
        await expect(tour.get_by_role("listitem").filter(has_text=f"Done: {title}")).to_be_visible()

    async def shows(title: str) -> None:
        await tour.get_by_role("button", name=f"Show me: {title}").click()

    assert await newcomer.finds("cut") == [], "the step that comes next cannot be read to its end"
    await newcomer.on_slack("Hari")
    await shows("Ask for help")
    await expect(newcomer.slack.get_by_label("Act as")).to_have_value("slack:U0ASHA001")
    await newcomer.says("My VPN is down, can you help?", "Message #help")
    await done("Ask for help")

    await expect(clock).to_have_text(re.compile("Thu,? 19 Nov, 10:0"))
    await page.get_by_role("button", name="+30 minutes").click()
    await expect(clock).to_have_text(re.compile("Thu,? 19 Nov, 10:3"))
    await page.get_by_role("button", name="Next SLA event").click()
    await expect(clock).to_have_text(re.compile("Thu,? 19 Nov, 10:45"))
    await page.get_by_role("button", name="Next SLA event").click()
    await shows("Break a promise")
    alerts = newcomer.slack.get_by_role("log", name="Messages in escalations")
    await expect(alerts.get_by_text(re.compile("T-1")).first).to_be_visible()
    await expect(alerts.get_by_role("button", name="I'm on It")).to_be_visible()
    await done("Break a promise")

    await shows("Claim it")
    card = newcomer.slack.get_by_role("log", name="Messages in it-triage").get_by_role("article").first
    await card.get_by_role("button", name="Claim").click()
    await done("Claim it")
    await card.get_by_role("button", name="Reply…").click()
    form = newcomer.slack.get_by_role("dialog")
    await form.get_by_role("textbox", name="Reply").fill("Please restart the client.")
    await form.get_by_role("button", name="Send reply").click()
    await done("Answer it")

    await shows("The same ticket on Teams")
    await newcomer.teams.get_by_role("button", name="Priority…").click()
    dialog = newcomer.teams.get_by_role("dialog")
    await dialog.get_by_role("combobox", name="Priority").select_option(label="Urgent")
    await dialog.get_by_role("button", name="Change priority").click()
    await done("The same ticket on Teams")

    await page.get_by_role("button", name="Monday 09:00").click()
    await expect(clock).to_have_text(re.compile("Mon,? 23 Nov, 09:00"))
    await shows("Read the digest")
    digest = newcomer.slack.get_by_role("log", name="Messages in digests")
    await expect(digest.get_by_role("heading", name="IT Support").first).to_be_visible()
    await done("Read the digest")

    await shows("In Hindi")
    await newcomer.says("मेरा वीपीएन नहीं चल रहा है, कृपया मदद करें", "Message Sahayak")
    await done("In Hindi")

    await shows("Connect your own")
    await expect(page.get_by_role("complementary", name="Connect").get_by_text("SAHAYAK_PUBLIC_URL").first).to_be_visible()
    await page.get_by_role("button", name="Tour", exact=True).click()
    await done("Connect your own")
    await expect(tour.get_by_role("status")).to_have_text("8 of 8 done")
