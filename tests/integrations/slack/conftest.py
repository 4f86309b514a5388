"""A Slack that can be told what to answer, and a desk behind a real HTTP server that listens to signed requests."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from app.interaction import Interaction
from app.people.model import Platform, Workspace
from app.ports import Tx
from app.replies import Nothing, Reply
from integrations.slack.edge import SlackEdge
from integrations.slack.ingress import sign
from storage.engine import connect
from storage.unit_of_work import Store
from tests.conftest import MovableClock
from tests.databases import fresh_sqlite

T = TypeVar("T")

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PAYLOADS = Path(__file__).parents[2] / "payloads" / "slack"
TEAM, APP = "T0DESK001", "A0DESK001"
WORKSPACE = Workspace(
    1, 1, Platform.SLACK, TEAM, "Desk", "https://desk.slack.test/", bot_user="U0BOT0001", bot_id="B0BOT0001", app_id=APP
)

PERSON = {
    "id": "U0ASHA001", "team_id": TEAM, "name": "asha", "real_name": "Asha Rao", "tz": "Asia/Kolkata", "locale": "hi-IN",
    "profile": {"display_name": "Asha", "email": "asha@example.test"}, "is_email_confirmed": True, "deleted": False,
    "is_bot": False,
}  # fmt: skip
KNOWN: dict[str, Any] = {
    "auth.test": {
        "ok": True, "url": "https://desk.slack.test/", "team": "Desk", "user": "sahayak", "team_id": TEAM, "user_id": "U0BOT0001",
        "bot_id": "B0BOT0001",
    },
    "bots.info": {"ok": True, "bot": {"id": "B0BOT0001", "app_id": APP, "user_id": "U0BOT0001", "name": "Sahayak"}},
    "users.info": {"ok": True, "user": PERSON},
    "chat.postMessage": {"ok": True, "channel": "C0TRIAGE1", "ts": "1795255800.000100"},
    "chat.postEphemeral": {"ok": True, "message_ts": "1795255801.000100"},
    "chat.update": {"ok": True, "channel": "C0TRIAGE1", "ts": "1795255800.000100"},
    "conversations.open": {"ok": True, "channel": {"id": "D0ASHA001"}},
    "views.publish": {"ok": True, "view": {"id": "V0HOME001"}},
}  # fmt: skip


def payload(name: str, **changes: Any) -> dict[str, Any]:
    """A recorded payload; `changes` replace what stands at its top."""
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return {**found, **copy.deepcopy(changes)}


def refused(code: str) -> dict[str, Any]:
    return {"ok": False, "error": code}


class FakeSlack:
    """Slack's Web API over real HTTP. `says` holds the answers by method: a body, or (status, body, headers)."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = copy.deepcopy(KNOWN)
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.tokens: list[str] = []
        self.url = ""

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [facts for name, facts in self.heard if name == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        facts = await request.json() if request.can_read_body else dict(request.query)
        self.heard.append((method, facts))
        self.tokens.append(request.headers.get("Authorization", ""))
        said = self.says.get(method, {"ok": True})
        if callable(said):
            said = said(facts)
        if said == "hang up":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        status, body, headers = said if isinstance(said, tuple) else (200, said, {})
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=status, text=text, headers=headers, content_type="application/json")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", fake.answer)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("/api/"))
        yield fake


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


class Desk:
    """The desk as the edge sees it: remembers what it was asked, answers what it was told to, writes to a real database."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[Interaction] = []
        self.reply: Reply = Nothing()
        self.broken: Exception | None = None

    async def ask(self, interaction: Interaction) -> Reply:
        if self.broken:
            raise self.broken
        self.asked.append(interaction)
        return self.reply

    async def within(self, work: Callable[[Tx], T]) -> T:
        if self.broken:
            raise self.broken
        with self.store.open() as tx:
            return work(tx)

    def workspace(self, team: str = TEAM) -> Workspace | None:
        with self.store.open() as tx:
            return tx.workspaces.find(Platform.SLACK, team)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store(connect(fresh_sqlite(tmp_path)))
    yield Desk(store)
    store.close()


class Door:
    """POSTs to the edge as Slack does."""

    def __init__(self, client: TestClient[web.Request, web.Application], desk: Desk, clock: MovableClock) -> None:
        self.client = client
        self.desk = desk
        self.clock = clock

    async def post(self, body: Any, **changes: Any) -> ClientResponse:
        """A payload in the form Slack gives its kind, signed now."""
        if isinstance(body, str):
            body = payload(body)
        kind = body.get("type")
        if kind is None:
            return await self.raw(urlencode(body).encode(), "application/x-www-form-urlencoded", **changes)
        if kind in ("event_callback", "url_verification", "app_rate_limited"):
            return await self.raw(json.dumps(body).encode(), "application/json", **changes)
        form = urlencode({"payload": json.dumps(body)}).encode()
        return await self.raw(form, "application/x-www-form-urlencoded", **changes)

    async def raw(
        self,
        data: Any,
        content_type: str = "application/json",
        *,
        stamp: str | None = None,
        secret: str = SECRET,
        headers: dict[str, str | None] | None = None,
    ) -> ClientResponse:
        """`headers` replace or (None) take away what a signed request has."""
        stamp = str(int(self.clock().timestamp())) if stamp is None else stamp
        signed = data if isinstance(data, bytes) else b""
        given: dict[str, str | None] = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(secret, stamp, signed),
            **(headers or {}),
        }
        sent = {name: value for name, value in given.items() if value is not None}
        body = io.BytesIO(data) if isinstance(data, bytes) else data
        return await self.client.post("/slack/events", data=body, headers=sent)


@pytest.fixture
async def edge(slack: FakeSlack, desk: Desk, clock: MovableClock, chance: Callable[[], str]) -> AsyncIterator[SlackEdge]:
    edge = SlackEdge(
        signing_secret=SECRET, bot_token="xoxb-1-test", api_url=slack.url, reception=desk, clock=clock, chance=chance
    )
    await edge.start()
    yield edge
    await edge.close()


@pytest.fixture
async def door(edge: SlackEdge, desk: Desk, clock: MovableClock) -> AsyncIterator[Door]:
    async with serving(edge) as client:
        yield Door(client, desk, clock)


def serving(edge: SlackEdge) -> TestClient[web.Request, web.Application]:
    app = web.Application()
    app.router.add_post("/slack/events", edge.handle)
    return TestClient(TestServer(app))


async def settled(edge: SlackEdge) -> None:
    """Until what runs beside the answers is done."""
    while edge._tasks:
        await next(iter(edge._tasks))
