"""Attached files cannot make us give a token away, show what is not theirs to see, or run in anybody's browser."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from app.attachments.links import LASTS, FileLinks
from app.attachments.model import Attachment, Origin, State
from app.people.model import Platform, Workspace
from app.ports import Unreachable, Unreadable
from integrations.file_page import disposition
from integrations.slack.api import SlackApi
from integrations.slack.attached import SlackFiles
from integrations.teams.attached import TeamsFiles, read_files
from integrations.teams.connector import Connector
from integrations.teams.hosts import AllowedHosts
from integrations.teams.http import Pool
from tests.stories.filing import ADDRESS, Reached, kept, links_in, opens
from tests.stories.house import SLACK_HELP

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORKSPACE = Workspace(1, 1, Platform.SLACK, "T1", "Desk")
PAGE = b"<!DOCTYPE html><html><script>alert(document.domain)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'


class Host:
    """A web server that keeps who asked it with which token, and answers what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, Any] = {}
        self.origin = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("Authorization", "")))
        answer = self.answers.get(request.path, b"bytes")
        if isinstance(answer, str):
            return web.Response(status=302, headers={"Location": answer})
        return answer if isinstance(answer, web.Response) else web.Response(body=answer)


@asynccontextmanager
async def host() -> AsyncIterator[Host]:
    found, app = Host(), web.Application()
    app.router.add_route("*", "/{path:.*}", found.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()


async def from_slack(slack: Host, address: str, media_type: str = "application/pdf", largest: int = 1000) -> bytes:
    api, into = SlackApi(f"{slack.origin}/api/", "xoxb-secret"), io.BytesIO()
    api.open()
    try:
        await SlackFiles(api).fetch(WORKSPACE, Origin(Platform.SLACK, "T1", "F1", address), media_type, into, largest)
    finally:
        await api.close()
    return into.getvalue()


async def test_slacks_token_goes_to_slack_alone_wherever_a_file_says_it_lies() -> None:
    async with host() as slack, host() as foreign:
        port = slack.origin.rpartition(":")[2]
        slack.answers = {
            "/ours": b"%PDF-", "/away": f"{foreign.origin}/taken", "/within": "/ours", "/round": "/round",
            "/scheme": "file:///etc/passwd", "/nowhere": "//evil.example/x",
        }  # fmt: skip
        assert await from_slack(slack, f"{slack.origin}/ours") == await from_slack(slack, f"{slack.origin}/within") == b"%PDF-"
        for address in (
            f"{foreign.origin}/x", f"http://me@127.0.0.1:{port}/ours", f"http://me:pw@127.0.0.1:{port}/ours",
            f"http://localhost:{port}/ours", f"http://127.0.0.1:{port}@evil.example/x", "http://files.slack.com/x",
            "https://files.slack.com.evil.example/x", "https://files.slack.com:8443/x", "https://notslack.com/x", "file:///etc/passwd",
            "http://169.254.169.254/latest", f"{slack.origin}/away", f"{slack.origin}/round", f"{slack.origin}/scheme",
            f"{slack.origin}/nowhere",
        ):  # fmt: skip
            with pytest.raises(Unreadable):
                await from_slack(slack, address)
        assert foreign.asked == []
        assert {token for _, token in slack.asked} == {"Bearer xoxb-secret"}


async def test_what_slack_answers_is_bounded_whole_and_no_page() -> None:
    async with host() as slack:
        slack.answers = {
            "/page": web.Response(body=PAGE, content_type="text/html"),
            "/hidden": web.Response(body=PAGE, content_type="application/pdf"),
            "/packed": web.Response(body=b"x" * 10, headers={"Content-Encoding": "br"}),
            "/big": b"x" * 1001,
            "/no": web.Response(status=403),
            "/gone": web.Response(status=404),
        }
        reasons = {}
        for path in ("/page", "/hidden", "/big", "/no", "/gone"):
            with pytest.raises(Unreadable) as refused:
                await from_slack(slack, slack.origin + path)
            reasons[path] = str(refused.value.reason)
        assert reasons == {
            "/page": "not_readable",
            "/hidden": "not_readable",
            "/big": "too_big",
            "/no": "not_readable",
            "/gone": "gone",
        }
        with pytest.raises((Unreadable, Unreachable)):
            await from_slack(slack, f"{slack.origin}/packed")


class Held:
    """Credentials with one token."""

    async def token(self) -> str:
        return "secret"

    def drop(self, token: str) -> None:
        raise AssertionError(token)


async def test_the_bots_token_goes_to_pictures_at_the_connector_alone() -> None:
    async with host() as connector, host() as store, host() as foreign:
        allowed = AllowedHosts((connector.origin.removeprefix("http://"), store.origin.removeprefix("http://")))
        pool = Pool()
        files = TeamsFiles(Connector(pool, Held(), allowed), allowed)  # type: ignore[arg-type]
        picture, file = (
            f"{connector.origin}/v3/attachments/1/views/original",
            f"{store.origin}/download.aspx?UniqueId=1&tempauth=x",
        )
        store.answers = {"/away": f"{foreign.origin}/v3/attachments/1/views/original"}
        connector.answers = {"/v3/attachments/2/views/original": f"{foreign.origin}/v3/attachments/1/views/original"}

        async def fetch(address: str) -> bytes:
            into = io.BytesIO()
            await files.fetch(WORKSPACE, Origin(Platform.TEAMS, "T", "1", address), "image/png", into, 1000)
            return into.getvalue()

        assert await fetch(picture) == await fetch(file) == b"bytes"
        for address in (
            "", f"{foreign.origin}/v3/attachments/1/views/original", f"{foreign.origin}/x", f"{store.origin}/away",
            f"{connector.origin}/v3/attachments/2/views/original", "https://evil.example/v3/attachments/1/views/original",
            "https://me@contoso.sharepoint.com/x", "http://contoso.sharepoint.com/x", "https://169.254.169.254/v3/attachments/1/x",
        ):  # fmt: skip
            with pytest.raises(Unreadable):
                await fetch(address)
        await pool.close()
        assert foreign.asked == []
        assert {token for _, token in store.asked} == {""}
        assert {token for path, token in connector.asked if "/v3/attachments/" in path} == {"Bearer secret"}


@pytest.mark.parametrize(
    "attachments",
    [None, "x", [None, 7, "x"], [{"contentType": 7}], [{"contentType": "image/png", "contentUrl": {}}],
     [{"contentType": "application/vnd.microsoft.teams.file.download.info", "content": "x", "name": 7}],
     [{"contentType": "reference"}] * 10_000, [{"contentType": "text/html", "content": "x"}]],
)  # fmt: skip
def test_odd_attachments_are_read_without_harm(attachments: Any) -> None:
    found = read_files({"attachments": attachments})
    assert len(found) <= 50
    assert all(not file.link for file in found)


def attachment(**changes: Any) -> Attachment:
    facts: dict[str, Any] = {"org_id": 1, "id": "a" * 22, "ticket": 1, "comment": 0, "position": 0, "name": "x", "size": 1}
    return Attachment(media_type="", origin=Origin(Platform.SLACK, "T1"), at=NOW, state=State.KEPT, **(facts | changes))


def test_a_link_that_was_touched_or_is_over_opens_nothing() -> None:
    links = FileLinks(b"key", ADDRESS)
    url = links.to(attachment(), 7, NOW)
    path, _, raw = url.removeprefix(f"{ADDRESS}/files/").partition("?")
    query = dict(part.split("=") for part in raw.split("&"))
    found = links.opened(path, query, NOW)
    assert found is not None
    assert (found.org_id, found.id, found.person) == (1, "a" * 22, 7)
    touched = [
        ("b" * 22, query), (path, query | {"for": "1.0"}), (path, query | {"for": "2.7"}), (path, query | {"for": "1.7 "}),
        (path, query | {"until": str(int(query["until"]) + 1)}), (path, query | {"until": "9" * 30}), (path, query | {"sig": ""}),
        (path, query | {"sig": query["sig"] + "="}), (path, query | {"sig": query["sig"][:-1]}), (path, query | {"sig": "ü"}),
        (path, {}), (f"../{path}", query), (path, {name: query[name] for name in ("until", "for")}),
    ]  # fmt: skip
    assert [links.opened(one, asked, NOW) for one, asked in touched] == [None] * len(touched)
    assert links.opened(path, query, NOW + LASTS) is not None
    assert links.opened(path, query, NOW + LASTS + timedelta(hours=1)) is None
    assert FileLinks(b"other", ADDRESS).opened(path, query, NOW) is None
    assert FileLinks(b"key", "").to(attachment(), 7, NOW) == ""


def test_a_name_cannot_leave_its_header() -> None:
    told = disposition('a"; filename=evil.html\r\nX: y\\.pdf')
    assert told.isascii()
    assert told.isprintable()
    assert told.count('"') == 2
    assert "filename*=UTF-8''a%22%3B%20filename%3Devil.html%0D%0AX%3A%20y%5C.pdf" in told


@pytest.fixture
async def reached(sqlite_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Reached]:
    house = Reached(sqlite_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()


async def test_what_is_opened_is_saved_and_never_runs_and_every_no_is_the_same(reached: Reached) -> None:
    house = reached
    files = [("page.html", PAGE), ("draw.svg", SVG), ("../../up.pdf", b"%PDF-1")]
    await house.asha.says(SLACK_HELP, "My VPN is down, please help", files=files)
    await house.settle()
    every = await kept(house)
    assert [one.name for one in every] == ["page.html", "draw.svg", "up.pdf"]
    cards = house.tom.replies(house.tom.sees(house.teams_triage)[0])
    links = [link for message in cards for link in links_in(message.card)]
    assert len(links) == 3
    for link, content in zip(links, (PAGE, SVG, b"%PDF-1"), strict=True):
        status, headers, body = await opens(house, link)
        assert (status, body, headers["Content-Type"]) == (200, content, "application/octet-stream")
        assert headers["Content-Disposition"].startswith("attachment; ")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "sandbox" in headers["Content-Security-Policy"]
        status, headers, body = await opens(house, link, "HEAD")
        assert (status, headers["Content-Length"], body) == (200, str(len(content)), b"")
    links_of = house.serving.program.links
    theirs = links_of.to(every[0], (await house.ticket()).requester_id, house.clock())
    asha = (await house.ticket()).requester_id
    nobodys = links_of.to(every[0], 10_000, house.clock())
    assert (await opens(house, theirs))[0] == 200
    stranger = await house.within(lambda tx: tx.people.by_identity(1, Platform.TEAMS, house.teams.tenant_id, house.tara.aad).id)
    assert stranger != asha
    no = [
        await opens(house, address)
        for address in (
            links[0].replace("sig=", "sig=x"), f"{ADDRESS}/files/{every[0].id}", f"{ADDRESS}/files/" + "z" * 22, nobodys,
            links_of.to(every[0], stranger, house.clock()),
        )
    ]  # fmt: skip
    house.clock.move(timedelta(days=8))
    no.append(await opens(house, links[0]))
    assert {(status, body) for status, _, body in no} == {(404, no[0][2])}
    assert "This link is over" in no[0][2].decode()
    assert "यह लिंक" in no[0][2].decode()
    assert (await opens(house, links[0], "POST"))[0] == 405
