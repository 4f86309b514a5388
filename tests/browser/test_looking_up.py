"""Fields that ask the app while somebody types, in a real browser and from the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.browsing import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_somebody_of_teams_is_found_and_chosen_by_typing_on_slack(visitor: Visitor) -> None:
    await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("Hello")
    await visitor.on_slack("Mina", "it-triage")
    await visitor.says("/ticket new A laptop for the new colleague")
    form = visitor.page.get_by_role("dialog")
    field = form.get_by_role("button", name="Or somebody in Teams")
    await field.focus()
    await visitor.page.keyboard.press("ArrowDown")
    await visitor.page.keyboard.type("tar")
    await expect(visitor.slack.get_by_role("option", name="Tara")).to_be_visible()
    await visitor.page.keyboard.press("ArrowDown")
    await visitor.page.keyboard.press("Enter")
    await expect(field).to_contain_text("Tara")
    await form.get_by_role("button", name="Create ticket").click()
    await expect(form).not_to_be_visible()


async def test_somebody_of_slack_is_found_and_chosen_by_typing_on_teams(visitor: Visitor) -> None:
    await visitor.on_slack("Asha", "help")
    await visitor.says("My badge does not open the door, please help")
    chat = await visitor.on_teams("Tom", "Sahayak")
    await visitor.writes("new A desk for the new colleague")
    await chat.get_by_role("button", name="Open form").last.click()
    form = visitor.page.get_by_role("dialog")
    field = form.get_by_role("combobox", name="Or somebody in Slack")
    await field.focus()
    await visitor.page.keyboard.type("ash")
    await expect(form.get_by_role("option", name="Asha · Slack")).to_be_visible()
    await visitor.page.keyboard.press("Enter")
    await expect(field).to_have_value(re.compile("Asha · Slack"))
    await form.get_by_role("button", name="Create ticket").click()
    await expect(form).not_to_be_visible()
