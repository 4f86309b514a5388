"""Buttons in the local Teams tenant: one invoke each, shown as the client would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from integrations.sandbox.teams import Message, NotThere

from .teams_bot import CARD, World, answering, card, execute, field, message, says, shows, text, world


@pytest.fixture
async def w() -> AsyncIterator[World]:
    async with world() as found:
        yield found


async def posted(w: World, *body: Any, actions: list[dict[str, Any]]) -> Message:
    await w.bot.posts(w.channel.id, message(card(*body, actions=actions)))
    return w.tara.sees(w.channel)[-1]


async def test_the_card_in_an_answer_is_shown_to_the_presser_alone(w: World) -> None:
    seen = await posted(w, "T-42 VPN", actions=[execute("Claim", ref="T-42")])
    w.bot.answers["adaptiveCard/action"] = shows(card("T-42 VPN", "Claimed by Tara"))
    await w.tara.presses(seen, "claim")
    value = w.bot.heard[-1]["value"]
    assert value == {
        "action": {"type": "Action.Execute", "id": "", "verb": "ticket.claim", "data": {"ref": "T-42"}},
        "trigger": "manual",
    }
    assert w.bot.heard[-1]["replyToId"] == seen.id
    assert "Claimed by Tara" in seen.plain()
    assert seen.labels == []
    hers = w.ravi.sees(w.channel)[-1]
    assert hers.plain() == "T-42 VPN\nClaim"


async def test_an_update_of_the_message_ends_every_personal_view(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    w.bot.answers["adaptiveCard/action"] = shows(card("mine"))
    await w.tara.presses(seen, "Claim")
    status, _ = await w.bot.calls("PUT", f"v3/conversations/{w.channel.id}/activities/{seen.id}", message(card("everybody's")))
    assert status == 200
    assert [one.sees(w.channel)[-1].plain() for one in (w.tara, w.ravi)] == ["everybody's", "everybody's"]


async def test_an_answer_that_an_update_overtook_does_not_bring_back_an_older_card(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    w.bot.answers["adaptiveCard/action"] = shows(card("older"))
    w.bot.gate = asyncio.Event()
    w.bot.arrived.clear()
    press = asyncio.create_task(w.tara.presses(seen, "Claim"))
    await w.bot.arrived.wait()
    await w.bot.calls("PUT", f"v3/conversations/{w.channel.id}/activities/{seen.id}", message(card("newer")))
    w.bot.gate.set()
    await press
    assert seen.plain() == "newer"


async def test_a_button_that_is_gone_can_still_be_pressed_on_an_old_screen(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    old = seen.snapshot()
    await w.bot.calls("PUT", f"v3/conversations/{w.channel.id}/activities/{seen.id}", message(card("Claimed by Ravi")))
    assert (old, old.labels, seen.labels) == (seen, ["Claim"], [])
    w.bot.answers["adaptiveCard/action"] = says("Ravi was faster.")
    await w.tara.presses(old, "Claim")
    assert w.tara.last_notice == "Ravi was faster."


async def test_a_sentence_in_an_answer_is_a_notice_for_the_presser(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    w.bot.answers["adaptiveCard/action"] = says("Ravi was faster.")
    await w.tara.presses(seen, "Claim")
    assert (w.tara.last_notice, w.ravi.last_notice) == ("Ravi was faster.", "")
    assert seen.labels == ["Claim"]


async def test_pressing_what_is_not_there_names_what_is(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim"), execute("Resolve…")])
    with pytest.raises(NotThere, match=r"no 'Reopen' to press; there is \['Claim', 'Resolve…'\]"):
        await w.tara.presses(seen, "Reopen")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": {"code": "x", "message": "y"}},
        {
            "statusCode": 200,
            "type": CARD,
            "value": {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "cut off"}]},
        },
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": 7},
    ],
)
async def test_an_answer_that_the_client_cannot_show_is_an_error_for_the_person_and_a_refusal(w: World, answer: Any) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    w.bot.answers["adaptiveCard/action"] = answer
    await w.tara.presses(seen, "Claim")
    assert w.tara.last_notice == "Unable to reach app. Please try again."
    assert w.refused == ["BadAnswer"]
    assert seen.labels == ["Claim"]


async def test_the_client_does_not_wait_for_ever(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    w.bot.gate = asyncio.Event()
    w.bot.arrived.clear()
    press = asyncio.create_task(w.tara.presses(seen, "Claim"))
    await w.bot.arrived.wait()
    w.tenant.run_out_of_patience()
    await press
    assert w.tara.last_notice == "Unable to reach app. Please try again."
    assert w.refused == ["NoAnswer"]
    w.bot.gate.set()


async def test_a_press_may_arrive_twice(w: World) -> None:
    seen = await posted(w, "T-42", actions=[execute("Claim")])
    w.bot.answers["adaptiveCard/action"] = answering(shows(card("first")), shows(card("second")))
    w.tenant.faults.next("event:adaptiveCard/action", Fault.duplicated(new_id=True))
    await w.tara.presses(seen, "Claim")
    one, two = w.bot.heard[-2:]
    assert one["value"] == two["value"]
    assert one["id"] != two["id"]
    assert seen.plain() == "first"


async def test_a_show_card_opens_for_one_and_its_fields_travel_with_the_button(w: World) -> None:
    inner = card(
        "Really?", field("why", "Why", isRequired=True, errorMessage="Say why"), actions=[execute("Yes", "ticket.withdraw")]
    )
    seen = await posted(w, "T-42", actions=[{"type": "Action.ShowCard", "title": "Withdraw", "card": inner}])
    await w.tara.presses(seen, "Withdraw")
    assert seen.labels == ["Withdraw", "Yes"]
    assert w.ravi.sees(w.channel)[-1].labels == ["Withdraw"]
    await w.tara.presses(seen, "Yes")
    assert w.tara.last_notice == "Why: Say why"
    w.bot.answers["adaptiveCard/action"] = says("Gone.")
    await w.tara.presses(seen, "Yes", values={"Why": "solved itself"})
    assert w.bot.heard[-1]["value"]["action"]["data"] == {"why": "solved itself"}


async def test_a_button_may_show_what_was_hidden(w: World) -> None:
    more = {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"]}
    seen = await posted(w, "T-42", text("all of it", id="more", isVisible=False), actions=[more])
    await w.tara.presses(seen, "More")
    assert "all of it" in seen.plain()
    assert "all of it" not in w.ravi.sees(w.channel)[-1].plain()


async def test_of_equal_buttons_the_words_beside_it_choose(w: World) -> None:
    def row(key: str) -> dict[str, Any]:
        button = {"type": "ActionSet", "actions": [execute("Open", ref=key)]}
        return {"type": "ColumnSet", "columns": [{"type": "Column", "items": [text(key)]}, {"type": "Column", "items": [button]}]}

    seen = await posted(w, row("T-1"), row("T-2"), actions=[execute("Refresh")])
    assert seen.labels == ["Open", "Open", "Refresh"]
    w.bot.answers["adaptiveCard/action"] = says("ok")
    await w.tara.presses(seen, "Open", near="T-2")
    assert w.bot.heard[-1]["value"]["action"]["data"] == {"ref": "T-2"}
    with pytest.raises(NotThere, match="no 'Open' near 'T-3'"):
        await w.tara.presses(seen, "Open", near="T-3")
