"""Modals are filled and submitted by the labels people see; what the program answers is taken as Slack would take it."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from integrations.sandbox.slack import NotThere, Person, Screen
from tests.integrations.sandbox.slack_desk import Desk
from tests.integrations.sandbox.slack_desk import desk as desk
from tests.integrations.sandbox.slack_program import as_json, entry, failing, modal, option, section


def modal_of(person: Person) -> Screen | None:
    """The modal they see now."""
    return person.modal


def opening(desk: Desk, view: dict[str, Any], after: float = 0) -> Any:
    """An answer that opens a modal with the deed's trigger, `after` seconds later."""

    async def answer(deed: dict[str, Any]) -> web.Response:
        desk.clock.forward(seconds=after)
        await desk.program.calls("views.open", trigger_id=deed["trigger_id"], view=view)
        return web.Response()

    return answer


async def test_a_trigger_opens_one_modal_within_three_seconds(desk: Desk) -> None:
    desk.program.answers["shortcut"] = opening(desk, modal(section("hello")), after=3)
    await desk.ravi.shortcut("new_ticket")
    assert desk.ravi.modal is not None
    assert desk.ravi.modal.title == "New ticket"
    assert desk.asha.modal is None

    used = desk.program.of("shortcut")[0]["trigger_id"]
    desk.program.answers.clear()
    await desk.ravi.shortcut("new_ticket")
    fresh = desk.program.of("shortcut")[1]["trigger_id"]
    desk.clock.forward(seconds=3.1)
    codes = [
        (await desk.program.calls("views.open", trigger_id=t, view=modal(section("x"))))["error"] for t in (used, fresh, "1.2.x")
    ]

    assert codes == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]
    assert [r.code for r in desk.ws.refusals] == codes


async def form(desk: Desk, **more: Any) -> None:
    """Asha has the form of a new ticket before her."""
    short = {"type": "plain_text_input", "action_id": "v", "max_length": 20, "initial_value": "VPN"}
    priority = {"type": "static_select", "action_id": "v", "options": [option("Low"), option("High")]}
    view = modal(
        entry("summary", "Summary", short),
        entry("details", "Details", optional=True),
        entry("priority", "Priority", priority, optional=True),
        entry("who", "On behalf of", {"type": "users_select", "action_id": "v"}, optional=True),
        callback_id="ticket.create", private_metadata="nonce", **more,
    )  # fmt: skip
    desk.program.answers["shortcut"] = opening(desk, view)
    await desk.asha.shortcut("new_ticket")


async def test_a_form_is_filled_by_the_labels_and_sent_whole(desk: Desk) -> None:
    await form(desk)
    assert desk.asha.modal is not None
    assert desk.asha.modal.values == {"Summary": "VPN", "Details": None, "Priority": None, "On behalf of": None}
    assert desk.asha.modal.fields == ["Summary", "Details", "Priority", "On behalf of"]
    assert desk.asha.modal.options("Priority") == ["Low", "High"]

    problems = await desk.asha.submits({"summary": "VPN is down", "Priority": "high", "On behalf of": desk.ravi})

    assert problems == {}
    assert not modal_of(desk.asha)
    [deed] = desk.program.of("view_submission")
    values = deed["view"]["state"]["values"]
    assert values["summary"]["v"] == {"type": "plain_text_input", "value": "VPN is down"}
    assert values["details"]["value"]["value"] is None
    assert values["priority"]["v"]["selected_option"]["value"] == "high"
    assert values["who"]["v"]["selected_user"] == "U0RAVI"
    assert (deed["view"]["callback_id"], deed["view"]["private_metadata"]) == ("ticket.create", "nonce")


async def test_the_client_itself_minds_what_is_missing_or_too_long(desk: Desk) -> None:
    await form(desk)

    assert await desk.asha.submits(Summary="") == {"Summary": "Please complete this required field."}
    assert await desk.asha.submits(Summary="x" * 21) == {"Summary": "Must be less than 21 characters."}
    assert desk.program.of("view_submission") == []
    for wrong in ({"Colour": "red"}, {"Priority": "Highest"}, {"On behalf of": "Nobody"}):
        with pytest.raises(NotThere):
            await desk.asha.fills(wrong)


