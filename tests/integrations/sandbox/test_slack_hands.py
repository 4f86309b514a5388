"""People press what they can see, call commands and shortcuts, and read what comes back."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from integrations.sandbox.slack import Message, NotThere
from tests.integrations.sandbox.slack_desk import HELP, TRIAGE, Desk
from tests.integrations.sandbox.slack_desk import desk as desk
from tests.integrations.sandbox.slack_program import as_json, button, failing, menu, section

CARD = [
    section("*T-1* VPN is down"),
    {"type": "actions", "block_id": "buttons", "elements": [button("Claim", "T-1"), menu("Priority…", "Assign…")]},
]


async def card(desk: Desk, channel: str = HELP, who: Any = None, **more: Any) -> Message:
    await desk.program.says(channel, "T-1 VPN is down", blocks=CARD, **more)
    message: Message = (who or desk.ravi).sees(channel)[-1]
    return message


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


async def test_a_command_is_answered_to_its_caller_alone(desk: Desk) -> None:
    desk.program.answers["command"] = as_json({"text": "T-1", "blocks": [section("*T-1* In progress")]})

    seen = await desk.asha.command("/ticket", "status T-1", "help")

    assert seen is not None
    assert (seen.plain(), seen.ephemeral, seen.channel) == ("T-1 In progress", True, HELP)
    assert desk.ravi.sees("help") == []
    [fields] = desk.program.of("command")
    assert (fields["command"], fields["text"], fields["user_id"], fields["channel_id"]) == (
        "/ticket",
        "status T-1",
        "U0ASHA",
        HELP,
    )
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
    assert (deed["callback_id"], deed["message"]["text"], deed["message"]["user"]) == (
        "ticket_from_message",
        "VPN is down",
        "U0ASHA",
    )
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
