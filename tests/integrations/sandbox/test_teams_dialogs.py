"""Dialogs, message actions and search in the local Teams tenant: filled in by label, answered as the client would show it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from integrations.sandbox.teams import Message, NotThere

from .teams_bot import CARD, RAVI, World, answering, card, dialog, execute, field, message, submit, text, world

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
    assert w.tara.dialog.values == {"Note": "for you", "Priority": "Normal", "Assignee": ""}
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


async def test_a_button_that_does_nothing_in_a_dialog_is_noted(w: World) -> None:
    seen = await posted(w, "T-42", actions=[submit("Edit…", **FETCH)])
    w.bot.answers["task/fetch"] = dialog(card(field("a", "A"), actions=[execute("Save")]))
    await w.tara.presses(seen, "Edit…")
    assert w.refused == ["DeadButton"]
    assert w.tara.dialog is not None
    with pytest.raises(NotThere, match="nothing to submit with called 'Save'"):
        await w.tara.presses(w.tara.dialog, "Save")


async def test_a_dialog_may_offer_several_buttons(w: World) -> None:
    seen = await posted(w, "T-42", actions=[submit("Edit…", **FETCH)])
    w.bot.answers |= {
        "task/fetch": dialog(card("Sure?", actions=[submit("No", yes="0"), submit("Yes", yes="1")])),
        "task/submit": None,
    }
    await w.tara.presses(seen, "Edit…")
    assert w.tara.dialog is not None
    await w.tara.presses(w.tara.dialog, "Yes")
    assert w.bot.heard[-1]["value"]["data"] == {"yes": "1"}
    assert w.tara.dialog is None


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
    assert asked["messagePayload"]["body"]["content"] == "<p>the lift is stuck</p>"
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
