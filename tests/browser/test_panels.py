"""The panels beside both platforms: what goes over the wire, how to connect, and links from one platform to the other."""

from __future__ import annotations

import re

import aiohttp
import pytest
from playwright.async_api import expect

from tests.browser.at_work import AtWork
from tests.browser.browsing import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")
RED = "rgb(177, 14, 43)"


async def test_the_inspector_shows_the_signed_request(visitor: Visitor) -> None:
    await visitor.on_slack("Bela", "help")
    await visitor.says("The coffee machine asks for a password, can you help?")
    await visitor.page.get_by_role("button", name="Inspector").click()
    inspector = visitor.page.get_by_role("complementary", name="Inspector")
    await inspector.get_by_role("combobox", name="Platform").select_option(label="Slack")
    await inspector.get_by_role("combobox", name="Direction").select_option(label="To the desk")
    rows = inspector.get_by_role("listitem")
    await expect(rows.filter(has_text="← desk")).to_have_count(0)
    await rows.filter(has_text="event").filter(has_text="200").last.get_by_text("event").click()
    await expect(inspector.get_by_label("Headers").first).to_contain_text(re.compile(r"X-Slack-Signature: v0=\w{64}"))
    await expect(inspector.get_by_label("Request").first).to_contain_text('"type": "event_callback"')


async def test_what_a_platform_refuses_is_red(visitor: Visitor, company: AtWork) -> None:
    headers = {"Authorization": f"Bearer {company.company.slack.bot_token}"}
    wrong = {"channel": "C0HELP001", "text": "x", "blocks": [{"type": "nonsense"}]}
    address = f"{company.company.slack.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(address, json=wrong) as answer:
        assert (await answer.json())["ok"] is False
    await visitor.page.get_by_role("button", name="Inspector").click()
    inspector = visitor.page.get_by_role("complementary", name="Inspector")
    await inspector.get_by_role("checkbox", name="Only what was refused").check()
    row = inspector.get_by_role("listitem").filter(has_text="chat.postMessage")
    await expect(row.get_by_text("invalid_blocks").first).to_be_visible()
    await expect(row.get_by_text("invalid_blocks").first).to_have_css("color", RED)
    assert company.company.slack.bot_token not in await inspector.inner_text()


async def test_how_to_connect_is_copied_at_a_press(visitor: Visitor) -> None:
    await visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await visitor.page.get_by_role("button", name="Connect").click()
    panel = visitor.page.get_by_role("complementary", name="Connect")
    await expect(panel.get_by_text("TEAMS_APP_ID").first).to_be_visible()
    await panel.get_by_role("button", name="Copy: Your Slack workspace").click()
    await expect(panel.get_by_text("Copied.")).to_be_visible()
    copied = await visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("_metadata:")
    assert "slash_commands:" in copied


async def test_a_link_to_the_other_platform_opens_there(visitor: Visitor) -> None:
    await visitor.on_teams("Nina", "Help")
    await visitor.writes("The big screen shows only green, can you help?", "Start a post in Help")
    triage = await visitor.on_slack("Mina", "it-triage")
    card = triage.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="The big screen shows only green"))
    await visitor.on_teams("Omar", "Office triage")
    await card.get_by_role("link").first.click()
    await expect(visitor.teams.get_by_role("heading", name="Help", level=2)).to_be_visible()
    await expect(
        visitor.teams.get_by_role("log", name="Messages").get_by_text("The big screen shows only green").first
    ).to_be_visible()


async def test_a_link_back_opens_on_slack(visitor: Visitor, company: AtWork) -> None:
    asked = await company.company.on_slack("Asha").says("C0HELP001", "My headset whistles, can you help?")
    await company.settle()
    await visitor.on_teams("Tara", "Help")
    address = f"https://sandbox.slack.com/archives/C0HELP001/p{asked.ts.replace('.', '')}"
    await visitor.writes(f"The same as {address}", "Start a post in Help")
    await visitor.on_slack("Hari", "people-triage")
    await visitor.teams.get_by_role("link", name=address).click()
    said = visitor.slack.get_by_role("log", name="Messages in help").get_by_role("article").filter(has_text="My headset whistles")
    await expect(said).to_be_in_viewport()
