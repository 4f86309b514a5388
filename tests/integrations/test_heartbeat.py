"""Somebody outside notices when the watch falls silent; what goes wrong there harms nothing here."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from app.errors import ConfigurationError
from app.settings import Settings
from integrations.heartbeat import Heartbeat
from tests.conftest import MovableClock

SECRET = "/ping/5ecret-token"


class Monitor:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.status = 200

    async def ping(self, request: web.Request) -> web.Response:
        self.heard.append(request.path)
        headers = {"Location": "/elsewhere"} if self.status == 302 else {}
        return web.Response(status=self.status, headers=headers)


@pytest.fixture
async def monitor() -> AsyncIterator[tuple[Monitor, str]]:
    monitor, app = Monitor(), web.Application()
    app.router.add_get("/{any:.*}", monitor.ping)
    server = TestServer(app)
    await server.start_server()
    yield monitor, f"http://127.0.0.1:{server.port}{SECRET}"
    await server.close()


async def test_it_beats_at_most_once_a_minute(monitor: tuple[Monitor, str], clock: MovableClock) -> None:
    heart = Heartbeat(monitor[1], clock)
    for seconds in (0, 15, 30, 30):
        clock.move(seconds)
        await heart.beat()
    assert monitor[0].heard == [SECRET, SECRET]


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_a_refusal_is_logged_without_the_address_and_nothing_is_followed(
    monitor: tuple[Monitor, str], clock: MovableClock, status: int
) -> None:
    monitor[0].status = status
    with structlog.testing.capture_logs() as logs:
        await Heartbeat(monitor[1], clock).beat()
    assert monitor[0].heard == [SECRET]
    assert [(line["event"], line["status"]) for line in logs] == [("heartbeat.refused", status)]
    assert "5ecret" not in str(logs)


async def test_nobody_there_is_no_reason_to_stop(clock: MovableClock) -> None:
    with structlog.testing.capture_logs() as logs:
        await Heartbeat("http://127.0.0.1:9" + SECRET, clock).beat()
    assert [line["event"] for line in logs] == ["heartbeat.unreachable"]
    assert "5ecret" not in str(logs)


async def test_without_an_address_nothing_leaves(clock: MovableClock) -> None:
    with structlog.testing.capture_logs() as logs:
        await Heartbeat("", clock).beat()
    assert logs == []


def test_the_address_is_https_and_is_never_shown() -> None:
    settings = Settings.load({"SAHAYAK_HEARTBEAT_URL": f"https://hc.example.com{SECRET}"})
    assert "5ecret" not in repr(settings)
    with pytest.raises(ConfigurationError, match=r"^SAHAYAK_HEARTBEAT_URL must begin with https://") as refusal:
        Settings.load({"SAHAYAK_HEARTBEAT_URL": f"http://hc.example.com{SECRET}"})
    assert "5ecret" not in str(refusal.value)
