"""What people do on Microsoft Teams, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.browsing import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def post_about(visitor: Visitor, words: str) -> Locator:
    """Tom's card of the ticket in the channel of his team."""
    log = await visitor.on_teams("Tom", "IT triage")
    return log.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name=words))


async def test_a_question_is_asked_claimed_resolved_and_closed(visitor: Visitor) -> None:
    chat = await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("My laptop does not wake up any more, can you help?")
    card = chat.get_by_role("group").filter(has=visitor.page.get_by_role("heading", name="My laptop does not wake up"))
    await expect(card.get_by_text("nobody has picked it up yet").first).to_be_visible()

    post = await post_about(visitor, "My laptop does not wake up")
    await post.get_by_role("button", name="Claim").click()
    await expect(post.get_by_role("definition").filter(has_text="Tom")).to_be_visible()
    await post.get_by_role("button", name="Resolve…").click()
    form = visitor.teams.get_by_role("dialog", name="Resolve")
    await form.get_by_role("button", name="Resolve").click()
    await expect(form.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    await expect(form.get_by_role("textbox", name="What was done?")).to_have_attribute("aria-invalid", "true")
    await form.get_by_role("textbox", name="What was done?").fill("A new battery.")
    await form.get_by_role("button", name="Resolve").click()
    await expect(form).to_be_hidden()
    await expect(post).to_contain_text("Resolved")

    chat = await visitor.on_teams("Tara", "Sahayak")
    await chat.get_by_role("button", name="Solved").last.click()
    await expect(chat.get_by_role("definition").filter(has_text="Closed").first).to_be_visible()
    await expect(chat.get_by_role("button", name="Solved")).to_have_count(0)


async def test_more_opens_a_choice_and_the_choice_a_second_form(visitor: Visitor) -> None:
    await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("The scanner on the ground floor needs new rollers, please")
    post = await post_about(visitor, "The scanner on the ground floor")
    await post.get_by_role("button", name="More…").click()
    dialog = visitor.teams.get_by_role("dialog")
    await dialog.get_by_role("combobox", name="Action").select_option(label="Add note…")
    await dialog.get_by_role("button", name="Continue").click()
    await dialog.get_by_role("textbox", name="Note").fill("Ordered on Monday.")
    await dialog.get_by_role("button", name="Add note").click()
    await expect(dialog).to_be_hidden()


async def test_a_ticket_is_searched_for_and_put_into_the_conversation(visitor: Visitor) -> None:
    chat = await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("My badge opens no door any more, can you help?")
    await expect(chat.get_by_role("heading", name="My badge opens no door")).to_be_visible()
    await visitor.on_teams("Tara", "Help")
    await visitor.teams.get_by_role("button", name="Search tickets").click()
    panel = visitor.teams.get_by_role("dialog", name="Search tickets")
    await panel.get_by_role("searchbox").fill("badge")
    await panel.get_by_role("button", name="My badge opens no door").click()
    log = visitor.teams.get_by_role("log", name="Messages")
    await expect(log.get_by_text("My badge opens no door").first).to_be_visible()


async def test_a_message_becomes_a_ticket_from_its_menu(visitor: Visitor) -> None:
    log = await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("Thanks!")
    said = log.get_by_role("group", name=re.compile("^Tara")).filter(has_text="Thanks!")
    last = log.get_by_role("group", name=re.compile("^(Tara|Sahayak), ")).last
    await expect(last).to_have_attribute("aria-label", re.compile("^Sahayak"))
    await said.get_by_role("button", name="More options").press("Enter")
    await said.get_by_role("menuitem", name="Create ticket").click()
    form = visitor.teams.get_by_role("dialog")
    await form.get_by_role("textbox", name="Summary").fill("A plant for the meeting room")
    await form.get_by_role("button", name="Create ticket").click()
    await expect(form).to_be_hidden()
    await expect(log.get_by_role("heading", name="A plant for the meeting room")).to_be_visible()
