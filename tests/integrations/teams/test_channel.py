"""What leaves: messages, updates, chats, over a real connector; and what it says no with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.cards import Card, said
from app.doctor import Level
from app.people.model import Kind as Belongs
from app.people.model import Platform, Workspace
from app.ports import Forbidden, Gone, RateLimited, Rejected, Unauthorized, Unreachable
from app.posts.model import Destination, Kind, MessageRef
from integrations.teams.channel import TeamsChannel
from integrations.teams.checks import checks
from integrations.teams.connector import Connector
from integrations.teams.credentials import SCOPE, Credentials
from integrations.teams.directory import TeamsDirectory
from integrations.teams.hosts import AllowedHosts
from integrations.teams.http import Pool
from tests.conftest import MovableClock
from tests.integrations.teams.microsoft import APP, ASHA, TENANT, Microsoft

CHANNEL = "19:3a6f@thread.tacv2"
QUOTED = "19%3A3a6f%40thread.tacv2"
Refusal = tuple[int, dict[str, str], Any]
CARD = Card("T-42 · VPN", "T-42 VPN: New")


@pytest.fixture
async def connector(microsoft: Microsoft, clock: MovableClock) -> AsyncIterator[Connector]:
    pool = Pool()
    yield Connector(pool, Credentials(pool, microsoft.base, TENANT, APP, "secret", clock), AllowedHosts(("127.0.0.1",)))
    await pool.close()


@pytest.fixture
def channel(connector: Connector) -> TeamsChannel:
    return TeamsChannel(connector, APP)


def tenant(microsoft: Microsoft, **changes: Any) -> Workspace:
    row = {"service_url": microsoft.service_url, "bot_user": f"28:{APP}"} | changes
    return Workspace(1, 1, Platform.TEAMS, TENANT, **row)


def to(kind: Kind, channel: str = "", thread: str = "", user: str = "") -> Destination:
    return Destination(Platform.TEAMS, TENANT, kind, channel, thread, user)


async def post(channel: TeamsChannel, microsoft: Microsoft, where: Destination, **changes: Any) -> MessageRef:
    return await channel.post(tenant(microsoft, **changes), where, CARD, "marker", False)


async def test_a_new_message_in_a_channel_begins_a_conversation(channel: TeamsChannel, microsoft: Microsoft) -> None:
    microsoft.answers = [(201, {}, {"id": f"{CHANNEL};messageid=17001", "activityId": "17001"})]
    assert await post(channel, microsoft, to(Kind.CHANNEL, CHANNEL)) == MessageRef(Platform.TEAMS, TENANT, CHANNEL, "17001")
    method, path, authorization, body = microsoft.calls[0]
    assert (method, path, authorization) == ("POST", "/v3/conversations", "Bearer token-1")
    assert (body["isGroup"], body["channelData"]["channel"]["id"], body["tenantId"]) == (True, CHANNEL, TENANT)
    assert (body["activity"]["summary"], body["activity"]["type"]) == ("T-42 VPN: New", "message")
    assert body["activity"]["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"


@pytest.mark.parametrize(
    ("where", "path"),
    [
        (to(Kind.CHANNEL, CHANNEL, "17000"), f"/v3/conversations/{QUOTED}%3Bmessageid%3D17000/activities"),
        (to(Kind.CHANNEL, "19:5d@thread.v2"), "/v3/conversations/19%3A5d%40thread.v2/activities"),
        (to(Kind.DIRECT, "a:1/..", user=ASHA), "/v3/conversations/a%3A1%2F../activities"),
    ],
)
async def test_threads_and_chats_are_posted_to(
    channel: TeamsChannel, microsoft: Microsoft, where: Destination, path: str
) -> None:
    ref = await post(channel, microsoft, where)
    assert (ref.channel, ref.message, ref.thread) == (where.channel, "1732189999999", where.thread)
    assert [call[1] for call in microsoft.calls] == [path]


async def test_a_private_message_goes_to_the_chat_with_that_person(channel: TeamsChannel, microsoft: Microsoft) -> None:
    microsoft.answers = [(201, {}, {"id": "a:new"}), (201, {}, {"id": "1"})]
    ref = await post(channel, microsoft, to(Kind.PRIVATE, CHANNEL, "17000", ASHA))
    assert (ref.channel, ref.message) == ("a:new", "1")
    assert microsoft.calls[0][3]["members"] == [{"id": ASHA}]
    assert (microsoft.calls[0][3]["tenantId"], microsoft.calls[1][1]) == (TENANT, "/v3/conversations/a%3Anew/activities")


async def test_a_chat_that_is_gone_is_made_anew_once(channel: TeamsChannel, microsoft: Microsoft) -> None:
    gone: Refusal = (404, {}, {"error": {"code": "ConversationNotFound"}})
    microsoft.answers = [gone, (201, {}, {"id": "a:new"}), (201, {}, {"id": "1"})]
    assert (await post(channel, microsoft, to(Kind.DIRECT, "a:old", user=ASHA))).channel == "a:new"
    microsoft.answers = [gone, (201, {}, {"id": "a:new"}), gone]
    with pytest.raises(Gone):
        await post(channel, microsoft, to(Kind.DIRECT, "a:old", user=ASHA))


async def test_there_is_no_home(channel: TeamsChannel, microsoft: Microsoft) -> None:
    with pytest.raises(Rejected, match="no_home"):
        await post(channel, microsoft, to(Kind.HOME, user=ASHA))


async def test_a_message_is_updated_where_it_stands(channel: TeamsChannel, microsoft: Microsoft) -> None:
    for ref in (MessageRef(Platform.TEAMS, TENANT, CHANNEL, "2", "1"), MessageRef(Platform.TEAMS, TENANT, "a:1", "3")):
        await channel.update(tenant(microsoft), ref, said("Moved"))
    assert [(call[0], call[1]) for call in microsoft.calls] == [
        ("PUT", f"/v3/conversations/{QUOTED}%3Bmessageid%3D1/activities/2"), ("PUT", "/v3/conversations/a%3A1/activities/3"),
    ]  # fmt: skip


def test_channels_and_group_chats_have_links(channel: TeamsChannel, microsoft: Microsoft) -> None:
    def link(of: str, thread: str = "") -> str:
        return channel.link(tenant(microsoft), MessageRef(Platform.TEAMS, TENANT, of, "2", thread))

    assert link(CHANNEL, "1") == f"https://teams.microsoft.com/l/message/{QUOTED}/2?tenantId={TENANT}&parentMessageId=1"
    assert link("19:5d@thread.v2").startswith("https://teams.microsoft.com/l/message/19%3A5d%40thread.v2/2?context=")
    assert link("a:1") == ""


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "BadSyntax", Rejected),
        (403, "BotNotInConversationRoster", Forbidden),
        (403, "", Forbidden),
        (404, "ConversationNotFound", Gone),
        (413, "MessageSizeTooBig", Rejected),
        (412, "PreconditionFailed", RateLimited),
        (429, "Throttled", RateLimited),
        (500, "", Unreachable),
        (502, "", Unreachable),
        (503, "", Unreachable),
        (504, "GatewayTimeout", Unreachable),
        (302, "", Rejected),
    ],
)
async def test_every_no_is_one_of_six_kinds(
    channel: TeamsChannel, microsoft: Microsoft, status: int, code: str, kind: type
) -> None:
    microsoft.answers = [(status, {"Retry-After": "7"}, {"error": {"code": code, "message": "quotes what we sent"}})]
    with pytest.raises(kind) as caught:
        await post(channel, microsoft, to(Kind.CHANNEL, "a:1"))
    assert caught.value.code == (code or f"http_{status}")  # type: ignore[attr-defined]
    if isinstance(caught.value, RateLimited) and status == 429:
        assert caught.value.retry_after == 7.0
    if isinstance(caught.value, Unreachable):
        assert caught.value.maybe_arrived is (status != 503)


async def test_a_refused_token_is_renewed_once(channel: TeamsChannel, microsoft: Microsoft) -> None:
    refused: Refusal = (401, {}, {"error": {"code": "Unauthorized"}})
    microsoft.answers = [refused]
    await post(channel, microsoft, to(Kind.CHANNEL, "a:1"))
    assert (len(microsoft.logins), len(microsoft.calls)) == (2, 2)
    microsoft.answers = [refused, refused]
    with pytest.raises(Unauthorized):
        await post(channel, microsoft, to(Kind.CHANNEL, "a:1"))


async def test_where_nobody_listens_nothing_can_have_arrived(channel: TeamsChannel, microsoft: Microsoft) -> None:
    with pytest.raises(Unreachable) as caught:
        await post(channel, microsoft, to(Kind.CHANNEL, "a:1"), service_url="http://127.0.0.1:9/teams/")
    assert caught.value.maybe_arrived is False


@pytest.mark.parametrize(("url", "code"), [("https://evil.example/", "service_host_not_allowed"), ("", "service_url_unknown")])
async def test_the_token_goes_to_allowed_hosts_only(channel: TeamsChannel, microsoft: Microsoft, url: str, code: str) -> None:
    with pytest.raises(Unreachable, match=code):
        await post(channel, microsoft, to(Kind.CHANNEL, "a:1"), service_url=url)
    assert (microsoft.calls, microsoft.logins) == ([], [])


async def test_one_token_serves_a_hundred_calls_until_five_minutes_before_its_end(
    connector: Connector, microsoft: Microsoft, clock: MovableClock
) -> None:
    async def call() -> None:
        await connector.call("GET", microsoft.service_url, "/v3/conversations")

    await asyncio.gather(*(call() for _ in range(100)))
    clock.move(3299)
    await call()
    assert microsoft.logins == [
        {"grant_type": "client_credentials", "client_id": APP, "client_secret": "secret", "scope": SCOPE, "tenant": TENANT}
    ]
    clock.move(1)
    await call()
    assert len(microsoft.logins) == 2


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (401, {"error": "invalid_client", "error_description": "secret"}, Unauthorized, "login_invalid_client"),
        (400, [], Unauthorized, "login_http_400"),
        (200, {}, Unauthorized, "login_http_200"),
        (429, {}, RateLimited, "login_throttled"),
        (503, {}, Unreachable, "login_http_503"),
    ],
)
async def test_a_login_that_fails_says_why(
    channel: TeamsChannel, microsoft: Microsoft, status: int, body: Any, kind: type[Exception], code: str
) -> None:
    microsoft.login_answer = (status, body)
    with pytest.raises(kind, match=code):
        await post(channel, microsoft, to(Kind.CHANNEL, "a:1"))


async def test_a_profile_is_asked_for_once_by_a_hundred(
    connector: Connector, channel: TeamsChannel, microsoft: Microsoft, clock: MovableClock
) -> None:
    directory = TeamsDirectory(connector, channel, clock)
    directory.met(ASHA, "a:1")
    member = {"id": "29:1", "name": "Asha Rao", "email": "asha@example.test", "userRole": "user", "tenantId": TENANT}
    microsoft.answers = [(200, {}, member)]
    found = await asyncio.gather(*(directory.profile(tenant(microsoft), ASHA) for _ in range(100)))
    assert {(one.name, one.email, one.kind) for one in found if one} == {("Asha Rao", "asha@example.test", Belongs.EMPLOYEE)}
    assert [call[1] for call in microsoft.calls] == [f"/v3/conversations/a%3A1/members/{ASHA}"]
    microsoft.answers = [(200, {}, member | {"userRole": "guest"})]
    clock.move(600)
    guest = await directory.profile(tenant(microsoft), ASHA)
    assert guest
    assert (guest.kind, guest.email) == (Belongs.GUEST, "")
    await directory.close()


async def test_who_cannot_be_looked_up_is_unknown_for_a_minute(
    connector: Connector, channel: TeamsChannel, microsoft: Microsoft, clock: MovableClock
) -> None:
    directory = TeamsDirectory(connector, channel, clock)
    microsoft.answers = [(403, {}, {})]
    assert await directory.profile(tenant(microsoft), ASHA) is None
    assert await directory.profile(tenant(microsoft), ASHA) is None
    assert len(microsoft.calls) == 1
    microsoft.answers = [(201, {}, {"id": "a:new"}), (200, {}, {"name": "Asha", "tenantId": "other"})]
    clock.move(60)
    found = await directory.profile(tenant(microsoft), ASHA)
    assert found
    assert (found.name, found.kind) == ("Asha", Belongs.EXTERNAL)
    assert await directory.message(tenant(microsoft), CHANNEL, "1") is None
    await directory.close()


@pytest.mark.parametrize(
    ("entries", "url", "allowed"),
    [
        (("smba.trafficmanager.net",), "https://smba.trafficmanager.net/in/", True),
        (("smba.trafficmanager.net",), "https://SMBA.trafficmanager.net:443/", True),
        (("smba.trafficmanager.net",), "http://smba.trafficmanager.net/", False),
        (("127.0.0.1:3978",), "http://127.0.0.1:3978/", True),
        (("127.0.0.1:3978",), "http://127.0.0.1:3979/", False),
        (("localhost",), "http://localhost:5000/", True),
        (("localhost",), "http://127.0.0.1/", False),
        (("https://localhost:1",), "http://localhost:1/", False),
        (("[::1]:8080",), "http://[::1]:8080/x", True),
        ((), "https://smba.trafficmanager.net/", False),
        (("x.example:8443",), "https://x.example:8443/", True),
        (("x.example",), "https://x.example/?a=b", False),
        (("x.example",), "https://x.example/\n", False),
    ],
)
def test_which_addresses_are_allowed(entries: tuple[str, ...], url: str, allowed: bool) -> None:
    assert AllowedHosts(entries).allow(url) is allowed


async def diagnosis(microsoft: Microsoft, clock: MovableClock, **changes: Any) -> dict[str, Level]:
    settings: dict[str, Any] = {
        "app_id": APP,
        "app_password": "secret",
        "tenant_id": TENANT,
        "openid_metadata_url": f"{microsoft.base}/metadata",
        "login_url": microsoft.base,
        "allowed_service_hosts": ("127.0.0.1",),
        "service_url": microsoft.service_url,
    }
    found = await checks(**(settings | changes), clock=clock)
    assert all(one.remedy for one in found if one.level is not Level.OK)
    return {one.id: one.level for one in found}


async def test_the_doctor_finds_what_is_wrong(microsoft: Microsoft, clock: MovableClock) -> None:
    found = await diagnosis(microsoft, clock)
    assert (found["teams.token"], found["teams.keys"], found["teams.hosts"], found["teams.service_url"]) == (Level.OK,) * 4
    assert found["teams.clock"] is Level.ERROR, "the clock of the test stands at another day than the server's"
    microsoft.login_answer, microsoft.metadata_works = (401, {"error": "invalid_client"}), False
    found = await diagnosis(microsoft, clock, allowed_service_hosts=(), service_url="")
    assert (found["teams.token"], found["teams.keys"], found["teams.hosts"]) == (Level.ERROR,) * 3
    assert found["teams.service_url"] is Level.WARNING
    assert (await diagnosis(microsoft, clock, service_url="https://evil.example/"))["teams.service_url"] is Level.ERROR
