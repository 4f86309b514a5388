"""The Web API says no as Slack does, and remembers that it did."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.integrations.sandbox.slack_desk import HELP, QUIET, TRIAGE, Desk
from tests.integrations.sandbox.slack_desk import desk as desk
from tests.integrations.sandbox.slack_program import button, section


async def error(desk: Desk, method: str, **arguments: Any) -> str:
    form = method.startswith(
        ("users.", "conversations.h", "conversations.r", "conversations.i", "conversations.m", "reactions.get")
    )
    body = await desk.program.calls(method, form=form, **arguments)
    return str(body.get("error", "ok"))


async def test_the_official_client_posts_reads_and_updates(desk: Desk) -> None:
    client = AsyncWebClient(token=desk.ws.bot_token, base_url=desk.ws.api_url)

    who = await client.auth_test()
    posted = await client.chat_postMessage(channel=HELP, text="T-1", blocks=[section("*T-1* is open")])
    await client.chat_update(channel=HELP, ts=posted["ts"], text="T-1", blocks=[section("*T-1* is claimed")])
    read = await client.conversations_history(channel=HELP, latest=posted["ts"], inclusive=True, limit=1)
    asha = await client.users_info(user="U0ASHA", include_locale=True)

    assert (who["team_id"], who["bot_id"], who["user_id"]) == ("T0SANDBOX", desk.ws.bot_id, desk.ws.bot_user)
    assert read["messages"][0]["blocks"][0]["text"]["text"] == "*T-1* is claimed"
    assert (asha["user"]["locale"], asha["user"]["tz"], asha["user"]["tz_offset"]) == ("en-IN", "Asia/Kolkata", 19800)
    assert asha["user"]["profile"]["email"] == "asha@example.test"
    assert "chat:write" in posted.headers["x-oauth-scopes"]
    with pytest.raises(SlackApiError) as no:
        await client.chat_postMessage(channel="C0NOWHERE", text="?")
    assert no.value.response["error"] == "channel_not_found"
    assert desk.ws.refusals[0].code == "channel_not_found"


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-stolen", "invalid_auth")])
async def test_nobody_gets_in_without_the_token(desk: Desk, token: str, code: str) -> None:
    body = await desk.program.calls("auth.test", bearer=token)

    assert body == {"ok": False, "error": code}
    assert [str(r) for r in desk.ws.refusals] == [f"auth.test: {code}"]


async def test_a_form_may_carry_the_token_and_json_inside_fields(desk: Desk) -> None:
    fields = {"token": desk.ws.bot_token, "channel": HELP, "text": "hi", "blocks": json.dumps([section("hi")])}

    body = await desk.program.calls("chat.postMessage", bearer="", form=True, **fields)

    assert body["ok"]
    assert (await desk.program.calls("chat.postMessage", form=True, channel=HELP, blocks="[{"))[
        "error"
    ] == "invalid_blocks_format"
    assert await error(desk, "chat.nothing") == "unknown_method"
    assert (await desk.program.calls("users.info", user="U0ASHA"))["error"] == "invalid_arguments"


async def test_a_missing_scope_is_named(desk: Desk) -> None:
    desk.ws.scopes.discard("chat:write")
    desk.ws.scopes.discard("groups:history")

    body = await desk.program.calls("chat.postMessage", channel=HELP, text="hi")

    assert (body["error"], body["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write" not in body["provided"]
    assert await error(desk, "conversations.history", channel=TRIAGE) == "missing_scope"
    assert await error(desk, "conversations.history", channel=HELP) == "ok"


async def test_where_the_bot_may_write(desk: Desk) -> None:
    desk.ws.channel("C0OLD", name="old", archived=True)
    desk.ws.channel("C0SECRET", name="secret", private=True, bot_in=False)

    async def posting(channel: str) -> str:
        return await error(desk, "chat.postMessage", channel=channel, text="hi")

    assert [await posting(c) for c in (HELP, TRIAGE, QUIET, "C0OLD", "C0SECRET", "help")] == [
        "ok", "ok", "not_in_channel", "is_archived", "channel_not_found", "channel_not_found",
    ]  # fmt: skip
    assert await posting("U0ASHA") == "ok"
    assert [m.plain() for m in desk.asha.sees()] == ["hi"]


async def test_what_cannot_be_posted(desk: Desk) -> None:
    too_long = await desk.program.calls("chat.postMessage", channel=HELP, text="x" * 40_001)
    wrong = await desk.program.calls("chat.postMessage", channel=HELP, text="x", blocks=[section("x" * 3001)])

    assert too_long["error"] == "msg_too_long"
    assert wrong["error"] == "invalid_blocks"
    assert wrong["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert await error(desk, "chat.postMessage", channel=HELP) == "no_text"
    assert await error(desk, "chat.postMessage", text="hi") == "invalid_arguments"
    assert await error(desk, "chat.postMessage", channel=HELP, text="hi", thread_ts="1.2") == "thread_not_found"
    assert (
        await error(desk, "chat.postMessage", channel=HELP, text="hi", metadata={"event_type": "x"}) == "invalid_metadata_format"
    )
    assert desk.asha.sees("help") == []


async def test_only_its_own_messages_can_be_changed(desk: Desk) -> None:
    said = await desk.asha.says("help", "mine")
    ts = await desk.program.says(HELP, "ours")

    assert await error(desk, "chat.update", channel=HELP, ts=said.ts, text="x") == "cant_update_message"
    assert await error(desk, "chat.update", channel=HELP, ts="1.2", text="x") == "message_not_found"
    assert await error(desk, "chat.update", channel=HELP, ts=ts) == "no_text"
    assert await error(desk, "chat.delete", channel=HELP, ts=said.ts) == "cant_delete_message"
    assert await error(desk, "chat.delete", channel=HELP, ts=ts) == "ok"
    assert await error(desk, "chat.update", channel=HELP, ts=ts, text="x") == "message_not_found"


async def test_an_update_keeps_the_blocks_it_does_not_mention(desk: Desk) -> None:
    ts = await desk.program.says(HELP, "old", blocks=[section("body")])
    [message] = desk.asha.sees("help")

    await desk.program.calls("chat.update", channel=HELP, ts=ts, text="new")
    assert (message.spoken, message.plain(), message.edited) == ("new", "body", True)

    await desk.program.calls("chat.update", channel=HELP, ts=ts, text="new", blocks=[])
    assert message.plain() == "new"


async def test_metadata_is_kept_and_returned_when_asked_for(desk: Desk) -> None:
    marker = {"event_type": "delivery", "event_payload": {"marker": "m1"}}
    ts = await desk.program.says(HELP, "T-1")
    await desk.program.says(HELP, "reply", thread_ts=ts, metadata=marker)

    plain = await desk.program.calls("conversations.replies", form=True, channel=HELP, ts=ts)
    full = await desk.program.calls("conversations.replies", form=True, channel=HELP, ts=ts, include_all_metadata="true")

    assert "metadata" not in plain["messages"][1]
    assert full["messages"][1]["metadata"] == marker
    assert (full["messages"][0]["reply_count"], full["messages"][1]["thread_ts"]) == (1, ts)


async def test_history_is_paged_newest_first_and_leaves_replies_out(desk: Desk) -> None:
    first = await desk.asha.says("help", "one")
    await desk.asha.says("help", "in the thread", thread=first)
    await desk.asha.says("help", "two")
    await desk.asha.says("help", "also here", thread=first, broadcast=True)

    page = await desk.program.calls("conversations.history", form=True, channel=HELP, limit="2")
    rest = await desk.program.calls(
        "conversations.history", form=True, channel=HELP, limit="2", cursor=page["response_metadata"]["next_cursor"]
    )

    assert ([m["text"] for m in page["messages"]], page["has_more"]) == (["also here", "two"], True)
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["one"], False)
    assert page["messages"][0]["subtype"] == "thread_broadcast"
    assert await error(desk, "conversations.history", channel=QUIET) == "not_in_channel"
    assert await error(desk, "conversations.history", channel=HELP, oldest="yesterday") == "invalid_ts_oldest"
    assert await error(desk, "conversations.replies", channel=HELP, ts="1.2") == "thread_not_found"


async def test_an_ephemeral_message_is_for_one_member_only(desk: Desk) -> None:
    body = await desk.program.calls("chat.postEphemeral", channel=HELP, user="U0ASHA", text="only you")

    assert body["ok"]
    assert [(m.plain(), m.ephemeral) for m in desk.asha.sees("help")] == [("only you", True)]
    assert desk.ravi.sees("help") == []
    history = await desk.program.calls("conversations.history", form=True, channel=HELP)
    assert history["messages"] == []
    assert await error(desk, "chat.update", channel=HELP, ts=body["message_ts"], text="x") == "message_not_found"
    assert await error(desk, "chat.postEphemeral", channel=TRIAGE, user="U0ASHA", text="x") == "user_not_in_channel"
    assert await error(desk, "chat.postEphemeral", channel=QUIET, user="U0ASHA", text="x") == "not_in_channel"


async def test_places_and_people_are_told_as_far_as_the_bot_may_know(desk: Desk) -> None:
    desk.ws.channel("C0SECRET", name="secret", private=True, bot_in=False)
    desk.ws.person("U0LEFT", name="Lea", deleted=True)
    desk.ws.person("U0ZOE", name="Zoe", email="zoe@other.test", team_id="T0OTHER")

    info = await desk.program.calls("conversations.info", form=True, channel=TRIAGE)
    listed = await desk.program.calls("conversations.list", form=True, types="public_channel,private_channel")
    members = await desk.program.calls("conversations.members", form=True, channel=HELP)
    found = await desk.program.calls("users.lookupByEmail", form=True, email="ASHA@example.test")
    zoe = await desk.program.calls("users.info", form=True, user="U0ZOE")

    assert (info["channel"]["is_private"], info["channel"]["is_member"]) == (True, True)
    assert {c["id"] for c in listed["channels"]} == {HELP, TRIAGE, QUIET}
    assert members["members"] == sorted(["U0ASHA", "U0RAVI", desk.ws.bot_user])
    assert found["user"]["id"] == "U0ASHA"
    assert (zoe["user"]["is_stranger"], zoe["user"]["profile"].get("email")) == (True, None)
    assert await error(desk, "conversations.info", channel="C0SECRET") == "channel_not_found"
    assert await error(desk, "users.info", user="U0NOBODY") == "user_not_found"
    assert await error(desk, "users.lookupByEmail", email="zoe@other.test") == "users_not_found"
    assert await error(desk, "conversations.open", users="U0LEFT") == "user_disabled"
    assert await error(desk, "conversations.open", users="U0NOBODY") == "user_not_found"


async def test_direct_messages_are_opened_once(desk: Desk) -> None:
    first = await desk.program.calls("conversations.open", users="U0ASHA")
    again = await desk.program.calls("conversations.open", users="U0ASHA")

    assert first["channel"]["id"] == again["channel"]["id"]
    assert (first["already_open"], again["already_open"]) == (False, True)


async def test_reactions_count_once(desk: Desk) -> None:
    said = await desk.asha.says("help", "hello")

    async def react(method: str, name: str = "eyes") -> str:
        return await error(desk, method, channel=HELP, timestamp=said.ts, name=name)

    assert [await react("reactions.add") for _ in range(2)] == ["ok", "already_reacted"]
    assert said.reactions == {"eyes": [desk.ws.bot_user]}
    got = await desk.program.calls("reactions.get", form=True, channel=HELP, timestamp=said.ts)
    assert got["message"]["reactions"][0]["count"] == 1
    assert [await react("reactions.remove") for _ in range(2)] == ["ok", "no_reaction"]
    assert await react("reactions.add", "No Emoji!") == "invalid_name"


async def test_a_message_has_an_address(desk: Desk) -> None:
    said = await desk.asha.says("help", "hello")

    body = await desk.program.calls("chat.getPermalink", form=True, channel=HELP, message_ts=said.ts)

    assert body["permalink"] == f"https://sandbox.slack.com/archives/{HELP}/p{said.ts.replace('.', '')}"


async def test_more_than_about_one_message_a_second_is_too_much(desk: Desk) -> None:
    desk.ws.rates.limit(per_second=1, burst=2)

    answers = [await desk.program.asks("chat.postMessage", None, False, {"channel": HELP, "text": str(n)}) for n in range(3)]
    elsewhere = await error(desk, "chat.postMessage", channel=TRIAGE, text="another channel")
    desk.clock.forward(seconds=1)
    later = await error(desk, "chat.postMessage", channel=HELP, text="later")

    assert [a.status for a in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "1"
    assert (elsewhere, later) == ("ok", "ok")
    assert [m.plain() for m in desk.asha.sees("help")] == ["0", "1", "later"]


async def test_a_removed_app_can_do_nothing_more(desk: Desk) -> None:
    await desk.ws.uninstalls()

    assert await error(desk, "chat.postMessage", channel=HELP, text="still here?") == "account_inactive"
    assert [d["event"]["type"] for d in desk.program.deeds] == ["tokens_revoked", "app_uninstalled"]


async def test_a_reply_to_a_message_that_was_deleted_lands_outside(desk: Desk) -> None:
    said = await desk.asha.says("help", "never mind")
    await desk.asha.deletes(said)

    ts = await desk.program.says(HELP, "Here is your ticket", thread_ts=said.ts)

    [message] = desk.asha.sees("help")
    assert (message.ts, message.thread) == (ts, "")


async def test_blocks_get_the_ids_they_lack(desk: Desk) -> None:
    nameless = {k: v for k, v in button("Claim").items() if k != "action_id"}
    await desk.program.says(HELP, "T-1", blocks=[{"type": "actions", "elements": [nameless]}])

    [block] = desk.asha.sees("help")[0].blocks
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_everything_over_the_wire_is_kept_without_tokens(desk: Desk) -> None:
    await desk.program.says(HELP, "T-1")
    await desk.ws.settled()

    assert [(e.to, e.kind, e.status) for e in desk.ws.traffic] == [("slack", "chat.postMessage", 200), ("program", "event", 200)]
    assert desk.ws.bot_token not in str(desk.ws.traffic)
