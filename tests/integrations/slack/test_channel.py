"""Posting to Slack over real HTTP: where things go, how they are found again, what every refusal means."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession

from app.cards import Button, Card, said
from app.people.model import Platform
from app.ports import ChannelError, Forbidden, Gone, RateLimited, Rejected, Unauthorized, Unreachable
from app.posts.model import Destination, Kind, MessageRef
from integrations.slack.api import SlackApi
from integrations.slack.channel import SlackChannel
from tests.conftest import MovableClock
from tests.integrations.slack.conftest import TEAM, WORKSPACE, FakeSlack, refused

CARD = Card("T-42 VPN", "T-42: VPN <!here>", buttons=(Button("Claim", "ticket.claim", "T-42", 3),), ref="T-42", version=3)


def to(kind: Kind, **about: str) -> Destination:
    return Destination(Platform.SLACK, TEAM, kind, **about)


@pytest.fixture
def channel(slack: FakeSlack, session: ClientSession, clock: MovableClock) -> SlackChannel:
    return SlackChannel(SlackApi(slack.url, "xoxb-1-test", session), clock)


async def test_a_card_in_a_channel_carries_its_marker_and_no_previews(channel: SlackChannel, slack: FakeSlack) -> None:
    ref = await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C0TRIAGE1", thread="1.2"), CARD, "m-1", False)
    assert ref == MessageRef(Platform.SLACK, TEAM, "C0TRIAGE1", "1795255800.000100", "1.2")
    sent = slack.asked("chat.postMessage")[0]
    assert sent["text"] == "T-42: VPN &lt;!here&gt;"
    assert sent["metadata"] == {"event_type": "sahayak_delivery", "event_payload": {"marker": "m-1"}}
    assert (sent["thread_ts"], sent["unfurl_links"], sent["unfurl_media"]) == ("1.2", False, False)
    assert sent["blocks"][0]["text"]["text"] == "T-42 VPN"
    assert slack.tokens == ["Bearer xoxb-1-test"]


async def test_a_direct_message_opens_the_chat_when_it_is_not_known(channel: SlackChannel, slack: FakeSlack) -> None:
    await channel.post(WORKSPACE, to(Kind.DIRECT, user="U0ASHA001"), CARD, "m", False)
    await channel.post(WORKSPACE, to(Kind.DIRECT, user="U0ASHA001", channel="D0KNOWN01"), CARD, "m", False)
    assert slack.asked("conversations.open") == [{"users": "U0ASHA001"}]
    assert [sent["channel"] for sent in slack.asked("chat.postMessage")] == ["D0ASHA001", "D0KNOWN01"]
    assert await channel.direct(WORKSPACE, "U0ASHA001", "D0KNOWN01") == "D0KNOWN01"


async def test_a_private_answer_is_seen_by_one_person_alone(channel: SlackChannel, slack: FakeSlack) -> None:
    ref = await channel.post(WORKSPACE, to(Kind.PRIVATE, channel="C1", user="U0ASHA001"), said("no"), "m", False)
    assert ref.message == "1795255801.000100"
    assert slack.asked("chat.postEphemeral")[0]["user"] == "U0ASHA001"
    assert not slack.asked("chat.postMessage")


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "not_in_channel", "is_archived"])
async def test_a_private_answer_that_slack_refuses_goes_to_the_direct_chat(
    channel: SlackChannel, slack: FakeSlack, code: str
) -> None:
    slack.says["chat.postEphemeral"] = refused(code)
    await channel.post(WORKSPACE, to(Kind.PRIVATE, channel="C1", thread="1.2", user="U0ASHA001"), said("no"), "m", False)
    sent = slack.asked("chat.postMessage")[0]
    assert sent["channel"] == "D0ASHA001"
    assert "thread_ts" not in sent


async def test_a_private_answer_in_a_direct_chat_is_a_message(channel: SlackChannel, slack: FakeSlack) -> None:
    await channel.post(WORKSPACE, to(Kind.PRIVATE, channel="D0ASHA001", user="U0ASHA001"), said("no"), "m", False)
    assert [name for name, _ in slack.heard] == ["chat.postMessage"]


async def test_a_home_is_published(channel: SlackChannel, slack: FakeSlack) -> None:
    ref = await channel.post(WORKSPACE, to(Kind.HOME, user="U0ASHA001"), CARD, "m", False)
    assert (ref.channel, ref.message) == ("U0ASHA001", "V0HOME001")
    assert slack.asked("views.publish")[0]["view"]["type"] == "home"


async def test_a_card_is_updated_whole(channel: SlackChannel, slack: FakeSlack) -> None:
    await channel.update(WORKSPACE, MessageRef(Platform.SLACK, TEAM, "C1", "1.5"), CARD)
    sent = slack.asked("chat.update")[0]
    assert (sent["channel"], sent["ts"], sent["text"]) == ("C1", "1.5", "T-42: VPN &lt;!here&gt;")
    assert sent["blocks"]


@pytest.mark.parametrize(("thread", "method"), [("", "conversations.history"), ("1.2", "conversations.replies")])
async def test_what_may_be_there_already_is_looked_for_by_its_marker(
    channel: SlackChannel, slack: FakeSlack, thread: str, method: str
) -> None:
    def marked(marker: str, kind: str = "sahayak_delivery") -> dict[str, object]:
        return {"ts": f"5.{marker}", "metadata": {"event_type": kind, "event_payload": {"marker": marker}}}

    slack.says[method] = {"ok": True, "messages": [{"ts": "5.0"}, marked("1", "other"), marked("2"), marked("1")]}
    ref = await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1", thread=thread), CARD, "1", True)
    assert (ref.message, slack.asked("chat.postMessage")) == ("5.1", [])
    assert [sent["ts"] for sent in slack.asked("chat.update")] == ["5.1"]  # it shows what is true now
    assert slack.asked(method)[0]["include_all_metadata"] == "true"
    await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1", thread=thread), CARD, "9", True)
    assert len(slack.asked("chat.postMessage")) == 1


async def test_where_history_cannot_be_read_it_is_posted(channel: SlackChannel, slack: FakeSlack) -> None:
    slack.says["conversations.history"] = refused("missing_scope")
    await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "1", True)
    assert slack.asked("chat.postMessage")
    slack.says["conversations.history"] = refused("internal_error")
    with pytest.raises(Unreachable):
        await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "1", True)


async def test_blocks_that_slack_cannot_take_become_a_sentence(channel: SlackChannel, slack: FakeSlack) -> None:
    slack.says["chat.postMessage"] = lambda sent: {"ok": True, "ts": "1.1"} if not sent["blocks"] else refused("invalid_blocks")
    ref = await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "m", False)
    assert ref.message == "1.1"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("message_not_found", Gone), ("cant_update_message", Gone), ("edit_window_closed", Gone), ("user_not_found", Gone),
        ("channel_not_found", Forbidden), ("not_in_channel", Forbidden), ("is_archived", Forbidden), ("missing_scope", Forbidden),
        ("restricted_action", Forbidden), ("invalid_auth", Unauthorized), ("token_revoked", Unauthorized),
        ("account_inactive", Unauthorized), ("msg_too_long", Rejected), ("no_text", Rejected), ("never_heard_of", Rejected),
        ("internal_error", Unreachable), ("fatal_error", Unreachable), ("ratelimited", RateLimited),
    ],
)  # fmt: skip
async def test_every_no_of_slack_is_one_of_six_kinds(
    channel: SlackChannel, slack: FakeSlack, code: str, kind: type[ChannelError]
) -> None:
    slack.says["chat.update"] = refused(code)
    with pytest.raises(kind) as caught:
        await channel.update(WORKSPACE, MessageRef(Platform.SLACK, TEAM, "C1", "1.5"), CARD)
    assert (type(caught.value), caught.value.code) == (kind, code)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("", 30.0), ("soon", 30.0), ("0", 1.0), ("999999", 3600.0)])
async def test_slack_says_how_long_to_wait(channel: SlackChannel, slack: FakeSlack, header: str, seconds: float) -> None:
    slack.says["chat.postMessage"] = (429, refused("ratelimited"), {"Retry-After": header} if header else {})
    with pytest.raises(RateLimited) as caught:
        await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "m", False)
    assert caught.value.retry_after == seconds
    assert len(slack.heard) == 1  # no retries of its own


@pytest.mark.parametrize(
    "answer", [(500, "oops", {}), (502, "", {}), (200, "<html>", {}), (200, "[]", {}), {"ok": True}, "hang up"], ids=str
)
async def test_after_an_answer_that_is_none_it_may_have_arrived(channel: SlackChannel, slack: FakeSlack, answer: object) -> None:
    slack.says["chat.postMessage"] = answer
    with pytest.raises(Unreachable) as caught:
        await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "m", False)
    assert caught.value.maybe_arrived


async def test_what_was_never_sent_has_not_arrived(session: ClientSession, clock: MovableClock) -> None:
    nobody = SlackChannel(SlackApi("http://127.0.0.1:9/api/", "xoxb", session), clock)
    with pytest.raises(Unreachable) as caught:
        await nobody.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "m", False)
    assert not caught.value.maybe_arrived


async def test_a_timeout_after_sending_may_have_arrived(slack: FakeSlack, session: ClientSession) -> None:
    from aiohttp import web
    from aiohttp.test_utils import TestServer

    over = asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/{method}", silent)
    async with TestServer(app) as server:
        with pytest.raises(Unreachable) as caught:
            await SlackApi(str(server.make_url("/api/")), "xoxb", session).call("chat.postMessage", 0.05, channel="C1")
        over.set()
    assert caught.value.maybe_arrived


async def test_a_token_is_never_sent_to_where_an_answer_points(channel: SlackChannel, slack: FakeSlack) -> None:
    slack.says["chat.postMessage"] = (302, "", {"Location": slack.url + "elsewhere"})
    with pytest.raises(Rejected):
        await channel.post(WORKSPACE, to(Kind.CHANNEL, channel="C1"), CARD, "m", False)
    assert not slack.asked("elsewhere")


def test_a_link_leads_to_the_message(channel: SlackChannel) -> None:
    top, inside = (MessageRef(Platform.SLACK, TEAM, "C1", "1795255800.000100", thread) for thread in ("", "1795255700.000200"))
    assert channel.link(WORKSPACE, top) == "https://desk.slack.test/archives/C1/p1795255800000100"
    assert channel.link(WORKSPACE, inside).endswith("p1795255800000100?thread_ts=1795255700.000200&cid=C1")
    assert channel.link(WORKSPACE, MessageRef(Platform.SLACK, TEAM, "C1", "")) == ""
