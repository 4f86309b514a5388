"""Who may ask the page, what it answers to nonsense, and what its own files hold."""

from __future__ import annotations

import asyncio
import json
import re
from io import BytesIO

import pytest

from integrations.sandbox.page import Page
from integrations.sandbox.page.server import STATIC
from tests.integrations.sandbox.page.conftest import IDS, Front
from tests.stories.house import SLACK_HELP

ASHA = {"person": IDS["asha"]}


@pytest.mark.parametrize("key", ["", "wrong", "कुंजी".encode().decode("latin-1")])
@pytest.mark.parametrize("path", ["people", "sight", "changes", "exchanges", "time", "tour", "connect"])
async def test_without_the_key_nothing_is_told(bare: Front, key: str, path: str) -> None:
    status, answer = await bare.asks("GET", f"api/{path}", headers={"X-Sandbox-Key": key})
    assert status == 403
    assert set(answer) == {"ok", "problem"}


@pytest.mark.parametrize("host", ["evil.test", "evil.test:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.test:{port}", ""])
@pytest.mark.parametrize("path", ["", "main.js", "api/people"])
async def test_under_another_name_the_page_is_not_there(bare: Front, host: str, path: str) -> None:
    port = bare.page.url.rsplit(":", 1)[1].strip("/")
    status, answer = await bare.asks("GET", path, headers={"Host": host.format(port=port)})
    assert (status, answer["ok"]) == (421, False)


async def test_another_site_is_refused_even_with_the_key(bare: Front) -> None:
    for origin in ("https://evil.test", "null", "http://127.0.0.1:1"):
        status, _ = await bare.asks("POST", "api/do", json=ASHA, headers={"Origin": origin})
        assert status == 403, origin
    status, _ = await bare.asks("GET", "api/people", headers={"Origin": bare.page.url.strip("/")})
    assert status == 200


NONSENSE = [
    (b"", "The body is no JSON."),
    (b"{", "The body is no JSON."),
    (b"\xff\xfe", "The body is no JSON."),
    (b"[" * 100_000, "The body is no JSON."),
    (b"[1]", "The body must be an object."),
    (b'{"person": 7, "deed": "says"}', "'person' must be a text that is not empty."),
    (b'{"person": "slack:U0NOBODY", "deed": "says"}', "There is nobody called 'slack:U0NOBODY'."),
    (b'{"person": "irc:U0ASHA001", "deed": "says"}', "There is nobody called 'irc:U0ASHA001'."),
    (b'{"person": "slack:U0ASHA001", "deed": "flies"}', "There is no deed 'flies'"),
    (b'{"person": "slack:U0ASHA001", "deed": "says", "place": "C0NONE", "text": "x"}', "There is no place 'C0NONE' for Asha."),
    (b'{"person": "slack:U0ASHA001", "deed": "says", "place": ["C0HELP001"], "text": "x"}', "'place' must be a text"),
    (b'{"person": "slack:U0ASHA001", "deed": "says", "text": "\\ud800"}', "The text holds half a character."),
    (b'{"person": "slack:U0ASHA001", "deed": "submits", "values": []}', "'values' must be an object."),
    (b'{"person": "slack:U0ASHA001", "deed": "submits", "values": {"b": 1}}', "'values' must hold an object for each block."),
]


@pytest.mark.parametrize(("body", "words"), NONSENSE)
async def test_nonsense_is_answered_with_one_sentence(bare: Front, body: bytes, words: str) -> None:
    status, answer = await bare.asks("POST", "api/do", data=body, headers={"Content-Type": "application/json"})
    assert status == 400
    assert answer["problem"].startswith(words)


async def test_a_form_of_another_kind_and_a_huge_body_are_refused(bare: Front) -> None:
    status, answer = await bare.asks("POST", "api/do", data=b"{}", headers={"Content-Type": "text/plain"})
    assert (status, answer["problem"]) == (400, "The body must be JSON, and say so.")
    huge = {**ASHA, "deed": "says", "place": "C0RANDOM1", "text": "x" * (1024 * 1024)}
    body = BytesIO(json.dumps(huge).encode())
    status, answer = await bare.asks("POST", "api/do", data=body, headers={"Content-Type": "application/json"})
    assert (status, answer["problem"]) == (413, "The request is larger than 1 MiB.")
    assert (await bare.sight("asha", place="C0RANDOM1"))["place"]["messages"] == []