async def test_problems_come_back_by_label_and_what_was_typed_stays(desk: Desk) -> None:
    await form(desk)
    desk.program.answers["view_submission"] = as_json({"response_action": "errors", "errors": {"summary": "Say a little more."}})

    problems = await desk.asha.submits(Summary="help", Details="please")

    assert problems == {"Summary": "Say a little more."}
    assert desk.asha.modal is not None
    assert "Say a little more." in desk.asha.modal.plain()
    assert desk.asha.modal.values["Details"] == "please"
    desk.program.answers.clear()
    assert await desk.asha.submits(Summary="help me") == {}


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nothing": "there is no such block"}},
        {"response_action": "dance"},
        {"response_action": "update", "view": {"type": "modal"}},
        ["not an object"],
    ],
)
async def test_an_answer_that_slack_cannot_take_keeps_the_form_and_is_a_refusal(desk: Desk, answer: Any) -> None:
    await form(desk)
    desk.program.answers["view_submission"] = as_json(answer)

    assert await desk.asha.submits() == {"": "We had some trouble connecting. Try again?"}
    assert desk.asha.modal is not None
    assert [r.method for r in desk.ws.refusals] == ["answer to view_submission"]


async def test_a_failed_submission_keeps_what_was_typed(desk: Desk) -> None:
    await form(desk)
    desk.program.answers["view_submission"] = failing(1)

    assert "" in await desk.asha.submits(Summary="typed")
    assert desk.asha.modal is not None
    assert desk.asha.modal.values["Summary"] == "typed"


async def test_modals_stack_three_deep_and_go_back_one_by_one(desk: Desk) -> None:
    await form(desk)
    desk.program.answers["view_submission"] = as_json({"response_action": "push", "view": modal(entry("a", "A"), title="Second")})
    await desk.asha.submits()
    assert desk.asha.modal is not None
    assert desk.asha.modal.title == "Second"
    desk.program.answers["view_submission"] = as_json({"response_action": "push", "view": modal(entry("a", "A"), title="Third")})
    await desk.asha.submits(A="x")
    assert "" in await desk.asha.submits(A="x")
    assert desk.ws.refusals[-1].code == "push_limit_reached"

    await desk.asha.closes()
    assert desk.asha.modal.title == "Second"
    desk.program.answers["view_submission"] = as_json({"response_action": "clear"})
    await desk.asha.submits(A="x")
    assert desk.asha.modal is None
    with pytest.raises(NotThere, match="no modal"):
        await desk.asha.submits()


async def test_an_updated_view_keeps_what_was_typed_and_an_old_hash_is_refused(desk: Desk) -> None:
    await form(desk)
    await desk.asha.fills(Details="typed")
    assert desk.asha.modal is not None
    view = desk.asha.modal.view
    old = view.hash

    async def update(**arguments: Any) -> dict[str, Any]:
        return await desk.program.calls("views.update", view=modal(entry("details", "More details")), **arguments)

    assert (await update(view_id=view.id, hash=old))["ok"]
    assert desk.asha.modal.values == {"More details": "typed"}
    assert (await update(view_id=view.id, hash=old))["error"] == "hash_conflict"
    assert (await update(view_id="V0GONE"))["error"] == "not_found"
    assert (await update())["error"] == "invalid_arguments"


async def test_closing_is_told_only_where_asked_for(desk: Desk) -> None:
    await form(desk)
    await desk.asha.closes()
    await form(desk, notify_on_close=True)
    await desk.asha.closes()

    assert len(desk.program.of("view_closed")) == 1


async def test_a_bad_modal_is_refused_with_the_place(desk: Desk) -> None:
    desk.program.answers["shortcut"] = opening(desk, modal(entry("a", "A"), title="A title of more than 24 characters"))

    await desk.asha.shortcut("new_ticket")

    assert desk.asha.modal is None
    [refusal] = desk.ws.refusals
    assert str(refusal) == "views.open: invalid_arguments must be less than 25 characters [json-pointer:/view/title/text]"
