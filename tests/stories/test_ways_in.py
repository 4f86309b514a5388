"""Asking where people already talk: every way in, on both platforms, makes one ticket."""

from __future__ import annotations

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "The printer on the second floor is broken, can somebody fix it?"


async def test_a_message_in_a_request_channel(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    assert "T-1" in house.asha.replies(asked)[0].plain()


async def test_a_direct_message_on_slack_is_confirmed_there(house: House) -> None:
    await house.asha.dms(REQUEST)
    await house.settle()
    assert "T-1" in house.asha.sees()[-1].plain()
    assert "printer" in house.ravi.sees(SLACK_TRIAGE)[0].plain()


async def test_a_mention_on_slack_counts_once_though_it_arrives_twice(house: House) -> None:
    asked = await house.asha.says("C0RANDOM1", f"{house.slack.bot_mention} {REQUEST}")
    await house.settle()
    assert len(await house.tickets()) == 1
    assert "T-1" in house.asha.replies(asked)[0].plain()
    said = await house.asha.says(SLACK_HELP, f"{house.slack.bot_mention} my monitor flickers, please help")
    await house.settle()
    assert len(await house.tickets()) == 2
    assert len(house.asha.replies(said)) == 1


async def test_the_ticket_emoji_makes_a_ticket_of_the_author(house: House) -> None:
    said = await house.bela.says("C0RANDOM1", REQUEST)
    await house.settle()
    assert await house.tickets() == []
    await house.asha.reacts(said, "ticket")
    await house.asha.reacts(said, "eyes")
    await house.settle()
    (ticket,) = await house.tickets()
    assert ticket.summary.startswith("The printer")
    assert "Bela" in house.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "T-1" in house.bela.replies(said)[0].plain()


async def test_the_message_shortcut_opens_the_form_filled_and_the_author_is_asked_for(house: House) -> None:
    said = await house.bela.says("C0RANDOM1", REQUEST)
    await house.ravi.message_shortcut("ticket_from_message", said)
    form = house.ravi.modal
    assert "The printer on the second floor" in form.plain()
    assert await house.ravi.submits({"Summary": "Printer broken", "Priority": "High"}) == {}
    await house.settle()
    ticket = await house.ticket()
    assert (ticket.summary, ticket.priority) == ("Printer broken", "high")
    assert "Bela" in house.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "T-1" in house.bela.replies(said)[0].plain()


async def test_the_global_shortcut_and_the_command_open_the_form(house: House) -> None:
    await house.asha.shortcut("new_ticket")
    problems = await house.asha.submits({"Details": "no summary"})
    assert list(problems) == ["Summary"]
    assert await house.asha.submits({"Summary": "New keyboard", "Details": "The space key sticks."}) == {}
    await house.asha.command("/ticket", "my chair is broken", SLACK_HELP)
    assert "my chair is broken" in house.asha.modal.plain()
    assert await house.asha.submits({}) == {}
    await house.settle()
    first, second = await house.tickets()
    assert (first.summary, first.details) == ("New keyboard", "The space key sticks.")
    assert second.summary == "my chair is broken"
    assert "T-2" in house.asha.sees()[-1].plain()


async def test_a_mention_in_a_teams_channel_is_answered_in_its_thread(both: House) -> None:
    asked = await both.tara.mentions_bot(both.teams_help, REQUEST)
    await both.settle()
    assert "T-1" in both.tara.sees(both.teams_help, thread=asked)[-1].plain()
    assert "Tara" in both.tom.sees(both.teams_triage)[0].plain()


async def test_the_message_action_on_teams_opens_the_form_filled(both: House) -> None:
    said = await both.tara.posts(both.teams_help, REQUEST)
    await both.tom.message_action("ticketFromMessage", said)
    assert "The printer on the second floor" in both.tom.dialog.plain()
    assert await both.tom.submits({"Summary": "Printer broken"}) == {}
    await both.settle()
    assert (await both.ticket()).summary == "Printer broken"
    assert "Tara" in both.tom.sees(both.teams_triage)[0].plain()


async def test_the_search_extension_finds_tickets(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.settle()
    (found,) = await both.tara.searches("printer")
    assert "T-1" in found.title
    assert await both.tom.searches("nosuchword") == []


async def test_typing_new_on_teams_is_answered_by_a_button_that_opens_the_form(both: House) -> None:
    await both.tara.writes("new Second monitor")
    await both.settle()
    await both.tara.presses(both.tara.sees()[-1], "Open form")
    assert "Second monitor" in both.tara.dialog.plain()
    assert await both.tara.submits({}) == {}
    await both.settle()
    assert (await both.ticket()).summary == "Second monitor"


@pytest.mark.parametrize("said", ["hi", "Thanks!", "👍", ":tada:", "नमस्ते", "धन्यवाद", "..."])
async def test_what_is_no_request_never_becomes_a_ticket(house: House, said: str) -> None:
    await house.asha.says(SLACK_HELP, said)
    await house.asha.dms(said)
    await house.tara.writes(said)
    await house.settle()
    assert await house.tickets() == []
    assert house.asha.sees()[-1].plain() != said
    assert house.tara.sees()[-1].plain() != said
    house.nothing_was_refused()


async def test_a_mention_in_a_teams_group_chat_is_answered_there(both: House) -> None:
    chat = both.teams.group_chat(name="Project", members=[both.tara, both.tom], bot_in=True)
    await both.tara.mentions_bot(chat, REQUEST)
    await both.settle()
    assert "T-1" in both.tara.sees(chat)[-1].plain()
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Resolve…")
    assert await both.tom.submits({"What was done?": "New toner."}) == {}
    await both.settle()
    assert "New toner." in both.tara.sees(chat)[-1].plain()
    both.nothing_was_refused()


async def test_a_mention_in_a_thread_makes_a_ticket_of_what_heads_it(house: House) -> None:
    said = await house.bela.says("C0RANDOM1", REQUEST)
    await house.asha.says("C0RANDOM1", house.slack.bot_mention, thread=said)
    await house.settle()
    assert (await house.ticket()).summary.startswith("The printer")
    assert "T-1" in " ".join(reply.plain() for reply in house.bela.replies(said))


async def test_the_form_on_behalf_of_somebody_tells_that_person(house: House) -> None:
    await house.ravi.command("/ticket", "new Laptop for the new colleague", SLACK_TRIAGE)
    assert await house.ravi.submits({"On behalf of": "Bela"}) == {}
    await house.settle()
    assert "T-1" in house.bela.sees()[-1].plain()
    assert any("Requester\nBela" in message.plain() for message in house.ravi.sees(SLACK_TRIAGE))
    assert any("T-1 is created" in message.plain() for message in house.ravi.sees(SLACK_TRIAGE))


async def test_somebody_who_may_not_ask_for_others_asks_for_themselves(house: House) -> None:
    await house.asha.command("/ticket", "new A lamp", SLACK_HELP)
    assert "On behalf of" not in house.asha.modal.plain()
    assert await house.asha.submits({}) == {}
    await house.settle()
    assert "Asha" in house.ravi.sees(SLACK_TRIAGE)[0].plain()


async def test_edits_deletions_and_our_own_posts_make_no_ticket(house: House) -> None:
    said = await house.asha.says(SLACK_HELP, "hello")
    await house.asha.edits(said, REQUEST)
    await house.asha.deletes(said)
    written = await house.tara.writes("hello")
    await house.tara.edits(written, REQUEST)
    await house.settle()
    assert await house.tickets() == []
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    assert len(await house.tickets()) == 1


async def test_every_message_of_a_teams_request_channel_is_a_request(both: House) -> None:
    asked = await both.tara.posts(both.teams_asks, REQUEST)
    await both.settle()
    assert "T-1" in both.tara.sees(both.teams_asks, thread=asked)[-1].plain()
    await both.tara.posts(both.teams_asks, "thanks")
    await both.tara.posts(both.teams_asks, "It is the big one.", thread=asked)
    await both.settle()
    assert len(await both.tickets()) == 1
    said = await both.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=False))
    assert [comment.text for comment in said] == ["thanks", "It is the big one."]


