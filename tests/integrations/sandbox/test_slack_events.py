"""What the program hears: signed events, one for each way of hearing, repeated until it says yes."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from integrations.sandbox.faults import Fault
from integrations.sandbox.slack import NotThere, SlackWorkspace
from tests.integrations.sandbox.slack_desk import HELP, QUIET, TRIAGE, Desk
from tests.integrations.sandbox.slack_desk import desk as desk
from tests.integrations.sandbox.slack_program import MovedClock, failing


async def test_a_message_arrives_signed_and_in_slacks_envelope(desk: Desk) -> None:
    said = await desk.asha.says("help", "VPN is <down> & out, see https://status.example.test")

    [envelope] = desk.program.of("message")
    event = envelope["event"]
    assert desk.program.forged == 0
    assert (envelope["team_id"], envelope["api_app_id"], envelope["is_ext_shared_channel"]) == ("T0SANDBOX", "A0SAHAYAK", False)
    assert envelope["authorizations"][0]["user_id"] == desk.ws.bot_user
    assert (event["channel"], event["channel_type"], event["user"], event["ts"]) == (HELP, "channel", "U0ASHA", said.ts)
    assert event["text"] == "VPN is &lt;down&gt; &amp; out, see <https://status.example.test>"
    assert said.plain() == "VPN is <down> & out, see https://status.example.test"


async def test_a_wrong_secret_would_be_noticed(desk: Desk) -> None:
    desk.ws.signing_secret = "another"

    await desk.asha.says("help", "hello")

    assert (desk.program.forged, desk.program.deeds) == (4, [])
    assert len(desk.ws.delivery.lost) == 1


async def test_a_mention_arrives_twice_with_different_event_ids(desk: Desk) -> None:
    said = await desk.asha.says("help", "@Sahayak my mouse is gone")

    [message], [mention] = desk.program.of("message"), desk.program.of("app_mention")
    assert message["event_id"] != mention["event_id"]
    assert message["event"]["ts"] == mention["event"]["ts"] == said.ts
    assert mention["event"]["text"] == f"<@{desk.ws.bot_user}> my mouse is gone"
    assert said.plain() == "@Sahayak my mouse is gone"


async def test_a_direct_message_is_an_im_event_and_no_mention(desk: Desk) -> None:
    said = await desk.asha.dms(f"{desk.ws.bot_mention} hello")

    [event] = desk.program.events("message")
    assert (event["channel_type"], event["channel"][0], event["ts"]) == ("im", "D", said.ts)
    assert desk.program.of("app_mention") == []


async def test_replies_edits_deletions_and_reactions_are_told(desk: Desk) -> None:
    said = await desk.asha.says("help", "printer")
    reply = await desk.ravi.says("help", "which one?", thread=said)
    await desk.asha.edits(said, "printer on floor 3")
    await desk.ravi.reacts(said, ":ticket:")
    await desk.ravi.deletes(reply)

    first, answered, edited, deleted = desk.program.events("message")
    [reaction] = desk.program.events("reaction_added")
    assert "thread_ts" not in first
    assert (answered["thread_ts"], answered["parent_user_id"]) == (said.ts, "U0ASHA")
    assert (edited["subtype"], edited["message"]["text"], edited["previous_message"]["text"]) == (
        "message_changed", "printer on floor 3", "printer",
    )  # fmt: skip
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", reply.ts)
    assert (reaction["reaction"], reaction["item"]["ts"], reaction["item_user"]) == ("ticket", said.ts, "U0ASHA")


async def test_the_bot_hears_nothing_where_it_is_not_until_it_is_invited(desk: Desk) -> None:
    await desk.asha.says("quiet", "@Sahayak are you here?")
    assert desk.program.deeds == []

    await desk.asha.invites("quiet")
    await desk.asha.says(QUIET, "and now?")

    assert [d["event"]["type"] for d in desk.program.deeds] == ["member_joined_channel", "message"]


async def test_only_what_the_app_subscribed_to_is_sent(desk: Desk) -> None:
    desk.ws.install(
        {
            "features": {"slash_commands": [{"command": "/help"}], "shortcuts": [{"type": "global", "callback_id": "x"}]},
            "oauth_config": {"scopes": {"bot": ["chat:write"]}},
            "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
        }
    )

    await desk.asha.says("help", "@Sahayak hello")

    assert [d["event"]["type"] for d in desk.program.deeds] == ["app_mention"]
    with pytest.raises(NotThere, match="/help"):
        await desk.asha.command("/ticket", "help")


async def test_a_failed_delivery_is_repeated_three_times_with_the_same_id(desk: Desk) -> None:
    desk.program.answers["message"] = failing(3)

    await desk.asha.says("help", "hello")

    assert len({deed["event_id"] for deed in desk.program.deeds}) == 1
    assert [h.get("X-Slack-Retry-Num") for h in desk.program.headers] == [None, "1", "2", "3"]
    assert desk.program.headers[1]["X-Slack-Retry-Reason"] == "http_error"
    assert desk.ws.delivery.lost == []


async def test_a_program_that_keeps_failing_loses_the_event(desk: Desk) -> None:
    desk.program.answers["message"] = failing(9)

    await desk.asha.says("help", "hello")

    assert (len(desk.program.deeds), len(desk.ws.delivery.lost)) == (4, 1)


async def test_no_retry_is_obeyed(desk: Desk) -> None:
    desk.program.answers["message"] = failing(9, headers={"X-Slack-No-Retry": "1"})

    await desk.asha.says("help", "hello")

    assert len(desk.program.deeds) == 1


async def test_an_answer_after_three_seconds_counts_as_none(desk: Desk) -> None:
    def slow(_deed: object) -> web.Response:
        desk.clock.forward(seconds=4)
        return web.Response()

    desk.program.answers["message"] = slow

    await desk.asha.says("help", "hello")

    assert [h.get("X-Slack-Retry-Reason") for h in desk.program.headers] == [None, *["http_timeout"] * 3]


async def test_what_the_bot_posts_and_edits_comes_back_as_events(desk: Desk) -> None:
    ts = await desk.program.says(HELP, "T-1 is open")
    await desk.program.calls("chat.update", channel=HELP, ts=ts, text="T-1 is claimed")
    await desk.ws.settled()

    posted, changed = desk.program.events("message")
    assert (posted["bot_id"], posted["app_id"], posted["user"]) == (desk.ws.bot_id, "A0SAHAYAK", desk.ws.bot_user)
    assert (changed["subtype"], changed["message"]["bot_id"]) == ("message_changed", desk.ws.bot_id)
    assert changed["previous_message"]["text"] == "T-1 is open"


async def test_a_stranger_in_a_shared_channel_is_named_as_one(desk: Desk) -> None:
    zoe = desk.ws.person("U0ZOE", name="Zoe", team_id="T0OTHER")
    desk.ws.channel("C0SHARED", name="partners", members=[zoe, desk.asha])

    await zoe.says("partners", "hello")

    [envelope] = desk.program.of("message")
    assert envelope["is_ext_shared_channel"] is True
    assert (envelope["event"]["user_team"], envelope["team_id"]) == ("T0OTHER", "T0SANDBOX")
    with pytest.raises(NotThere, match="another workspace"):
        await zoe.command("/ticket", "help", "partners")


async def test_the_request_url_is_verified_by_a_challenge(desk: Desk) -> None:
    assert not await desk.ws.verifies_url()
    desk.program.answers["url_verification"] = lambda deed: web.json_response({"challenge": deed["challenge"]})
    assert await desk.ws.verifies_url()


async def test_a_workspace_without_a_program_keeps_what_was_said(desk: Desk) -> None:
    desk.ws.events_url = None

    await desk.asha.says("help", "anybody?")

    assert [m.plain() for m in desk.asha.sees("help")] == ["anybody?"]
    assert desk.ws.traffic[-1].answer == "connection_failed"


async def test_people_keep_to_the_rules_of_the_client(desk: Desk) -> None:
    left = desk.ws.person("U0LEFT", name="Lea", deleted=True)
    desk.ws.channel("C0OLD", name="old", members=[desk.asha, left], archived=True)
    said = await desk.asha.says("help", "hello")

    for refused in (
        desk.asha.says("triage", "let me in"),
        desk.asha.says("old", "is this on?"),
        desk.asha.says("help", "   "),
        left.says("old", "I left"),
        desk.ravi.edits(said, "I never said that"),
        desk.ravi.unreacts(said, "ticket"),
    ):
        with pytest.raises(NotThere):
            await refused
    with pytest.raises(NotThere):
        desk.asha.sees(TRIAGE)
    guest = desk.ws.person("U0GUEST", name="Gus", guest=True)
    with pytest.raises(NotThere):
        guest.sees("help")


async def test_events_are_duplicated_dropped_and_reordered_on_request(desk: Desk) -> None:
    desk.ws.faults.next("event:message", Fault.duplicated())
    desk.ws.faults.next("event:message", Fault.duplicated(new_id=True))
    desk.ws.faults.next("event:message", Fault.dropped())
    desk.ws.faults.next("event:message", Fault.reordered())

    for text in ("one", "two", "three", "four", "five"):
        await desk.asha.says("help", text)

    assert [e["text"] for e in desk.program.events("message")] == ["one", "one", "two", "two", "five", "four"]
    ids = [d["event_id"] for d in desk.program.deeds]
    assert ids[0] == ids[1]
    assert ids[2] != ids[3]
    assert desk.ws.faults.left == 0


async def test_an_event_waits_at_a_gate(desk: Desk) -> None:
    gate = asyncio.Event()
    desk.ws.faults.next("event:*", Fault.held(gate))
    saying = asyncio.create_task(desk.asha.says("help", "hello"))
    await asyncio.sleep(0)
    assert desk.program.deeds == []

    gate.set()
    await saying

    assert len(desk.program.deeds) == 1


async def test_a_workspace_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        await SlackWorkspace.start("http://127.0.0.1:1/", clock=MovedClock(), host="0.0.0.0")


async def test_secrets_are_new_each_time() -> None:
    one, two = [await SlackWorkspace.start(clock=MovedClock()) for _ in range(2)]
    assert one.bot_token != two.bot_token
    assert one.signing_secret != two.signing_secret
    await one.stop()
    await two.stop()
