"""What the desk answers, as each invoke wants to hear it, over the real endpoint; and its forms as dialogs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.cards import Button, Card, Chart, Confirm, Row, Text
from app.forms import Choice, DateField, Form, Option, PersonField, TextField
from app.replies import Answer, FixForm, Nothing, Notice, OpenForm, Reply, Results, Say, ShowCard
from integrations.sandbox.teams.card_rules import card_problems, dead_buttons
from integrations.teams.adaptive import CONTENT_TYPE, render
from integrations.teams.dialogs import render as render_form
from tests.integrations.teams.cards import problems, texts
from tests.integrations.teams.conftest import Door
from tests.integrations.teams.microsoft import TENANT

CARD = Card("T-42 · VPN", "T-42 VPN: New", (Text(("The VPN is down",)),), (Button("Claim", "ticket.claim", "T-42", 3),))
TOLD = replace(CARD, buttons=())
FORM = Form(
    "ticket.assign.save", "Assign", "Assign it", "Cancel",
    (
        TextField("note", "Note", "typed *before*", required=True, multiline=True, max_length=300, hint="At most 300 characters"),
        Choice("priority", "Priority", (Option("low", "Low"), Option("high", "High")), "high", placeholder="Choose…"),
        PersonField("assignee", "Assignee", f"teams:{TENANT}/aad-1", "Asha Rao", required=True),
        DateField("until", "Until", "2026-11-21"),
    ),
    ref="T-42", nonce="n0nce", intro="T-42 · VPN", keep={"kept": "sealed"},
)  # fmt: skip


async def answer(door: Door, name: str, reply: Reply) -> Any:
    door.desk.reply = reply
    status, body = await door.send(door.microsoft.activity(name))
    assert status == 200
    return body


async def test_a_pressed_card_is_replaced_by_the_new_one(door: Door) -> None:
    body = await answer(door, "invoke_card_action", ShowCard(CARD))
    assert body == {"statusCode": 200, "type": CONTENT_TYPE, "value": render(CARD)}


async def test_a_note_is_the_first_line_of_the_card(door: Door) -> None:
    body = await answer(door, "invoke_card_action", ShowCard(CARD, "Ravi was faster."))
    first = next(part for part in body["value"]["body"] if part["type"] == "RichTextBlock")
    assert first["inlines"][0]["text"] == "Ravi was faster."


@pytest.mark.parametrize(("reply", "text"), [(Notice("Not yours."), "Not yours."), (Nothing(), "")])
async def test_a_sentence_is_for_the_presser_alone(door: Door, reply: Reply, text: str) -> None:
    body = await answer(door, "invoke_card_action", reply)
    assert body == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


@pytest.mark.parametrize(
    "name", ["invoke_task_fetch", "invoke_task_submit", "invoke_message_action", "invoke_message_action_submit"]
)
async def test_a_form_opens_and_the_next_one_after_it(door: Door, name: str) -> None:
    body = await answer(door, name, OpenForm(FORM))
    assert body == {"task": {"type": "continue", "value": render_form(FORM)}}


@pytest.mark.parametrize("name", ["invoke_task_submit", "invoke_message_action_submit"])
async def test_a_form_that_cannot_be_taken_comes_back_as_it_was_filled_in(door: Door, name: str) -> None:
    body = await answer(door, name, FixForm({"note": "Please write something here."}, FORM, "Please check the form."))
    card = body["task"]["value"]["card"]["content"]
    assert problems(card) == []
    assert "Please check the form." in texts(card)
    before = card["body"][[part.get("id") for part in card["body"]].index("note") - 1]
    assert (before["text"], before["color"]) == ("Please write something here.", "Attention")
    assert "typed *before*" in texts(card)


@pytest.mark.parametrize(
    "name", ["invoke_task_fetch", "invoke_task_submit", "invoke_message_action", "invoke_message_action_submit"]
)
async def test_a_dialog_shows_a_sentence_or_a_card(door: Door, name: str) -> None:
    assert await answer(door, name, Notice("No.")) == {"task": {"type": "message", "value": "No."}}
    for reply in (Answer(TOLD), Say(TOLD)):
        assert (await answer(door, name, reply))["task"]["value"]["card"] == {
            "contentType": CONTENT_TYPE,
            "content": render(TOLD),
        }


@pytest.mark.parametrize("reply", [ShowCard(CARD), Nothing()])
async def test_a_submitted_dialog_closes_when_all_is_said_elsewhere(door: Door, reply: Reply) -> None:
    assert await answer(door, "invoke_task_submit", reply) == {}


async def test_a_search_lists_its_cards(door: Door) -> None:
    evil = Card("T-1 <b>", "T-1", (Text(("<img src=x>",)),))
    body = (await answer(door, "invoke_search", Results((CARD, evil))))["composeExtension"]
    assert (body["type"], body["attachmentLayout"], body["attachments"][0]["content"]) == ("result", "list", render(CARD))
    previews = [found["preview"]["content"] for found in body["attachments"]]
    assert previews == [{"title": "T-42 · VPN", "text": "The VPN is down"}, {"title": "T-1 ‹b›", "text": "‹img src=x›"}]


@pytest.mark.parametrize("reply", [Results((), "Nothing found."), Notice("Nothing found.")])
async def test_a_search_that_finds_nothing_says_so(door: Door, reply: Reply) -> None:
    assert await answer(door, "invoke_search", reply) == {"composeExtension": {"type": "message", "text": "Nothing found."}}


@pytest.mark.parametrize("name", ["invoke_unknown", "invoke_foreign_card"])
async def test_an_invoke_nobody_understands_is_a_card_error_and_nothing_is_run(door: Door, name: str) -> None:
    body = await answer(door, name, Nothing())
    assert (body["statusCode"], body["type"], body["value"]["code"]) == (400, "application/vnd.microsoft.error", "NotSupported")
    assert door.desk.asked == []


async def test_an_invoke_we_have_no_use_for_is_answered_with_nothing(door: Door) -> None:
    assert await answer(door, "invoke_signin", Nothing()) == {}
    assert door.desk.asked == []


@pytest.mark.parametrize(
    "name",
    ["message_reaction", "member_added", "bot_removed", "installation_remove", "typing"],
)
async def test_what_is_nobodys_request_runs_nothing(door: Door, name: str) -> None:
    assert await answer(door, name, Nothing()) is None
    assert door.desk.asked == []


def test_a_form_is_a_dialog_that_teams_takes() -> None:
    dialog = render_form(FORM)
    card = dialog["card"]["content"]
    assert problems(card) == []
    assert dialog["title"] == "Assign"
    inputs = {part["id"]: part for part in card["body"] if "id" in part}
    assert inputs["note"] | {"errorMessage": ""} == {
        "type": "Input.Text", "id": "note", "label": "Note", "isMultiline": True, "maxLength": 300, "value": "typed *before*",
        "isRequired": True, "errorMessage": "",
    }  # fmt: skip
    assert (inputs["priority"]["style"], inputs["priority"]["value"]) == ("compact", "high")
    assert inputs["assignee"]["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    assert (inputs["assignee"]["choices"], inputs["assignee"]["value"]) == ([{"title": "Asha Rao", "value": "aad-1"}], "aad-1")
    assert inputs["until"]["value"] == "2026-11-21"
    assert card["actions"] == [
        {
            "type": "Action.Submit",
            "title": "Assign it",
            "data": {
                "desk": {
                    "verb": "ticket.assign.save",
                    "ref": "T-42",
                    "nonce": "n0nce",
                    "values": {"kept": "sealed"},
                    "people": ["assignee"],
                }
            },
        }
    ]


SURE = Confirm("Withdraw it?", "It is closed then.", "Withdraw", "Keep it")
PRESSABLE = Card(
    "Oldest", "Oldest: T-42",
    (Row(("T-42",), button=Button("Open", "ticket.open", "T-42", 3)), Chart("By agent", "Solved", (("Ravi", 2),))),
    (
        Button("Next", "report.oldest", "it", values={"from": "10"}),
        Button("Assign…", "ticket.assign", "T-42", opens_form=True),
        Button("Withdraw", "ticket.withdraw", "T-42", 3, confirm=SURE),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("invoke_task_fetch", Answer(PRESSABLE)),
        ("invoke_task_fetch", ShowCard(PRESSABLE, "Done.")),
        ("invoke_task_submit", Answer(PRESSABLE)),
    ],
)
async def test_whatever_is_shown_in_a_dialog_can_be_pressed_there(door: Door, name: str, reply: Reply) -> None:
    body = await answer(door, name, reply)
    card = body["task"]["value"]["card"]["content"]
    assert dead_buttons(card) == card_problems(card) == problems(card) == []
    close, *pressed = [action for action in card["actions"] if "data" in action]
    assert (close["title"], close["data"]) == ("Close", {})
    assert [action["data"]["desk"]["verb"] for action in pressed] == ["report.oldest", "ticket.assign"]
    assert pressed[0]["data"]["desk"]["values"] == {"from": "10"}


def test_more_than_six_buttons_of_no_ticket_unfold_below_the_card() -> None:
    many = tuple(Button(f"List {number}", f"report.x{number}", "it", opens_form=True) for number in range(13))
    card = render(Card("Report", "Report", buttons=many, more="More…"))
    assert [action["type"] for action in card["actions"]] == ["Action.Submit"] * 5 + ["Action.ShowCard"]
    folded = [action["title"] for row in card["actions"][-1]["card"]["body"] for action in row["actions"]]
    assert folded == [f"List {number}" for number in range(5, 13)]
    assert card_problems(card) == problems(card) == []
