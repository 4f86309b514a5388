"""People press, fill and submit what they can see, by the words they see."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from integrations.sandbox.slack import Message, NotThere
from tests.integrations.sandbox.slack_desk import HELP, TRIAGE, Desk
from tests.integrations.sandbox.slack_desk import desk as desk
from tests.integrations.sandbox.slack_program import as_json, button, entry, failing, menu, modal, option, section

CARD = [
    section("*T-1* VPN is down"),
    {"type": "actions", "block_id": "buttons", "elements": [button("Claim", "T-1"), menu("Priority…", "Assign…")]},
]


async def card(desk: Desk, channel: str = HELP, who: Any = None, **more: Any) -> Message:
    await desk.program.says(channel, "T-1 VPN is down", blocks=CARD, **more)
    message: Message = (who or desk.ravi).sees(channel)[-1]
    return message


def opening(desk: Desk, view: dict[str, Any], after: float = 0) -> Any:
    """An answer that opens a modal with the deed's trigger, `after` seconds later."""

    async def answer(deed: dict[str, Any]) -> web.Response:
        desk.clock.forward(seconds=after)
        await desk.program.calls("views.open", trigger_id=deed["trigger_id"], view=view)
        return web.Response()

    return answer


async def test_a_button_is_pressed_by_its_label(desk: Desk) -> None:
    message = await card(desk)

    await desk.ravi.presses(message, "claim")

    [deed] = desk.program.of("block_actions")
    [action] = deed["actions"]
    assert (action["action_id"], action["value"], action["block_id"], action["type"]) == ("claim", "T-1", "buttons", "button")
    assert (deed["user"]["id"], deed["channel"]["id"], deed["container"]["message_ts"]) == ("U0RAVI", HELP, message.ts)
    assert deed["message"]["blocks"][0]["text"]["text"] == "*T-1* VPN is down"
    assert deed["response_url"].startswith(desk.ws.origin)


async def test_an_option_of_a_menu_is_chosen_by_its_label(desk: Desk) -> None:
    await desk.ravi.presses(await card(desk), "ASSIGN…")

    [action] = desk.program.of("block_actions")[0]["actions"]
    assert (action["type"], action["selected_option"]["value"]) == ("static_select", "assign…")


async def test_what_is_not_there_cannot_be_pressed_and_one_is_told_what_is(desk: Desk) -> None:
    message = await card(desk)

    with pytest.raises(NotThere, match=r"no 'Close' here; there is: Claim, More…, Priority…, Assign…"):
        await desk.ravi.presses(message, "Close")
    assert desk.program.of("block_actions") == []


async def test_a_card_is_pressed_only_by_those_who_see_it(desk: Desk) -> None:
    secret = await card(desk, TRIAGE)
    mine = await card(desk)
    await desk.program.calls("chat.postEphemeral", channel=HELP, user="U0ASHA", text="x", blocks=CARD)
    hers = desk.asha.sees("help")[-1]

    for person, message in ((desk.asha, secret), (desk.ravi, hers)):
        with pytest.raises(NotThere):
            await person.presses(message, "Claim")
    await desk.asha.presses(mine, "Claim")
    await desk.asha.presses(hers, "Claim")

    public, ephemeral = desk.program.of("block_actions")
    assert "message" in public
    assert "message" not in ephemeral
    assert ephemeral["container"]["is_ephemeral"] is True


async def test_near_picks_the_button_of_one_row(desk: Desk) -> None:
    rows = [section(f"T-{n}", accessory=button("Open", f"T-{n}", action_id=f"open{n}")) for n in (1, 2)]
    await desk.program.says(HELP, "yours", blocks=rows)

    await desk.asha.presses(desk.asha.sees("help")[0], "Open", near="T-2")

    assert desk.program.of("block_actions")[0]["actions"][0]["value"] == "T-2"


async def test_a_question_is_asked_before_a_destructive_button(desk: Desk) -> None:
    words = {k: {"type": "plain_text", "text": k} for k in ("title", "text", "confirm", "deny")}
    await desk.program.says(HELP, "x", blocks=[{"type": "actions", "elements": [button("Withdraw", confirm=words)]}])
    message = desk.asha.sees("help")[0]

    await desk.asha.presses(message, "Withdraw", confirm=False)
    assert desk.program.of("block_actions") == []
    await desk.asha.presses(message, "Withdraw")
    assert len(desk.program.of("block_actions")) == 1


