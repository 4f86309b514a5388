"""The page for those who use the keyboard, a screen reader, a phone, or the dark."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from tests.browser.at_work import AtWork
from tests.browser.browsing import Visitor, window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _tabs_to(visitor: Visitor, name: str, *, most: int = 120) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(most):
        await visitor.page.keyboard.press("Tab")
        if re.search(name, await visitor.finds("focused")):
            return
    raise AssertionError(f"Tab does not come to {name}")


async def test_a_ticket_is_claimed_and_resolved_with_the_keyboard_alone(visitor: Visitor, company: AtWork) -> None:
    await company.company.on_slack("Asha").says("C0HELP001", "My phone dock is dead, can you help?")
    await company.settle()
    keys = visitor.page.keyboard
    await keys.press("Tab")
    await keys.press("Enter")  # skips to the conversations
    await _tabs_to(visitor, "Act as")
    await keys.type("Mina")
    await expect(visitor.slack.get_by_label("Act as")).to_have_value("slack:U0MINA001")
    await _tabs_to(visitor, "Skip to where you write", most=1)
    assert await visitor.finds("outlined"), "nobody can see where the focus is"
    await keys.press("Enter")
    await expect(visitor.slack.get_by_role("textbox", name="Message")).to_be_focused()
    await visitor.slack.get_by_label("Act as").focus()
    await _tabs_to(visitor, "it-triage")
    await keys.press("Enter")
    log = visitor.slack.get_by_role("log", name="Messages in it-triage")
    card = log.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="My phone dock is dead"))
    await card.focus()
    await _tabs_to(visitor, "^Claim")
    assert await visitor.finds("outlined"), "nobody can see where the focus is"
    await keys.press("Enter")
    await expect(card).to_contain_text("Assignee\nMina", use_inner_text=True)
    await expect(card.get_by_role("button", name="Claim")).to_have_count(0)
    assert await card.evaluate("(card) => card.contains(document.activeElement)"), "the focus is lost with the button"

    await _tabs_to(visitor, "^Resolve")
    await keys.press("Enter")
    form = visitor.slack.get_by_role("dialog", name="Resolve")
    await expect(form.get_by_role("textbox", name="What was done?")).to_be_focused()
    for _ in range(12):
        await keys.press("Tab")
        assert await form.evaluate("(form) => form.contains(document.activeElement)"), "the focus leaves the dialog"
    await _tabs_to(visitor, "What was done")
    await keys.type("A new dock.")
    await _tabs_to(visitor, "^Resolve")
    await keys.press("Enter")
    await expect(form).to_be_hidden()
    await expect(card).to_contain_text("Resolved")
    assert await card.evaluate("(card) => card.contains(document.activeElement)"), "the focus is lost after the form"


async def test_a_dialog_on_teams_keeps_the_focus_and_gives_it_back(visitor: Visitor, company: AtWork) -> None:
    await company.company.on_teams("Tara").writes("My phone rings twice, can you help?")
    await company.settle()
    log = await visitor.on_teams("Tom", "IT triage")
    post = log.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="My phone rings twice"))
    await post.get_by_role("button", name="Priority…").focus()
    await visitor.page.keyboard.press("Enter")
    dialog = visitor.teams.get_by_role("dialog", name="Priority")
    await expect(dialog.get_by_role("combobox", name="Priority")).to_be_focused()
    for _ in range(8):
        await visitor.page.keyboard.press("Shift+Tab")
        assert await dialog.evaluate("(dialog) => dialog.contains(document.activeElement)"), "the focus leaves the dialog"
    await visitor.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(post.get_by_role("button", name="Priority…")).to_be_focused()


async def _thread(visitor: Visitor) -> None:
    log = await visitor.on_slack("Asha", "help")
    await log.get_by_role("button", name=re.compile(r"^\d+ repl")).last.click()
    await expect(visitor.slack.get_by_role("log", name="Replies")).to_be_visible()


async def _slack_form(visitor: Visitor) -> None:
    log = await visitor.on_slack("Mina", "it-triage")
    await log.get_by_role("button", name="Resolve…").last.click()
    await expect(visitor.slack.get_by_role("dialog")).to_be_visible()


async def _teams_form(visitor: Visitor) -> None:
    log = await visitor.on_teams("Tom", "IT triage")
    await log.get_by_role("button", name="Assign…").last.click()
    await expect(visitor.teams.get_by_role("dialog")).to_be_visible()


async def _home(visitor: Visitor) -> None:
    await visitor.on_slack("Asha", "Home")
    await expect(visitor.slack.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")


async def _panel(visitor: Visitor) -> None:
    await visitor.page.get_by_role("button", name="Inspector").click()
    await visitor.page.get_by_role("complementary", name="Inspector").get_by_role("listitem").first.get_by_text("200").click()


async def _tour(visitor: Visitor) -> None:
    await visitor.page.get_by_role("button", name="Tour", exact=True).click()
    await expect(visitor.page.get_by_role("complementary", name="Tour").get_by_role("listitem").first).to_be_visible()


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIGHTS = (_thread, _slack_form, _teams_form, _home, _panel, _tour)


async def test_everything_has_a_name_an_order_and_enough_contrast(visitor: Visitor, company: AtWork) -> None:
    await company.company.on_slack("Asha").says("C0HELP001", "My webcam is upside down, can you help?")
    await company.settle()
    for sight in SIGHTS:
        await sight(visitor)
        assert await visitor.page.get_by_role("main").count() == 1, sight.__name__
        assert await visitor.finds("nameless") == [], sight.__name__
        assert await visitor.finds("headings") == [], sight.__name__
        for scheme in SCHEMES:
            await visitor.page.emulate_media(color_scheme=scheme)
            assert await visitor.finds("faint") == [], f"{sight.__name__} in the {scheme}"
        await visitor.page.keyboard.press("Escape")
        await expect(visitor.page.get_by_role("dialog")).to_have_count(0)


async def test_on_a_phone_one_platform_at_a_time_fills_the_screen(browser: Browser, company: AtWork) -> None:
    async with window(browser, company, width=390, height=844, has_touch=True, is_mobile=True) as visitor:
        page = visitor.page
        await expect(visitor.teams).to_be_hidden()
        await visitor.slack.get_by_role("button", name="All channels").click()
        await visitor.slack.get_by_role("button", name="people-questions").click()
        await visitor.says("How many days of leave are left?", "Message #people-questions")
        log = visitor.slack.get_by_role("log", name="Messages in people-questions")
        await log.get_by_role("button", name=re.compile(r"^\d+ repl")).last.click()
        await expect(visitor.slack.get_by_role("button", name="Close thread")).to_be_visible()
        assert await visitor.finds("overflow") == []

        await page.get_by_role("tab", name="Microsoft Teams").click()
        await expect(visitor.slack).to_be_hidden()
        await visitor.teams.get_by_role("button", name="New ticket").first.click()
        dialog = visitor.teams.get_by_role("dialog")
        await expect(dialog.get_by_role("textbox", name="Summary")).to_be_visible()
        assert await visitor.finds("overflow") == []
        await dialog.get_by_role("button", name="Close").click()
        for name in ("+30 minutes", "Next SLA event", "Monday 09:00"):
            await expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        await page.get_by_role("button", name="Tour", exact=True).click()
        await expect(page.get_by_role("button", name="Show me: Ask for help")).to_be_visible()
        assert await visitor.finds("cut") == []
        await page.get_by_role("button", name="Show me: Claim it").click()
        await expect(page.get_by_role("complementary", name="Tour")).to_be_hidden()
        await expect(visitor.slack.get_by_role("log", name="Messages in it-triage")).to_be_visible()
        assert await visitor.finds("overflow") == []