async def test_what_is_not_there_is_said_in_words(bare: Front) -> None:
    for path in (
        "api/tour",
        "api/connect",
        "api/nothing",
        "nothing.js",
        "..%2fserver.py",
        "%2e%2e/server.py",
        "server.py",
        "index.html",
        f"{'a' * 300}.js",
    ):
        status, answer = await bare.asks("GET", path)
        assert status == 404, path
        assert answer["problem"].endswith("."), path
    status, answer = await bare.asks("POST", "api/time", json={"move": "yesterday"})
    assert (status, answer["problem"]) == (400, "Only half an hour at a time here.")


async def test_every_answer_carries_the_headers_that_close_the_page(bare: Front) -> None:
    for path in ("", "main.js", "api/people", "api/nothing"):
        headers = {"X-Sandbox-Key": bare.page.key}
        async with bare.session.get(f"{bare.page.url}{path}", headers=headers) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_page_holds_the_key_and_every_file_it_names_is_there(bare: Front) -> None:
    async with bare.session.get(bare.page.url) as answer:
        text = await answer.text()
    assert f'content="{bare.page.key}"' in text
    for name in re.findall(r'(?:href|src)="([\w.]+)"', text):
        async with bare.session.get(f"{bare.page.url}{name}") as answer:
            assert answer.status == 200, name


async def test_whoever_waits_is_told_of_the_next_change(bare: Front) -> None:
    version = (await bare.sight("asha"))["version"]
    waiting = asyncio.create_task(bare.asks("GET", "api/changes", params={"since": version}))
    await bare.does("asha", "says", text="hello", place="C0RANDOM1")
    status, answer = await asyncio.wait_for(waiting, 5)
    assert status == 200
    assert answer["version"] > version


async def test_whoever_waits_is_let_go_when_the_page_closes(bare: Front) -> None:
    other = await Page.start(bare.house.slack, bare.house.teams, clock=bare.house.clock)
    waiting = asyncio.create_task(other.changes.after(other.changes.version, 60))
    await asyncio.sleep(0)
    await other.stop()
    assert await asyncio.wait_for(waiting, 5) == other.changes.version


async def test_the_page_listens_on_this_machine_only(bare: Front) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await Page.start(bare.house.slack, bare.house.teams, clock=bare.house.clock, host="0.0.0.0")


async def test_what_went_over_the_wire_is_shown_without_secrets_and_refusals_are_named(front: Front) -> None:
    await front.does("asha", "says", text="My VPN is down", place=SLACK_HELP)
    front.house.slack.scopes.discard("chat:write")
    await front.does("bela", "says", text="The printer is broken", place=SLACK_HELP)
    _, answer = await front.asks("GET", "api/exchanges", params={"since": 0})
    rows = answer["exchanges"]
    assert [one["n"] for one in rows] == list(range(1, len(rows) + 1))
    assert {one["way"] for one in rows} == {"to_desk", "from_desk"}
    assert "missing_scope" in [one["refusal"] for one in rows if one["kind"] == "chat.postMessage"]
    assert all(not one["refusal"] for one in rows if one["kind"] == "event")
    told = str(rows)
    for secret in (front.house.slack.bot_token, front.house.slack.signing_secret, front.house.teams.app_password):
        assert secret not in told
    _, answer = await front.asks("GET", "api/exchanges", params={"since": rows[-1]["n"]})
    assert answer["exchanges"] == []


FILES = sorted(STATIC.iterdir())
FORBIDDEN = {
    "markup from text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML",
    "code from text": r"\beval\(|new Function|setTimeout\(\s*[\"'`]|setInterval\(\s*[\"'`]|javascript:",
    "an address elsewhere": r"(?:src|href|import|from|url|fetch)\s*[=(]?\s*[\"'`]?(?:https?:)?//\w",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_of_the_page_makes_markup_or_code_of_text_or_leads_elsewhere(what: str) -> None:
    hits = [
        f"{path.name}: {hit[0]}"
        for path in FILES
        for hit in re.finditer(
            FORBIDDEN[what], re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
        )
    ]
    assert hits == []


def test_the_page_itself_holds_no_code_and_no_style() -> None:
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|<base|<iframe|<form", text)


def test_no_style_sheet_fetches_anything() -> None:
    assert [path.name for path in FILES if path.suffix == ".css" and re.search(r"@import|url\(", path.read_text("utf-8"))] == []