async def test_a_card_seen_before_it_changed_can_still_be_pressed_from_a_snapshot(desk: Desk) -> None:
    message = await card(desk)
    stale = message.snapshot()
    await desk.program.calls("chat.update", channel=HELP, ts=message.ts, text="closed", blocks=[section("closed")])

    with pytest.raises(NotThere):
        await desk.ravi.presses(message, "Claim")
    await desk.ravi.presses(stale, "Claim")

    assert desk.program.of("block_actions")[0]["actions"][0]["value"] == "T-1"


async def test_a_failing_click_is_shown_to_the_presser(desk: Desk) -> None:
    desk.program.answers["block_actions"] = failing(1)

    await desk.ravi.presses(await card(desk), "Claim")

    assert desk.ravi.trouble == ["the app did not answer (500)"]
    assert len(desk.program.of("block_actions")) == 1, "clicks are not repeated"


async def test_a_trigger_opens_one_modal_within_three_seconds(desk: Desk) -> None:
    message = await card(desk)
    desk.program.answers["block_actions"] = opening(desk, modal(section("hello")), after=3)
    await desk.ravi.presses(message, "Claim")
    assert desk.ravi.modal is not None
    assert desk.ravi.modal.title == "New ticket"
    assert desk.asha.modal is None

    used = desk.program.of("block_actions")[0]["trigger_id"]
    desk.program.answers.clear()
    await desk.ravi.presses(message, "Claim")
    fresh = desk.program.of("block_actions")[1]["trigger_id"]
    desk.clock.forward(seconds=3.1)
    codes = [(await desk.program.calls("views.open", trigger_id=t, view=modal(section("x"))))["error"] for t in (used, fresh, "1.2.x")]

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

    assert (problems, desk.asha.modal) == ({}, None)
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


async def test_a_command_is_answered_to_its_caller_alone(desk: Desk) -> None:
    desk.program.answers["command"] = as_json({"text": "T-1", "blocks": [section("*T-1* In progress")]})

    seen = await desk.asha.command("/ticket", "status T-1", "help")

    assert seen is not None
    assert (seen.plain(), seen.ephemeral, seen.channel) == ("T-1 In progress", True, HELP)
    assert desk.ravi.sees("help") == []
    [fields] = desk.program.of("command")
    assert (fields["command"], fields["text"], fields["user_id"], fields["channel_id"]) == ("/ticket", "status T-1", "U0ASHA", HELP)
    assert fields["api_app_id"] == "A0SAHAYAK"


async def test_a_command_answered_with_nothing_shows_nothing(desk: Desk) -> None:
    assert await desk.asha.command("/ticket", "new") is None


async def test_a_command_that_fails_is_told_by_slack(desk: Desk) -> None:
    desk.program.answers["command"] = failing(1)
    failed = await desk.asha.command("/ticket", "help", "help")
    desk.program.answers["command"] = as_json({"blocks": [section("x" * 3001)]})
    refused = await desk.asha.command("/ticket", "help", "help")

    assert failed is not None
    assert refused is not None
    assert failed.plain() == '/ticket failed with the error "dispatch_failed"'
    assert refused.plain() == '/ticket failed with the error "invalid_blocks"'
    assert [r.method for r in desk.ws.refusals] == ["answer to /ticket"]


async def test_an_answer_in_channel_is_for_everybody(desk: Desk) -> None:
    desk.program.answers["command"] = as_json({"response_type": "in_channel", "text": "hello all"})

    await desk.asha.command("/ticket", "help", "help")

    assert [m.plain() for m in desk.ravi.sees("help")] == ["hello all"]


async def test_a_message_shortcut_carries_the_message(desk: Desk) -> None:
    said = await desk.asha.says("help", "VPN is down")

    await desk.ravi.message_shortcut("ticket_from_message", said)

    [deed] = desk.program.of("message_action")
    assert (deed["callback_id"], deed["message"]["text"], deed["message"]["user"]) == ("ticket_from_message", "VPN is down", "U0ASHA")
    assert (deed["user"]["id"], deed["channel"]["id"], deed["message_ts"]) == ("U0RAVI", HELP, said.ts)
    with pytest.raises(NotThere):
        await desk.ravi.message_shortcut("delete_everything", said)
    with pytest.raises(NotThere):
        await desk.ravi.shortcut("ticket_from_message")


