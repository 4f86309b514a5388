"""The web part over real connections: what is there, what is not, and what strangers never learn."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterable
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from app.errors import ConfigurationError
from integrations.http import LARGEST_BODY, Figure, application, runner

BODIES: list[bytes] = []


@pytest.fixture(autouse=True)
def _no_bodies() -> None:
    BODIES.clear()


async def answer(request: web.Request) -> web.Response:
    body = await request.read()
    BODIES.append(body)
    if body == b"bug":
        raise RuntimeError("xoxb-111-secret the database said no")
    if body == b"away":
        raise ConfigurationError("The database at db.internal cannot be used")
    return web.json_response({"got": len(body)})


async def good() -> tuple[bool, dict[str, Any]]:
    return True, {"database": "ok"}


async def bad() -> tuple[bool, dict[str, Any]]:
    return False, {"database": "not migrated"}


class Served:
    """One application on a free port of this machine."""

    def __init__(self, **choices: Any) -> None:
        choices.setdefault("slack", answer)
        choices.setdefault("teams", answer)
        choices.setdefault("ready", good)
        self.app = application(version="9.9.9", **choices)

    async def __aenter__(self) -> Served:
        self.runner = runner(self.app, shutdown_seconds=0.2)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.port = self.runner.addresses[0][1]
        self.session = ClientSession(f"http://127.0.0.1:{self.port}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()
        await self.runner.cleanup()

    async def ask(self, method: str, path: str, **how: Any) -> tuple[int, Any, Any]:
        async with self.session.request(method, path, **how) as response:
            text = await response.text()
            body = json.loads(text) if response.content_type == "application/json" else text
            return response.status, body, response.headers

    async def raw(self, data: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(data)
        try:
            async with asyncio.timeout(10):
                return await reader.read()
        finally:
            writer.close()


@pytest.fixture
async def desk() -> AsyncIterator[Served]:
    async with Served() as served:
        yield served


@pytest.mark.parametrize("path", ["/slack/events", "/api/messages"])
async def test_a_platform_gets_the_whole_body(desk: Served, path: str) -> None:
    assert (await desk.ask("POST", path, data="नमस्ते".encode()))[:2] == (200, {"got": 18})
    assert ["नमस्ते".encode()] == BODIES


@pytest.mark.parametrize(("off", "path"), [("slack", "/slack/events"), ("teams", "/api/messages")])
async def test_a_platform_that_is_off_is_not_there(off: str, path: str) -> None:
    async with Served(**{off: None}) as desk:
        assert (await desk.ask("POST", path, data=b"x"))[0] == 404
        assert BODIES == []


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/slack/events", "POST"),
        ("PUT", "/api/messages", "POST"),
        ("DELETE", "/healthz", "GET,HEAD"),
        ("POST", "/metrics", "GET,HEAD"),
    ],
)
async def test_another_method_is_refused_and_told_which_one_works(desk: Served, method: str, path: str, allowed: str) -> None:
    status, body, headers = await desk.ask(method, path)
    assert (status, body, headers["Allow"]) == (405, {"error": "method not allowed"}, allowed)


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/../etc/passwd", "/.env", "/api/messages/1"])
async def test_an_unknown_address_is_not_found(desk: Served, path: str) -> None:
    assert (await desk.ask("POST", path, data=b"x"))[:2] == (404, {"error": "not found"})


async def test_health_version_and_readiness(desk: Served) -> None:
    assert (await desk.ask("GET", "/healthz"))[:2] == (200, {"status": "ok"})
    assert (await desk.ask("GET", "/version"))[:2] == (200, {"name": "sahayak", "version": "9.9.9"})
    assert (await desk.ask("GET", "/readyz"))[:2] == (200, {"ready": True, "database": "ok"})


async def test_not_ready_is_503_while_the_process_lives() -> None:
    async with Served(ready=bad) as desk:
        assert (await desk.ask("GET", "/readyz"))[:2] == (503, {"ready": False, "database": "not migrated"})
        assert (await desk.ask("GET", "/healthz"))[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/metrics"])
async def test_every_answer_carries_the_safety_headers(desk: Served, path: str) -> None:
    headers = (await desk.ask("GET", path))[2]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Server"] == "sahayak"


async def test_a_bug_says_nothing_but_an_id_that_is_in_the_log(desk: Served) -> None:
    with capture_logs() as logged:
        status, body, _ = await desk.ask("POST", "/slack/events", data=b"bug")
    assert status == 500
    assert body["error"] == "internal error"
    assert set(body) == {"error", "request"}
    assert [(line["event"], line["request"]) for line in logged] == [("http.failed", body["request"])]


async def test_while_the_database_is_away_the_platform_is_asked_to_come_again(desk: Served) -> None:
    with capture_logs():
        status, body, headers = await desk.ask("POST", "/slack/events", data=b"away")
    assert (status, body, headers["Retry-After"]) == (503, {"error": "service unavailable"}, "1")


async def test_a_body_over_the_limit_is_refused(desk: Served) -> None:
    assert (await desk.ask("POST", "/slack/events", data=BytesIO(b"x" * LARGEST_BODY)))[0] == 200
    assert (await desk.ask("POST", "/slack/events", data=BytesIO(b"x" * (LARGEST_BODY + 1))))[0] == 413
    assert len(BODIES) == 1


async def test_a_small_packed_body_that_swells_is_refused(desk: Served) -> None:
    packed = gzip.compress(b"0" * 50_000_000)
    assert (await desk.ask("POST", "/api/messages", data=packed, headers={"Content-Encoding": "gzip"}))[0] == 413
    assert BODIES == []


async def test_a_body_that_never_ends_is_cut(desk: Served) -> None:
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    answered = await desk.raw(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 20)
    assert answered.startswith(b"HTTP/1.1 413")


async def test_a_slow_body_is_cut() -> None:
    async with Served(slowest_body=0.05) as desk:
        answered = await desk.raw(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx")
    assert answered.startswith(b"HTTP/1.1 408")
    assert b"Connection: close" in answered
    assert BODIES == []


@pytest.mark.parametrize(
    "broken",
    [
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: " + b"y" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"y" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_a_bad_request(desk: Served, broken: bytes) -> None:
    answered = await desk.raw(broken)
    assert answered.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert b"Traceback" not in answered


async def test_metrics_count_answers_by_route_and_status_and_carry_the_figures() -> None:
    async def figures() -> Iterable[Figure]:
        return [
            Figure("sahayak_deliveries", "Deliveries by state.", 3, {"state": "waiting"}),
            Figure("sahayak_deliveries", "Deliveries by state.", 1, {"state": "dead"}),
        ]

    async with Served(figures=figures) as desk:
        await desk.ask("POST", "/slack/events", data=b"x")
        await desk.ask("POST", "/slack/events", data=b"bug")
        for stranger in range(3):
            await desk.ask("GET", f"/guess/{stranger}")
        status, text, headers = await desk.ask("GET", "/metrics")
    assert status == 200
    assert headers["Content-Type"].startswith("text/plain")
    lines = text.splitlines()
    assert 'sahayak_http_requests_total{method="POST",route="/slack/events",status="200"} 1.0' in lines
    assert 'sahayak_http_requests_total{method="POST",route="/slack/events",status="500"} 1.0' in lines
    assert 'sahayak_http_requests_total{method="GET",route="unknown",status="404"} 3.0' in lines
    assert 'sahayak_http_request_seconds_count{route="/slack/events"} 2.0' in lines
    assert 'sahayak_deliveries{state="waiting"} 3.0' in lines
    assert 'sahayak_deliveries{state="dead"} 1.0' in lines
    assert 'sahayak_build_info{version="9.9.9"} 1.0' in lines


@pytest.mark.parametrize("name", ["rebound.example", "127.0.0.1.example", "localhost.example:3000"])
async def test_metrics_are_not_for_a_page_whose_name_leads_here(desk: Served, name: str) -> None:
    assert (await desk.ask("GET", "/metrics", headers={"Host": name}))[0] == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
async def test_metrics_through_a_proxy_are_not_local(desk: Served, header: str) -> None:
    assert (await desk.ask("GET", "/metrics", headers={header: "127.0.0.1"}))[0] == 404


@pytest.mark.parametrize(
    ("given", "status"), [("Bearer right", 200), ("Bearer wrong", 404), ("Bearer ", 404), ("Basic right", 404)]
)
async def test_metrics_with_a_token_may_be_read_from_elsewhere(given: str, status: int) -> None:
    async with Served(metrics_token="right") as desk:
        assert (await desk.ask("GET", "/metrics", headers={"Authorization": given, "X-Forwarded-For": "1.2.3.4"}))[0] == status


async def test_without_a_token_no_token_opens_the_metrics(desk: Served) -> None:
    for given in ("Bearer ", "Bearer None", "Bearer x"):
        assert (await desk.ask("GET", "/metrics", headers={"Authorization": given, "X-Forwarded-For": "1.2.3.4"}))[0] == 404


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n"])
async def test_a_request_without_one_host_is_refused_with_one_quiet_line(hosts: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with Served() as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(b"GET /healthz HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
        answered = await reader.read()
        writer.close()
    assert answered.split(b" ", 2)[1] == b"400"
    assert b"'Host' header" in answered
    (line,) = [record for record in caplog.records if record.name == "aiohttp.server"]
    assert (line.levelname, line.exc_info) == ("INFO", None)
