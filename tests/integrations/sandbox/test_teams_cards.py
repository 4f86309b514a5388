"""Buttons, dialogs, message actions and search in the local Teams tenant: one invoke each, shown as the client would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from integrations.sandbox.teams import Message, NotThere

from .teams_bot import CARD, RAVI, World, answering, card, dialog, execute, field, message, says, shows, submit, text, world

FETCH = {"msteams": {"type": "task/fetch"}, "verb": "ticket.resolve", "ref": "T-42"}
ASSIGNEE = {
    "type": "Input.ChoiceSet",
    "id": "who",
    "label": "Assignee",
    "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}
PRIORITY = {
    "type": "Input.ChoiceSet",
    "id": "priority",
    "label": "Priority",
    "value": "normal",
    "choices": [{"title": "High", "value": "high"}, {"title": "Normal", "value": "normal"}],
}


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
    await w.tara.presses(seen, "Yes", {"Why": "solved itself"})
    assert w.bot.heard[-1]["value"]["action"]["data"] == {"why": "solved itself"}


async def test_a_button_may_show_what_was_hidden(w: World) -> None:
    more = {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"]}
    seen = await posted(w, "T-42", text("all of it", id="more", isVisible=False), actions=[more])
    await w.tara.presses(seen, "More")
    assert "all of it" in seen.plain()
    assert "all of it" not in w.ravi.sees(w.channel)[-1].plain()


async def test_a_form_is_filled_by_its_labels_and_submitted(w: World) -> None:
    seen = await posted(w, "T-42", actions=[submit("Assign…", **FETCH)])
    form = card(field("note", "Note", value="for you"), PRIORITY, ASSIGNEE, actions=[submit("Assign", verb="ticket.assign")])
    w.bot.answers |= {
        "task/fetch": dialog(form, "Assign T-42"),
        "task/submit": {"task": {"type": "message", "value": "Assigned."}},
    }
    await w.tara.presses(seen, "Assign…")
    assert w.bot.heard[-1]["value"]["data"] == FETCH
    assert w.tara.dialog is not None
    assert w.tara.dialog.title == "Assign T-42"
    assert w.tara.dialog.fields == {"Note": "for you", "Priority": "Normal", "Assignee": ""}
    assert w.tara.dialog.options("Priority") == ["High", "Normal"]
    assert await w.tara.submits({"Priority": "High", "Assignee": "Ravi"}) == {}
    sent = w.bot.heard[-1]
    assert (sent["name"], sent["replyToId"]) == ("task/submit", seen.id)
    assert sent["value"]["data"] == {"verb": "ticket.assign", "note": "for you", "priority": "high", "who": RAVI}
    assert w.tara.dialog is None
    assert w.tara.last_notice == "Assigned."


async def test_a_form_complains_first_by_itself_and_then_by_the_program(w: World) -> None:
    seen = await posted(w, "T-42", actions=[submit("Resolve…", **FETCH)])
    what = field("what", "What was done?", isRequired=True, errorMessage="Please say it")
    form = card(what, actions=[submit("Resolve")])
    again = card({**what, "value": "x"}, text("Too short", color="Attention"), actions=[submit("Resolve")])
    w.bot.answers |= {"task/fetch": dialog(form), "task/submit": answering(dialog(again), dialog(form, "Next"), None)}
    await w.tara.presses(seen, "Resolve…")
    before = len(w.bot.heard)
    assert await w.tara.submits({}) == {"What was done?": "Please say it"}
    assert len(w.bot.heard) == before
    assert await w.tara.submits({"What was done?": "x"}) == {"What was done?": "Too short"}
    assert await w.tara.submits({}) == {}
    assert w.tara.dialog is not None
    assert w.tara.dialog.title == "Next"
    assert await w.tara.submits({"What was done?": "rebooted"}, press="resolve") == {}
    assert w.tara.dialog is None
    assert w.refused == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"Summary": "x" * 11}, "takes at most 10 characters"),
        ({"Priority": "Sky-high"}, r"offers \['High', 'Normal'\]"),
        ({"Colour": "red"}, r"no field 'Colour'; there is \['Summary', 'Priority'\]"),
    ],
)
async def test_the_client_lets_nobody_enter_what_does_not_fit(w: World, values: dict[str, str], why: str) -> None:
    seen = await posted(w, "T-42", actions=[submit("Edit…", **FETCH)])
    w.bot.answers["task/fetch"] = dialog(card(field("summary", "Summary", maxLength=10), PRIORITY, actions=[submit("Save")]))
    await w.tara.presses(seen, "Edit…")
    with pytest.raises(NotThere, match=why):
        await w.tara.submits(values)


async def test_an_execute_button_in_a_dialog_is_refused(w: World) -> None:
    seen = await posted(w, "T-42", actions=[submit("Edit…", **FETCH)])
    w.bot.answers["task/fetch"] = dialog(card(field("a", "A"), actions=[execute("Save")]))
    await w.tara.presses(seen, "Edit…")
    assert w.tara.dialog is None
    assert "Action.Submit" in w.tenant.refusals[-1].message


async def test_a_message_action_carries_the_message_and_its_form_comes_back_with_the_command(w: World) -> None:
    said = await w.ravi.posts(w.channel, "the lift is stuck")
    w.bot.answers["composeExtension/fetchTask"] = dialog(
        card(field("summary", "Summary", value="the lift"), actions=[submit("Create ticket")])
    )
    w.bot.answers["composeExtension/submitAction"] = {"composeExtension": {"type": "message", "text": "T-7 is open."}}
    await w.tara.message_action("ticketFromMessage", said)
    asked = w.bot.heard[-1]["value"]
    assert (asked["commandId"], asked["commandContext"]) == ("ticketFromMessage", "message")
    assert asked["messagePayload"]["from"]["user"] == {"userIdentityType": "aadUser", "id": RAVI, "displayName": "Ravi"}
    assert asked["messagePayload"]["body"]["content"] == "<div><div>the lift is stuck</div></div>"
    assert await w.tara.submits({"Summary": "Lift"}) == {}
    sent = w.bot.heard[-1]
    assert (sent["name"], sent["value"]["commandId"], sent["value"]["data"]) == (
        "composeExtension/submitAction",
        "ticketFromMessage",
        {"summary": "Lift"},
    )
    assert w.tara.last_notice == "T-7 is open."


async def test_a_search_lists_titles_and_texts(w: World) -> None:
    preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": {"title": "T-42", "text": "VPN is down"}}
    found = {"contentType": CARD, "content": card("T-42"), "preview": preview}
    w.bot.answers["composeExtension/query"] = {
        "composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [found]}
    }
    (result,) = await w.tara.searches("vpn")
    assert result[:2] == ("T-42", "VPN is down")
    assert w.bot.heard[-1]["value"]["parameters"] == [{"name": "searchKeyword", "value": "vpn"}]
    w.bot.answers["composeExtension/query"] = {"composeExtension": {"type": "message", "text": "Nothing found."}}
    assert await w.tara.searches("xyzzy") == []
    assert w.tara.last_notice == "Nothing found."