async def use(desk: Desk, url: str, **body: Any) -> tuple[int, str]:
    async with desk.program.http.post(url, json=body) as response:
        return response.status, await response.text()


async def test_a_response_url_answers_the_presser_and_replaces_the_card(desk: Desk) -> None:
    message = await card(desk)
    await desk.ravi.presses(message, "Claim")
    url = desk.program.of("block_actions")[0]["response_url"]

    assert await use(desk, url, text="yours now") == (200, "ok")
    assert await use(desk, url, replace_original=True, text="claimed", blocks=[section("Claimed by Ravi")]) == (200, "ok")

    assert message.plain() == "Claimed by Ravi"
    assert [m.plain() for m in desk.ravi.sees("help") if m.ephemeral] == ["yours now"]
    assert not [m for m in desk.asha.sees("help") if m.ephemeral]


async def test_a_response_url_works_five_times_and_for_half_an_hour(desk: Desk) -> None:
    message = await card(desk)
    for _ in range(2):
        await desk.ravi.presses(message, "Claim")
    first, second = [deed["response_url"] for deed in desk.program.of("block_actions")]

    assert [(await use(desk, first, text="x"))[1] for _ in range(6)] == ["ok"] * 5 + ["used_url"]
    desk.clock.forward(minutes=31)
    assert await use(desk, second, text="x") == (404, "expired_url")
    assert await use(desk, first + "x", text="x") == (404, "invalid_url")


async def test_a_response_may_delete_the_card_and_must_say_something(desk: Desk) -> None:
    message = await card(desk)
    await desk.ravi.presses(message, "Claim")
    url = desk.program.of("block_actions")[0]["response_url"]

    assert await use(desk, url) == (400, "no_text")
    assert await use(desk, url, delete_original=True) == (200, "ok")
    assert message.deleted


async def test_the_home_tab_is_what_was_published_last(desk: Desk) -> None:
    async def publish(deed: dict[str, Any]) -> web.Response:
        view = {"type": "home", "blocks": [section("*Your tickets*"), {"type": "actions", "elements": [button("New ticket")]}]}
        await desk.program.calls("views.publish", user_id=deed["event"]["user"], view=view)
        return web.Response()

    desk.program.answers["app_home_opened"] = publish
    assert desk.asha.home is None

    home = await desk.asha.opens_home()

    assert home is not None
    assert home.plain() == "Your tickets\n[New ticket]"
    assert desk.ravi.home is None
    await desk.asha.presses(home, "New ticket")
    [deed] = desk.program.of("block_actions")
    assert (deed["container"], deed["view"]["type"]) == ({"type": "view", "view_id": home.id}, "home")
    with pytest.raises(NotThere):
        await desk.ravi.presses(home, "New ticket")
    [opened] = desk.program.events("app_home_opened")
    assert "view" not in opened
    await desk.asha.opens_home()
    assert desk.program.events("app_home_opened")[1]["view"]["id"] == home.id
    stale = await desk.program.calls("views.publish", user_id="U0ASHA", view={"type": "home", "blocks": []}, hash="old")
    assert stale["error"] == "hash_conflict"


async def test_two_people_press_at_the_same_moment(desk: Desk) -> None:
    message = await card(desk)

    await asyncio.gather(desk.ravi.presses(message, "Claim"), desk.asha.presses(message, "Claim"))

    assert {deed["user"]["id"] for deed in desk.program.of("block_actions")} == {"U0ASHA", "U0RAVI"}


async def test_an_unreachable_program_is_trouble_and_nothing_breaks(desk: Desk) -> None:
    message = await card(desk)
    desk.ws.events_url = "http://127.0.0.1:1/"

    await desk.ravi.presses(message, "Claim")
    answer = await desk.ravi.command("/ticket", "help", "help")

    assert answer is not None
    assert "dispatch_failed" in answer.plain()
    assert len(desk.ravi.trouble) == 2
    assert isinstance(desk.program.http, aiohttp.ClientSession)
