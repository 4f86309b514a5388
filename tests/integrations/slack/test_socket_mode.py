"""Socket Mode against a real WebSocket: the same listeners, acknowledged only when the desk has it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from app.replies import Notice
from integrations.slack.edge import SlackEdge
from tests.conftest import MovableClock
from tests.integrations.slack.conftest import SECRET, Desk, FakeSlack, payload


class FakeSocket:
    """Sends envelopes and keeps what comes back."""

    def __init__(self) -> None:
        self.there: asyncio.Future[web.WebSocketResponse] = asyncio.get_running_loop().create_future()
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.over = asyncio.Event()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.there.set_result(socket)
        async for message in socket:
            if message.type is web.WSMsgType.TEXT:
                self.answers.put_nowait(message.json())
        return socket

    async def send(self, number: str, kind: str, body: dict[str, Any]) -> None:
        await (await self.there).send_json({"envelope_id": number, "type": kind, "payload": body})


@pytest.fixture
async def socket(slack: FakeSlack, desk: Desk, clock: MovableClock, chance: Callable[[], str]) -> AsyncIterator[FakeSocket]:
    fake = FakeSocket()
    app = web.Application()
    app.router.add_get("/link", fake.serve)
    async with TestServer(app) as server:
        slack.says["apps.connections.open"] = {"ok": True, "url": str(server.make_url("/link"))}
        edge = SlackEdge(
            signing_secret=SECRET, bot_token="xoxb", app_token="xapp-1-A0DESK001-1-x", api_url=slack.url,
            reception=desk, clock=clock, chance=chance,
        )  # fmt: skip
        await edge.start()
        yield fake
        await edge.close()


async def test_an_event_and_a_command_reach_the_desk_and_are_acknowledged(socket: FakeSocket, desk: Desk) -> None:
    await socket.send("1", "events_api", payload("event_message"))
    assert await socket.answers.get() == {"envelope_id": "1"}
    desk.reply = Notice("I can't find T-99.")
    await socket.send("2", "slash_commands", payload("command"))
    answer = await socket.answers.get()
    assert (answer["envelope_id"], answer["payload"]["response_type"]) == ("2", "ephemeral")
    assert [asked.verb for asked in desk.asked] == ["chat.channel", "chat.command"]


async def test_what_was_not_taken_is_not_acknowledged(socket: FakeSocket, desk: Desk) -> None:
    await socket.send("1", "events_api", payload("event_message", api_app_id="A0EVIL001"))
    await socket.send("2", "events_api", payload("event_message"))
    assert await socket.answers.get() == {"envelope_id": "2"}
    assert len(desk.asked) == 1


async def test_a_dead_slack_stops_neither_the_start_nor_the_end(
    desk: Desk, clock: MovableClock, chance: Callable[[], str]
) -> None:
    edge = SlackEdge(
        signing_secret=SECRET, bot_token="xoxb", app_token="xapp-1-A0DESK001-1-x", api_url="http://127.0.0.1:9/api/",
        reception=desk, clock=clock, chance=chance,
    )  # fmt: skip
    await edge.start()
    await edge.close()
