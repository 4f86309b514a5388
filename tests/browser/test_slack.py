"""What people do on Slack, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.browsing import Visitor
from tests.browser.carrying import file, kept
from tests.integrations.sandbox.paint import png

REPLIES = re.compile(r"^\d+ repl")
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_question_is_asked_claimed_resolved_and_closed(visitor: Visitor) -> None:
    channel = await visitor.on_slack("Asha", "help")
    await visitor.says("My VPN drops every ten minutes, can you help?")
    asked = channel.get_by_role("article").filter(has_text="My VPN drops every ten minutes")
    await asked.get_by_role("button", name=REPLIES).click()
    thread = visitor.slack.get_by_role("log", name="Replies")
    await expect(thread.get_by_role("heading", name=re.compile(r"T-\d+ · My VPN drops"))).to_be_visible()
    await expect(thread.get_by_text("nobody has picked it up yet")).to_be_visible()

    triage = await visitor.on_slack("Mina", "it-triage")
    card = triage.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="My VPN drops"))
    await card.get_by_role("button", name="Claim").click()
    await expect(card).to_contain_text("Assignee\nMina", use_inner_text=True)
    await card.get_by_role("button", name="Resolve…").click()
    form = visitor.slack.get_by_role("dialog", name="Resolve")
    await form.get_by_role("button", name="Resolve").click()
    await expect(form.get_by_role("alert")).to_be_visible()
    await expect(form.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    await form.get_by_role("textbox", name="What was done?").fill("Renewed the certificate.")
    await form.get_by_role("button", name="Resolve").click()
    await expect(form).to_be_hidden()
    await expect(card).to_contain_text("Resolved")

    await visitor.on_slack("Asha")
    await expect(thread.get_by_text("Renewed the certificate.").first).to_be_visible()
    await thread.get_by_role("button", name="Solved").last.click()
    await expect(thread.get_by_role("button", name="Solved")).to_have_count(0)
    await expect(thread.get_by_text("Closed").first).to_be_visible()


async def test_the_app_has_a_home(visitor: Visitor) -> None:
    await visitor.on_slack("Asha", "Home")
    await visitor.slack.get_by_role("tab", name="Home").click()
    await visitor.slack.get_by_role("button", name="New Ticket").click()
    form = visitor.slack.get_by_role("dialog", name="New ticket")
    await form.get_by_role("textbox", name="Summary").fill("A second screen for my desk")
    await form.get_by_role("button", name="Create ticket").click()
    await expect(form).to_be_hidden()
    await expect(visitor.slack.get_by_text("A second screen for my desk").first).to_be_visible()


async def test_a_command_completes_itself_from_the_keyboard_alone(visitor: Visitor) -> None:
    channel = await visitor.on_slack("Bela", "help")
    await visitor.slack.get_by_role("textbox", name="Message #help").focus()
    keys = visitor.page.keyboard
    await keys.type("/ti")
    await expect(visitor.slack.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_count(1)
    await keys.press("Tab")
    await keys.type("mi")
    await expect(visitor.slack.get_by_role("option", name="/ticket mine")).to_be_visible()
    await keys.press("Tab")
    await expect(visitor.slack.get_by_role("textbox", name="Message #help")).to_have_value("/ticket mine ")
    await keys.press("Enter")
    private = channel.get_by_role("article").filter(has_text="Only visible to you")
    await expect(private).to_contain_text("ticket")


async def test_a_message_becomes_a_ticket_from_its_menu(visitor: Visitor) -> None:
    channel = await visitor.on_slack("Lena", "office")
    await visitor.says("The lamp over my desk hums")
    said = channel.get_by_role("article").filter(has_text="The lamp over my desk hums")
    await said.focus()
    await said.get_by_role("button", name="More actions").click()
    await visitor.slack.get_by_role("menuitem", name="Create ticket").click()
    form = visitor.slack.get_by_role("dialog")
    await expect(form.get_by_role("textbox", name="Summary")).to_have_value("The lamp over my desk hums")
    await form.get_by_role("button", name="Create ticket").click()
    await expect(form).to_be_hidden()
    await expect(said.get_by_role("button", name=REPLIES)).to_be_visible()


async def test_what_is_hard_to_undo_asks_first(visitor: Visitor) -> None:
    channel = await visitor.on_slack("Asha", "help")
    await visitor.says("My keyboard has lost its letter E, please help")
    asked = channel.get_by_role("article").filter(has_text="lost its letter E")
    await asked.get_by_role("button", name=REPLIES).click()
    thread = visitor.slack.get_by_role("log", name="Replies")
    question = visitor.slack.get_by_role("dialog")
    await thread.get_by_role("button", name="Withdraw").click()
    await visitor.page.keyboard.press("Escape")
    await expect(question).to_be_hidden()
    await expect(thread.get_by_role("button", name="Withdraw")).to_be_focused()
    await visitor.page.keyboard.press("Enter")
    await question.get_by_role("button", name="Yes").click()
    await expect(thread.get_by_role("button", name="Withdraw")).to_have_count(0)
    await expect(thread.get_by_text("withdr").first).to_be_visible()


async def test_files_are_attached_shown_and_kept(visitor: Visitor) -> None:
    channel = await visitor.on_slack("Asha", "help")
    async with visitor.page.expect_file_chooser() as chooser:
        await visitor.slack.get_by_role("button", name="Attach files").press("Enter")
    picture, log = file("screen.png", png(40, 30)), file("trace.log", b"line\n")
    await (await chooser.value).set_files([picture, log, file("wrong.txt", b"x")])
    tray = visitor.slack.get_by_role("list", name="Attached files")
    await tray.get_by_role("button", name="Remove wrong.txt").press("Enter")
    await expect(tray.get_by_role("listitem")).to_have_count(2)
    await visitor.says("My *scanner* prints this, please help")

    said = channel.get_by_role("article").filter(has_text="scanner prints this")
    await expect(said.get_by_role("img", name="screen.png")).to_be_visible()
    await expect(said.locator("strong")).to_have_text("scanner")
    await expect(tray).to_have_count(0)
    assert await kept(visitor, said.get_by_role("button", name="Download trace.log, 5 bytes")) == ("trace.log", b"line\n")


async def test_a_file_that_is_too_large_is_not_attached_and_why_is_said(visitor: Visitor) -> None:
    await visitor.on_slack("Asha", "help")
    chosen = [file("film.bin", b"x" * (10 * 1024 * 1024 + 1)), file("small.txt", b"x")]
    await visitor.slack.locator("input[type=file]").set_input_files(chosen)
    await expect(visitor.slack.get_by_role("alert")).to_contain_text("film.bin is too large: a file can have at most 10 MB here.")
    await expect(visitor.slack.get_by_role("list", name="Attached files").get_by_role("listitem")).to_have_text(
        re.compile("small.txt")
    )
    await visitor.slack.get_by_role("button", name="Remove small.txt").click()