async def test_a_nudge_on_teams_is_asked_in_the_personal_chat(both: House) -> None:
    asked = await both.tara.posts(both.teams_nudge, REQUEST)
    await both.settle()
    assert await both.tickets() == []
    nudge = both.tara.sees()[-1]
    assert "ticket for this" in nudge.plain()
    await both.tara.presses(nudge, "Create ticket")
    await both.settle()
    (ticket,) = await both.tickets()
    assert ticket.summary.startswith("The printer")
    assert "T-1" in both.tara.sees(both.teams_nudge, thread=asked)[-1].plain()


@pytest.mark.parametrize("way", ["message", "emoji", "shortcut", "mention", "mention below"])
async def test_the_agents_card_leads_to_what_was_said(house: House, way: str) -> None:
    words = "The projector in room 4 shows nothing, can somebody help?"
    asker, place = house.asha, SLACK_HELP if way == "message" else "C0RANDOM1"
    said = await asker.says(place, f"<@{house.slack.bot_user}> {words}" if way == "mention" else words)
    if way == "emoji":
        await house.bela.reacts(said, "ticket")
    if way == "shortcut":
        await house.bela.message_shortcut("ticket_from_message", said)
        assert await house.bela.submits({}) == {}
    if way == "mention below":
        await asker.says(place, f"<@{house.slack.bot_user}>", thread=said)
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    assert f"/archives/{said.channel}/p{said.ts.replace('.', '')}" in str(card.blocks)
    house.nothing_was_refused()
