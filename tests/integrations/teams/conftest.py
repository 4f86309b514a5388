"""A Teams edge before a desk that only listens, with Microsoft's side on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web

from app.interaction import Interaction
from app.people.model import Organisation, Platform, Workspace
from app.ports import Tx
from app.replies import Nothing, Reply
from integrations.teams.edge import TeamsEdge
from tests.conftest import MovableClock
from tests.integrations.teams.microsoft import APP, TENANT, Microsoft, serving


@dataclass
class Listening:
    """A reception that writes down what it is asked and gives the next reply; it has one row to keep."""

    asked: list[Interaction] = field(default_factory=list)
    reply: Reply | Exception = field(default_factory=Nothing)
    row: Workspace | None = None
    saves: int = 0

    async def ask(self, interaction: Interaction) -> Reply:
        self.asked.append(interaction)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    async def within(self, work: Callable[[Tx], Any]) -> Any:
        return work(cast("Tx", _Rows(self)))


class _Rows:
    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self.workspaces = self.organisations = self

    def first(self) -> Organisation:
        return Organisation(1, "Example")

    def find(self, platform: Platform, external_id: str) -> Workspace | None:
        return self._listening.row

    def save(self, workspace: Workspace) -> Workspace:
        self._listening.saves += 1
        self._listening.row = replace(workspace, id=1)
        return self._listening.row


@dataclass
class Door:
    """The edge behind a real HTTP server."""

    edge: TeamsEdge
    desk: Listening
    microsoft: Microsoft
    url: str
    http: aiohttp.ClientSession

    async def send(self, body: Any, token: str | None = None, **headers: str) -> tuple[int, Any]:
        """Status and answer. Without a token the right one is used; '' sends none."""
        token = self.microsoft.token() if token is None else token
        sent = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {}), **headers}
        data = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        async with self.http.post(self.url, data=data, headers=sent) as response:
            raw = await response.read()
            return response.status, json.loads(raw) if raw else None


@pytest.fixture
async def microsoft(clock: MovableClock) -> AsyncIterator[Microsoft]:
    theirs = Microsoft(clock)
    server = await serving(theirs.app())
    theirs.base = str(server.make_url("")).rstrip("/")
    yield theirs
    await server.close()


@pytest.fixture
async def door(microsoft: Microsoft, clock: MovableClock, chance: Callable[[], str]) -> AsyncIterator[Door]:
    desk = Listening()
    edge = TeamsEdge(
        app_id=APP, app_password="secret", tenant_id=TENANT, openid_metadata_url=f"{microsoft.base}/metadata",
        login_url=microsoft.base, allowed_service_hosts=("127.0.0.1", "smba.trafficmanager.net"), reception=desk, clock=clock,
        chance=chance,
    )  # fmt: skip
    app = web.Application()
    app.router.add_post("/api/messages", edge.handle)
    server = await serving(app)
    async with aiohttp.ClientSession() as http:
        yield Door(edge, desk, microsoft, str(server.make_url("/api/messages")), http)
    await edge.close()
    await server.close()
