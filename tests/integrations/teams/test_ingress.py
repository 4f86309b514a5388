"""Who is let in. Every attack is a real request with real keys; nothing is handed to the desk, and the answer says nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from tests.conftest import MovableClock
from tests.integrations.teams.conftest import Door
from tests.integrations.teams.microsoft import APP, KEYS, TENANT

HOUR = 3600


async def refused(door: Door, status: int, body: Any = None, token: str | None = None, **headers: str) -> None:
    """`status`, an empty answer, and the desk never heard of it."""
    sent = door.microsoft.activity("message_personal") if body is None else body
    assert await door.send(sent, token, **headers) == (status, None)
    assert door.desk.asked == []


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """HS256 with what everybody can read as the secret: the classic confusion of algorithms."""
    public = KEYS["first"].public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    parts = [jwt.utils.base64url_encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "first"}, claims)]
    signature = hmac.digest(public, b".".join(parts), hashlib.sha256)
    return b".".join((*parts, jwt.utils.base64url_encode(signature))).decode()


async def test_a_message_with_a_valid_token_reaches_the_desk(door: Door) -> None:
    assert await door.send(door.microsoft.activity("message_personal")) == (200, None)
    assert [one.verb for one in door.desk.asked] == ["chat.direct"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic YTpi",
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer ..",
        "bearer x.y.z",
        "Bearer " + "a" * 4000 + ".b.c",
        "Bearer é.ü.ß",
    ],
)
async def test_no_or_a_garbled_token_is_refused(door: Door, header: str) -> None:
    await refused(door, 401, token="", Authorization=header)


async def test_a_token_whose_header_nests_deeply_is_refused(door: Door) -> None:
    deep = jwt.utils.base64url_encode(b'{"alg":' + b"[" * 1500 + b"]" * 1500 + b"}").decode()
    await refused(door, 401, token=f"{deep}.e30.e30")


async def test_unsigned_and_symmetrically_signed_tokens_are_refused(door: Door) -> None:
    claims = jwt.decode(door.microsoft.token(), options={"verify_signature": False})
    await refused(door, 401, token=jwt.encode(claims, None, algorithm="none", headers={"kid": "first"}))  # type: ignore[arg-type]
    await refused(door, 401, token=signed_with_the_public_key(claims))
    await refused(door, 401, token=door.microsoft.token(algorithm="RS512"))


async def test_a_forged_signature_under_a_known_key_id_is_refused(door: Door) -> None:
    await refused(door, 401, token=door.microsoft.token(key="forged", kid="first"))


async def test_claims_that_were_changed_after_signing_are_refused(door: Door) -> None:
    head, _, signature = door.microsoft.token().split(".")
    other = door.microsoft.token(aud=APP, exp=2**40).split(".")[1]
    await refused(door, 401, token=f"{head}.{other}.{signature}")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-bot"}, {"aud": None}, {"aud": [APP]}, {"aud": ""},
        {"iss": "https://sts.windows.net/72f988bf/"}, {"iss": None}, {"iss": ["https://api.botframework.com"]},
        {"exp": None}, {"exp": "soon"}, {"exp": True}, {"exp": float("1e400")}, {"exp": 0}, {"nbf": None},
        {"serviceurl": None}, {"serviceurl": "https://smba.trafficmanager.net/in/"}, {"serviceurl": 7},
    ],
)  # fmt: skip
async def test_a_token_with_wrong_or_missing_claims_is_refused(door: Door, claims: dict[str, Any]) -> None:
    await refused(door, 401, token=door.microsoft.token(**claims))


async def test_a_token_holds_until_five_minutes_after_its_end_and_from_five_before_its_beginning(
    door: Door, clock: MovableClock
) -> None:
    now, activity = int(clock().timestamp()), door.microsoft.activity("member_added")
    tries: list[tuple[dict[str, Any], int]] = [
        ({"exp": now - 299}, 200),
        ({"exp": now - 300}, 401),
        ({"nbf": now + 300}, 200),
        ({"nbf": now + 301}, 401),
    ]
    for claims, status in tries:
        assert await door.send(activity, door.microsoft.token(**claims)) == (status, None)


async def test_an_old_token_is_refused_by_our_clock(door: Door, clock: MovableClock) -> None:
    token = door.microsoft.token()
    clock.move(timedelta(hours=2))
    await refused(door, 401, token=token)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/in/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://a@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net\\@evil.example/",
        "//smba.trafficmanager.net/",
        "https://[::1",
        "http://127.0.0.2/",
    ],
)
async def test_a_service_url_that_is_not_allowed_is_refused_though_the_token_names_it(door: Door, url: str) -> None:
    await refused(door, 401, door.microsoft.activity("message_personal", serviceUrl=url), door.microsoft.token(serviceurl=url))


async def test_an_activity_without_a_service_url_is_refused(door: Door) -> None:
    await refused(door, 401, door.microsoft.activity("message_personal", serviceUrl=None))
    await refused(door, 401, door.microsoft.activity("message_personal", serviceUrl=None), door.microsoft.token(serviceurl=None))


async def test_a_key_that_is_not_endorsed_for_teams_is_refused(door: Door) -> None:
    door.microsoft.published = [("first", "first", ["webchat"])]
    await refused(door, 401)


async def test_a_key_without_endorsements_is_good_for_all(door: Door) -> None:
    door.microsoft.published = [("first", "first", None)]
    assert await door.send(door.microsoft.activity("message_personal")) == (200, None)


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", "slack", "", None])
async def test_other_channels_are_forbidden(door: Door, channel: str | None) -> None:
    await refused(door, 403, door.microsoft.activity("message_personal", channelId=channel))


@pytest.mark.parametrize(
    ("in_conversation", "in_data"),
    [
        ("other", TENANT),
        (TENANT, "other"),
        ("other", "other"),
        (None, None),
        (None, "other"),
        ("other", None),
        ({}, TENANT),
        ("", ""),
    ],
)
async def test_another_or_no_tenant_is_forbidden(door: Door, in_conversation: Any, in_data: Any) -> None:
    activity = door.microsoft.activity("message_personal")
    activity["conversation"]["tenantId"], activity["channelData"]["tenant"]["id"] = in_conversation, in_data
    await refused(door, 403, activity)


@pytest.mark.parametrize(
    "sender",
    [
        None,
        {},
        "x",
        {"id": "29:1"},
        {"id": "29:1", "aadObjectId": ""},
        {"id": f"28:{APP}", "aadObjectId": "aad"},
        {"id": "29:1", "aadObjectId": "aad", "role": "bot"},
        {"id": "29:1", "aadObjectId": "a\nb"},
        {"id": "29:1", "aadObjectId": ["a"]},
    ],
)
async def test_what_no_person_did_is_answered_and_dropped(door: Door, sender: Any) -> None:
    await refused(door, 200, door.microsoft.activity("message_personal", **{"from": sender}))


@pytest.mark.parametrize("kind", ["trace", "handoff", "", "x" * 5000, "Message"])
async def test_an_unknown_kind_of_activity_is_answered_and_dropped(door: Door, kind: str) -> None:
    await refused(door, 200, door.microsoft.activity("message_personal", type=kind))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[]", 400),
        (b"null", 400),
        (b"7", 400),
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"{}", 400),
        (b'{"type": 7}', 400),
        (b'{"type": "message", "a": NaN}', 400),
        (b'{"type":"message","a":' + b"9" * 5000 + b"}", 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"type":"message","value":' + b"[" * 70 + b"]" * 70 + b"}", 400),
        (b" " * (2 << 20), 413),
    ],
)
async def test_bodies_that_are_no_activity_are_refused(door: Door, body: bytes, status: int) -> None:
    await refused(door, status, body)


async def test_an_endless_body_is_cut_off(door: Door) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 65536

    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {door.microsoft.token()}"}
    async with door.http.post(door.url, data=endless(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Encoding": "compress"}],
)
async def test_other_media_types_are_refused(door: Door, headers: dict[str, str]) -> None:
    await refused(door, 415, **headers)


async def test_a_body_is_not_read_for_somebody_without_a_token(door: Door) -> None:
    await refused(door, 401, b"[]", token="")


@pytest.mark.parametrize(
    "broken", ["conversation", "channelData", "recipient", "entities", "value", "text", "id", "locale", "attachments"]
)
@pytest.mark.parametrize("value", [None, 7, "x", [], [None], [7], {}, {"id": {}}, {"tenant": 7}])
async def test_no_shape_of_an_authentic_activity_is_an_error_of_ours(door: Door, broken: str, value: Any) -> None:
    for name in ("message_channel_mention", "invoke_card_action", "invoke_message_action", "bot_added_channel"):
        status, _ = await door.send(door.microsoft.activity(name, **{broken: value}))
        assert status in (200, 403)


async def test_half_characters_and_nul_never_reach_the_desk(door: Door) -> None:
    text = json.dumps(door.microsoft.activity("message_personal", text="a\ud800b\0c")).encode()
    assert (await door.send(text))[0] == 200
    assert door.desk.asked[0].text == "a\ufffdbc"


async def test_the_same_message_has_one_key_and_another_conversation_another(door: Door) -> None:
    activity = door.microsoft.activity("message_personal")
    elsewhere = {**activity, "conversation": {**activity["conversation"], "id": "a:2"}}
    for one in (activity, activity, elsewhere):
        await door.send(one)
    first, again, other = (one.key for one in door.desk.asked)
    assert first == again != other


async def test_a_mention_of_somebody_else_is_never_who_acts(door: Door) -> None:
    await door.send(door.microsoft.activity("message_channel_mention"))
    assert door.desk.asked[0].actor == door.microsoft.activity("message_personal")["from"]["aadObjectId"]


async def test_what_cannot_be_committed_is_asked_for_again(door: Door) -> None:
    door.desk.reply = RuntimeError("database")
    assert await door.send(door.microsoft.activity("message_personal")) == (503, None)


async def test_the_tenants_address_is_written_down_when_it_changes_only(door: Door) -> None:
    for _ in range(3):
        await door.send(door.microsoft.activity("message_personal"))
    assert door.desk.row is not None
    assert (door.desk.row.service_url, door.desk.row.bot_user, door.desk.saves) == (door.microsoft.service_url, f"28:{APP}", 1)
    moved = "https://smba.trafficmanager.net/emea/"
    await door.send(door.microsoft.activity("message_personal", serviceUrl=moved), door.microsoft.token(serviceurl=moved))
    assert (door.desk.row.service_url, door.desk.saves) == (moved, 2)


async def test_neither_token_nor_text_is_logged(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    token = door.microsoft.token(aud="another-bot")
    await door.send(door.microsoft.activity("message_personal", text="my secret words"), token)
    door.desk.reply = RuntimeError("database")
    await door.send(door.microsoft.activity("message_personal", text="my secret words"))
    out = "".join(capsys.readouterr())
    assert "wrong_audience" in out
    assert token not in out
    assert "secret words" not in out
