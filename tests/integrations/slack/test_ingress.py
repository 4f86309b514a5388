"""The door of the Slack edge: what is not Slack's, not small, not whole or not readable runs nothing and learns nothing."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from integrations.slack import ingress
from tests.integrations.slack.conftest import Door, payload

FORM = "application/x-www-form-urlencoded"
EVENT = json.dumps(payload("event_message")).encode()


async def refused(door: Door, status: int, data: Any = EVENT, kind: str = "application/json", **how: Any) -> None:
    response = await door.raw(data, kind, **how)
    assert response.status == status
    assert await response.text() == ""
    assert not door.desk.asked


async def test_a_request_without_signature_headers_is_refused(door: Door) -> None:
    await refused(door, 401, headers={"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None})
    await refused(door, 401, headers={"X-Slack-Signature": None})
    await refused(door, 401, headers={"X-Slack-Request-Timestamp": None})


async def test_another_secret_is_refused(door: Door) -> None:
    await refused(door, 401, secret="another")


@pytest.mark.parametrize("seconds", [301, -301, 86_400, -86_400])
async def test_an_old_or_future_timestamp_is_refused(door: Door, seconds: int) -> None:
    await refused(door, 401, stamp=str(int(door.clock().timestamp()) + seconds))


@pytest.mark.parametrize("stamp", ["abc", "", "9" * 5000, "-1795255200", "1e9", "١٧٩٥٢٥٥٢٠٠", "0x10", " ", "1795255200.5"])
async def test_a_timestamp_that_is_no_number_is_refused(door: Door, stamp: str) -> None:
    await refused(door, 401, stamp=stamp)


@pytest.mark.parametrize("signature", ["", "v0=", "v1=" + "a" * 64, "v0=é", "v0=" + "A" * 64, "x" * 4000])
async def test_a_signature_of_another_form_is_refused(door: Door, signature: str) -> None:
    await refused(door, 401, headers={"X-Slack-Signature": signature})


async def test_an_uppercase_signature_is_refused(door: Door) -> None:
    stamp = str(int(door.clock().timestamp()))
    right = ingress.sign("8f742231b10e8888abcd99yyyzzz85a5", stamp, EVENT)
    await refused(door, 401, headers={"X-Slack-Signature": "v0=" + right[3:].upper()})


async def test_the_legacy_token_proves_nothing(door: Door) -> None:
    await refused(door, 401, headers={"X-Slack-Signature": "v0=" + "0" * 64})


UNREADABLE = [
    b"\xff\xfe", b"", b"not json", b"[]", b"3", b"null", b'"text"', b'{"type": NaN}', b'{"a": 1, "a": 2}', b"[" * 100_000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000, b'{"n": ' + b"9" * 6000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_a_body_that_cannot_be_read_is_a_bad_request_when_signed_and_nothing_when_not(door: Door, body: bytes) -> None:
    await refused(door, 400, body)
    await refused(door, 401, body, secret="another")


FORMS = [
    b"payload=%7B", b"payload=%7B%7D&payload=%7B%7D", b"payload=%FF", b"command=%2Fticket&command=%2Fother",
    "&".join(f"f{n}=1" for n in range(500)).encode(), b"payload=[]", b"payload=" + b"[" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("body", FORMS, ids=range(len(FORMS)))
async def test_a_form_that_cannot_be_read_is_a_bad_request(door: Door, body: bytes) -> None:
    await refused(door, 400, body, FORM)


async def test_two_megabytes_are_too_much_signed_or_not(door: Door) -> None:
    await refused(door, 413, b"x" * (2 * 1024 * 1024))
    await refused(door, 413, b"x" * (2 * 1024 * 1024), secret="another")


async def test_a_body_without_a_length_is_cut_off_where_it_becomes_too_much(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    await refused(door, 413, endless())


async def test_a_body_that_trickles_in_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingress, "READ_SECONDS", 0.0)
    more = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await more.wait()

    asking = asyncio.create_task(door.raw(slow()))
    response = await asking
    more.set()
    assert response.status == 408


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip"])
async def test_an_encoded_body_is_refused_before_it_is_unpacked(door: Door, encoding: str) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    response = await door.raw(bomb, headers={"Content-Encoding": encoding})
    assert response.status in (400, 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
async def test_another_content_type_is_a_bad_request(door: Door, kind: str) -> None:
    await refused(door, 400, kind=kind)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_only_post_is_answered(door: Door, method: str) -> None:
    assert (await door.client.request(method, "/slack/events")).status == 405


async def test_the_challenge_is_answered_as_plain_text_when_it_is_signed(door: Door) -> None:
    response = await door.post("url_verification")
    assert (response.status, response.content_type) == (200, "text/plain")
    assert await response.text() == payload("url_verification")["challenge"]
    assert (await door.post("url_verification", secret="another")).status == 401


@pytest.mark.parametrize("challenge", ["x" * 257, "x" * 1_000_000, "", 7, None, ["<b>"]])
async def test_a_strange_challenge_is_not_echoed(door: Door, challenge: Any) -> None:
    response = await door.post(payload("url_verification", challenge=challenge))
    assert response.status == 400
    assert await response.text() == ""


async def test_a_challenge_of_markup_is_no_page(door: Door) -> None:
    response = await door.post(payload("url_verification", challenge="<script>alert(1)</script>"))
    assert (response.content_type, response.headers["X-Content-Type-Options"]) == ("text/plain", "nosniff")


async def test_nothing_of_a_refused_body_is_logged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    canary = payload("event_message", token="CANARY-7731")
    with capture_logs() as logs:
        await door.post(canary, secret="another")
        await door.raw(b'{"a": "CANARY-7731", "a": 2}')
        await door.post(payload("event_message", team_id="T0OTHER01", token="CANARY-7731"))
    assert "CANARY" not in json.dumps(logs, default=str) + caplog.text


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(payload("block_actions_button"))), inner),
    max_leaves=8,
)
KINDS = ["event_callback", "block_actions", "view_submission", "message_action", "shortcut", "block_suggestion", "x", 3, None, []]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["event_message", "block_actions_button", "view_submission", "message_action", "command"]),
    kind=st.sampled_from(KINDS),
    changes=st.dictionaries(
        st.sampled_from(["event", "user", "view", "actions", "message", "channel", "container", "callback_id", "authorizations"]),
        JSONISH,
    ),
)
async def test_no_signed_payload_of_a_strange_shape_is_a_server_error(
    door: Door, name: str, kind: Any, changes: dict[str, Any]
) -> None:
    response = await door.post({**payload(name), "type": kind, **changes})
    assert response.status in (200, 400, 403)


def test_a_form_is_read_like_slack_writes_it() -> None:
    body = urlencode({"command": "/ticket", "text": "a & b <c> \u0000é", "empty": ""}).encode()
    assert ingress.parse(body, FORM) == {"command": "/ticket", "text": "a & b <c> é", "empty": ""}


def test_texts_that_no_database_takes_are_cleaned_at_the_door() -> None:
    assert ingress.parse(b'{"a": ["x\\u0000y", "\\ud800z"], "\\ud800b": {"c": "\\ud83d\\ude00"}}', "application/json") == {
        "a": ["xy", "z"],
        "b": {"c": "😀"},
    }
