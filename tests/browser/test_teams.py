"""What people do on Microsoft Teams, in a real browser."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.async_api import Locator, expect

from app.main.demonstration.player import Player
from app.main.demonstration.scenes import Step
from tests.browser.at_work import AtWork
from tests.browser.browsing import Visitor
from tests.browser.carrying import file, kept
from tests.integrations.sandbox.paint import png

pytestmark = pytest.mark.asyncio(loop_scope="session")
PASTE = """(box, encoded) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0))], "image.png", { type: "image/png" }));
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


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
    await expect(visitor.teams.get_by_role("group", name=re.compile("^Will be sent"))).to_contain_text("My badge opens no door")
    await visitor.writes("Has somebody seen this?", "Start a post in Help")
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


async def test_a_picked_ticket_can_be_put_away_again(visitor: Visitor) -> None:
    chat = await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("My desk lamp flickers all day, can you help?")
    await expect(chat.get_by_role("heading", name="My desk lamp flickers")).to_be_visible()
    await visitor.on_teams("Tara", "Help")
    await visitor.teams.get_by_role("button", name="Search tickets").click()
    panel = visitor.teams.get_by_role("dialog", name="Search tickets")
    await panel.get_by_role("searchbox").fill("lamp")
    await panel.get_by_role("button", name="My desk lamp flickers").click()
    waiting = visitor.teams.get_by_role("group", name=re.compile("^Will be sent: .*My desk lamp"))
    await waiting.get_by_role("button", name="Remove").press("Enter")
    await expect(waiting).to_have_count(0)
    await expect(visitor.teams.get_by_role("log", name="Messages")).not_to_contain_text("My desk lamp flickers")


async def test_files_are_attached_pasted_shown_and_kept(visitor: Visitor) -> None:
    chat = await visitor.on_teams("Tara", "Sahayak")
    async with visitor.page.expect_file_chooser() as chooser:
        await visitor.teams.get_by_role("button", name="Attach files").press("Enter")
    await (await chooser.value).set_files([file("trace.log", b"line\n")])
    box = visitor.teams.get_by_role("textbox", name="Message")
    await box.evaluate(PASTE, base64.b64encode(png(40, 30)).decode())
    await expect(visitor.teams.get_by_role("list", name="Attached files").get_by_role("listitem")).to_have_count(2)
    await visitor.writes("My **screen** shows this, please help")

    said = chat.get_by_role("group", name=re.compile("^Tara")).filter(has_text="My screen shows this")
    await expect(said.get_by_role("img", name="image.png")).to_be_visible()
    await expect(said.locator("strong")).to_have_text("screen")
    assert await kept(visitor, said.get_by_role("button", name="Download trace.log, 5 bytes")) == ("trace.log", b"line\n")


async def test_an_offered_file_is_accepted_and_opened(visitor: Visitor) -> None:
    chat = await visitor.on_teams("Tara", "Sahayak")
    await visitor.writes("My printer eats the paper, can you help?")
    triage = await visitor.on_slack("Mina", "it-triage")
    card = triage.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="My printer eats the paper"))
    await card.focus()
    await card.get_by_role("button", name="Reply in thread").click()
    await expect(visitor.slack.get_by_role("textbox", name="Reply…")).to_be_visible()
    await visitor.slack.locator("input[type=file]").last.set_input_files([file("how to.pdf", b"%PDF-1.4 steps")])
    await visitor.says("reply: do it like this", "Reply…")

    offer = chat.get_by_role("group", name="File offered: how to.pdf")
    await expect(offer).to_contain_text("14 bytes")
    await offer.get_by_role("button", name="Accept").press("Enter")
    there = chat.get_by_role("button", name="Download how to.pdf, 14 bytes")
    assert await kept(visitor, there) == ("how to.pdf", b"%PDF-1.4 steps")


async def test_a_name_after_an_at_sign_is_completed_and_becomes_a_mention(visitor: Visitor) -> None:
    log = await visitor.on_teams("Tara", "Help")
    box = visitor.teams.get_by_role("textbox", name="Start a post in Help")
    await box.press_sequentially("Good morning @To")
    await expect(visitor.teams.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_text(["Tom"])
    await box.press("Tab")
    await box.press("Enter")
    said = log.get_by_role("group", name=re.compile("^Tara")).filter(has_text="Good morning")
    await expect(said.locator(".t-mention")).to_have_text("Tom")


async def test_a_scene_leaves_no_dialog_open_for_the_visitor(company: AtWork) -> None:
    player = Player(company.company, company.desk, company.clock)
    replies = {"in": "IT triage", "with": {"Reply": "Please send the number on its back."}}
    asks = {"who": "Tara", "says": "My headset is broken, can somebody help?", "as": "headset"}
    for step in (asks, {"who": "Tom", "presses": "Reply…", "ticket": "headset", **replies}):
        await player.play(company.clock(), Step.model_validate(step))
    assert company.company.on_teams("Tom").dialog is None
