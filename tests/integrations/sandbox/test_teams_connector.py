"""The local Bot Connector refuses what Microsoft's would, and says so in the same words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from integrations.sandbox.faults import Fault
from integrations.sandbox.teams import TeamsTenant

from .teams_bot import NOW, RAVI, TARA, World, card, execute, message, text, world


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def w(clock: Clock) -> AsyncIterator[World]:
    async with world(clock) as found:
        yield found


def code(answer: Any) -> str:
    return str(answer["error"]["code"])


async def test_an_activity_is_signed_with_the_key_of_the_day(w: World) -> None:
    old = w.tenant.identity.keys[0].id
    w.tenant.rotate_key()
    await w.tara.writes("after the rotation")
    assert w.bot.heard[-1]["text"] == "after the rotation"
    with pytest.raises(KeyError):
        await w.bot.key(old)


async def test_the_token_endpoint_knows_the_app_by_its_secret(w: World) -> None:
    status, answer = await w.bot.token()
    assert (status, answer["token_type"], answer["expires_in"]) == (200, "Bearer", 3600)
    assert [
        (await w.bot.token(**wrong))[1]["error"] for wrong in ({"client_secret": "wrong"}, {"client_id": "x"}, {"scope": "x"})
    ] == [
        "invalid_client",
        "unauthorized_client",
        "invalid_scope",
    ]
    assert (await w.bot.token(client_secret="wrong"))[0] == 401
    kept = repr(w.tenant.traffic)
    assert w.tenant.app_password not in kept
    assert answer["access_token"] not in kept


async def test_only_a_good_token_opens_the_connector(w: World, clock: Clock) -> None:
    path = f"v3/conversations/{w.tara.chat.id}/members"
    token = (await w.bot.token())[1]["access_token"]
    assert [(await w.bot.calls("GET", path, token=one))[0] for one in (token, "forged", "")] == [200, 401, 401]
    clock.now += timedelta(hours=1)
    assert (await w.bot.calls("GET", path, token=token))[0] == 401
    token = (await w.bot.token())[1]["access_token"]
    w.tenant.identity.revoke_tokens()
    assert (await w.bot.calls("GET", path, token=token))[0] == 401
    assert set(w.refused) == {"Unauthorized"}


async def test_a_chat_with_a_person_is_found_by_either_of_their_ids(w: World) -> None:
    for member in (TARA, w.tara.id):
        body = {"members": [{"id": member}], "tenantId": w.tenant.tenant_id, "bot": {"id": f"28:{w.tenant.app_id}"}}
        status, answer = await w.bot.calls("POST", "v3/conversations", body)
        assert (status, answer["id"], answer["serviceUrl"]) == (201, w.tara.chat.id, w.tenant.service_url)


async def test_no_chat_with_a_stranger_another_tenant_or_where_the_app_is_not_installed(w: World) -> None:
    async def created(member: str, tenant: str) -> tuple[int, str]:
        status, answer = await w.bot.calls("POST", "v3/conversations", {"members": [{"id": member}], "tenantId": tenant})
        return status, code(answer)

    assert await created("stranger", w.tenant.tenant_id) == (400, "BadArgument")
    assert await created(TARA, "another") == (400, "BadSyntax")
    assert await created(RAVI, w.tenant.tenant_id) == (403, "BotNotInConversationRoster")


async def test_a_new_post_in_a_channel_begins_a_thread_in_which_it_can_answer(w: World) -> None:
    body = {"channelData": {"channel": {"id": w.channel.id}}, "isGroup": True, "activity": message(card("T-42"))}
    status, answer = await w.bot.calls("POST", "v3/conversations", body)
    assert (status, answer["id"]) == (201, f"{w.channel.id};messageid={answer['activityId']}")
    await w.bot.posts(answer["id"], {"type": "message", "text": "in the thread"})
    await w.bot.posts(quote(answer["id"], safe=""), {"type": "message", "text": "path encoded"})
    path = f"v3/conversations/{w.channel.id}/activities/{answer['activityId']}"
    assert (await w.bot.calls("POST", path, {"type": "message", "text": "by reply"}))[0] == 201
    thread = w.tara.sees(w.channel, thread=answer["activityId"])
    assert [one.plain() for one in thread] == ["T-42", "in the thread", "path encoded", "by reply"]
    status, answer = await w.bot.calls(
        "POST", f"v3/conversations/{w.channel.id};messageid=1/activities", {"type": "message", "text": "x"}
    )
    assert (status, code(answer)) == (404, "ConversationNotFound")


async def test_the_app_changes_and_deletes_its_own_messages_alone(w: World) -> None:
    mine = await w.bot.posts(w.channel.id, {"type": "message", "text": "first"})
    theirs = await w.tara.posts(w.channel, "hers")
    path = f"v3/conversations/{w.channel.id}/activities"
    assert await w.bot.calls("PUT", f"{path}/{mine}", {"type": "message", "text": "second"}) == (200, {"id": mine})
    assert w.tara.sees(w.channel)[0].plain() == "second"
    assert w.tara.sees(w.channel)[0].edited
    assert (await w.bot.calls("PUT", f"{path}/{theirs.id}", {"type": "message", "text": "x"}))[0] == 403
    assert (await w.bot.calls("DELETE", f"{path}/{mine}"))[0] == 200
    status, answer = await w.bot.calls("DELETE", f"{path}/{mine}")
    assert (status, code(answer)) == (404, "ActivityNotFoundInConversation")
    assert [one.plain() for one in w.tara.sees(w.channel)] == ["hers"]


async def test_where_the_app_was_removed_or_blocked_it_cannot_post(w: World) -> None:
    async def refused(conversation: str) -> tuple[int, str]:
        status, answer = await w.bot.calls(
            "POST", f"v3/conversations/{conversation}/activities", {"type": "message", "text": "x"}
        )
        return status, code(answer)

    chat = w.tara.chat
    await w.ravi.removes_bot(w.channel)
    assert await refused(w.channel.id) == (403, "BotNotInConversationRoster")
    chat.blocked = True
    assert await refused(chat.id) == (403, "MessageWritesBlocked")
    await w.tara.uninstalls()
    assert await refused(chat.id) == (403, "BotNotInConversationRoster")
    assert await refused("19:nowhere@thread.v2") == (404, "ConversationNotFound")
    assert [one.conversation for one in w.tenant.refusals] == [w.channel.id, chat.id, chat.id, "19:nowhere@thread.v2"]


async def test_members_are_known_by_name_mail_and_role(w: World) -> None:
    guest = w.tenant.person("00000000-0000-4000-8000-00000000000a", name="Gus Guest", email="gus@partner.test", guest=True)
    w.channel.members.append(guest)
    status, found = await w.bot.calls("GET", f"v3/conversations/{w.channel.id}/members")
    assert (status, [one["name"] for one in found]) == (200, ["Tara Rao", "Ravi", "Gus Guest"])
    status, one = await w.bot.calls("GET", f"v3/conversations/{w.channel.id}/members/{TARA}")
    assert (one["id"], one["email"], one["userPrincipalName"]) == (w.tara.id, "tara@example.test", "tara@example.test")
    assert (one["givenName"], one["surname"], one["tenantId"], one["userRole"]) == ("Tara", "Rao", w.tenant.tenant_id, "user")
    assert (await w.bot.calls("GET", f"v3/conversations/{w.channel.id}/members/{guest.id}"))[1]["userRole"] == "guest"
    status, answer = await w.bot.calls("GET", f"v3/conversations/{w.tara.chat.id}/members/{RAVI}")
    assert (status, code(answer)) == (404, "MemberNotFoundInConversation")


@pytest.mark.parametrize(
    "body",
    [
        {"type": "message"},
        {"type": "event", "text": "x"},
        message({"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "cut"}]}),
        message(card("T-42", actions=[execute(str(number)) for number in range(7)])),
        {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.oauth", "content": {}}]},
    ],
)
async def test_a_malformed_message_is_refused(w: World, body: dict[str, Any]) -> None:
    status, answer = await w.bot.calls("POST", f"v3/conversations/{w.channel.id}/activities", body)
    assert (status, code(answer)) == (400, "BadSyntax")
    assert w.tara.sees(w.channel) == []


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"[1]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415),
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(w: World, data: bytes, kind: str, status: int) -> None:
    token = (await w.bot.token())[1]["access_token"]
    url = f"{w.tenant.service_url}v3/conversations/{w.channel.id}/activities"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}", "Content-Type": kind}) as http:
        assert (await http.post(url, data=data)).status == status


async def test_a_mention_must_name_somebody_of_the_tenant(w: World) -> None:
    def mentioning(who: str) -> dict[str, Any]:
        entity = {"type": "mention", "text": "<at>Boss</at>", "mentioned": {"id": who, "name": "Boss"}}
        return {"type": "message", "text": "<at>Boss</at>: look", "entities": [entity]}

    path = f"v3/conversations/{w.channel.id}/activities"
    assert code((await w.bot.calls("POST", path, mentioning("29:nobody")))[1]) == "BadArgument"
    assert (await w.bot.calls("POST", path, mentioning(w.ravi.id)))[0] == 201
    assert w.tara.sees(w.channel)[-1].plain() == "Boss: look"


async def test_big_messages_are_noted_and_too_big_ones_refused(w: World) -> None:
    await w.bot.posts(w.channel.id, message(card(text("x" * 30_000))))
    assert w.refused == ["MessageSizeUnsafe"]
    status, answer = await w.bot.calls("POST", f"v3/conversations/{w.channel.id}/activities", message(card(text("x" * 41_000))))
    assert (status, code(answer)) == (413, "MessageSizeTooBig")


async def test_a_card_without_a_summary_is_noted(w: World) -> None:
    await w.bot.posts(w.channel.id, message(card("T-42"), summary=""))
    assert w.refused == ["NoSummary"]


async def test_a_targeted_message_is_seen_by_its_recipient_alone(w: World) -> None:
    path = f"v3/conversations/{w.channel.id}/activities?isTargetedActivity=true"
    body = {"type": "message", "text": "for you", "recipient": {"id": w.tara.id}}
    assert (await w.bot.calls("POST", path, body))[0] == 201
    assert [one.plain() for one in w.tara.sees(w.channel)] == ["for you"]
    assert w.ravi.sees(w.channel) == []
    assert (await w.bot.calls("POST", path, body | {"recipient": {"id": "29:nobody"}}))[0] == 400
    assert len(w.tara.sees(w.channel)) == 1


async def test_a_burst_is_slowed_down_where_pace_is_enforced(w: World, clock: Clock) -> None:
    w.tenant.pace.enforced = True
    path, body = f"v3/conversations/{w.channel.id}/activities", {"type": "message", "text": "x"}
    assert [(await w.bot.calls("POST", path, body))[0] for _ in range(8)] == [201] * 7 + [429]
    assert (await w.bot.calls("POST", f"v3/conversations/{w.tara.chat.id}/activities", body))[0] == 201
    clock.now += timedelta(seconds=1)
    assert (await w.bot.calls("POST", path, body))[0] == 201


async def test_faults_happen_where_they_were_asked_for(w: World) -> None:
    path, body = f"v3/conversations/{w.channel.id}/activities", {"type": "message", "text": "x"}
    token = (await w.bot.token())[1]["access_token"]
    w.tenant.faults.next("activities.post", Fault.rate_limited(30))
    w.tenant.faults.next("activities.post", Fault.server_error(502, after=True))
    w.tenant.faults.next("/v3/conversations*", Fault.refused("BotNotInConversationRoster"))
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
        limited = await http.post(w.tenant.service_url + path, json=body)
        assert (limited.status, limited.headers["Retry-After"]) == (429, "30")
    assert [(await w.bot.calls("POST", path, body, token))[0] for _ in range(3)] == [502, 403, 201]
    assert len(w.tara.sees(w.channel)) == 2
    assert w.refused == []


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.cut_before(), 0), (Fault.cut_after(), 1)])
async def test_a_cut_connection_leaves_the_outcome_unknown(w: World, fault: Fault, arrived: int) -> None:
    w.tenant.faults.next("activities.post", fault)
    with pytest.raises(aiohttp.ClientError):
        await w.bot.posts(w.channel.id, {"type": "message", "text": "x"})
    assert len(w.tara.sees(w.channel)) == arrived
    assert [one.status for one in w.tenant.traffic if one.operation == "activities.post"] == [0]


async def test_it_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        await TeamsTenant.start("http://127.0.0.1:1/api/messages", clock=lambda: NOW, host="0.0.0.0")
