"""The web part: which address leads to which edge, with limits before them and nothing told to strangers after them."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from integrations.malformed import hushed
from integrations.metrics import CONTENT_TYPE, Figure, Metrics
from integrations.safety import SLOWEST_BODY, in_time, measured, protected

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ready = Callable[[], Awaitable[tuple[bool, Mapping[str, Any]]]]
Figures = Callable[[], Awaitable[Iterable[Figure]]]

LARGEST_BODY = 1024 * 1024
"""Bytes. Slack and Teams send some kilobytes; a Teams activity stays under 100 KB."""


async def _no_figures() -> Iterable[Figure]:
    return ()


@dataclass(frozen=True)
class Surface:
    """What `application` answers with, beside the two platforms."""

    ready: Ready
    version: str
    metrics: Metrics
    metrics_token: str = ""
    figures: Figures = field(default=_no_figures)

    async def healthz(self, _request: web.Request) -> web.Response:
        """The process lives; nothing else is asked."""
        return web.json_response({"status": "ok"})

    async def readyz(self, _request: web.Request) -> web.Response:
        ok, details = await self.ready()
        return web.json_response({"ready": ok, **details}, status=200 if ok else 503)

    async def show_version(self, _request: web.Request) -> web.Response:
        return web.json_response({"name": "sahayak", "version": self.version})

    async def show_metrics(self, request: web.Request) -> web.Response:
        """404 to whoever may not read them, so that they do not seem to be there."""
        if not _may_read_metrics(request, self.metrics_token):
            raise web.HTTPNotFound
        return web.Response(body=self.metrics.render(await self.figures()), headers={"Content-Type": CONTENT_TYPE})


def application(
    *,
    slack: Handler | None,
    teams: Handler | None,
    ready: Ready,
    version: str,
    metrics_token: str = "",
    figures: Figures = _no_figures,
    slowest_body: float = SLOWEST_BODY,
    files: Handler | None = None,
) -> web.Application:
    """The routes of the contract. A platform that is off is not there (404); its handler reads `await request.read()` at once.

    `ready` tells (ready, details), `figures` the numbers of the moment for /metrics, `slowest_body` the seconds a body may take,
    `files` what the links to attached files open.
    """
    metrics = Metrics(version)
    surface = Surface(ready, version, metrics, metrics_token, figures)
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[measured(metrics), protected, in_time(slowest_body)])
    app.router.add_get("/healthz", surface.healthz)
    app.router.add_get("/readyz", surface.readyz)
    app.router.add_get("/version", surface.show_version)
    app.router.add_get("/metrics", surface.show_metrics)
    if files:
        app.router.add_get("/files/{id}", files)
    if slack:
        app.router.add_post("/slack/events", slack)
    if teams:
        app.router.add_post("/api/messages", teams)
    return app


def runner(app: web.Application, *, shutdown_seconds: float = 10) -> web.AppRunner:
    """`app` with the limits of the server itself: header sizes, idle connections, and no access log (it would hold addresses)."""
    hushed()
    return web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        keepalive_timeout=75,
        lingering_time=1,
        max_line_size=8190,
        max_field_size=8190,
        max_headers=100,
        shutdown_timeout=shutdown_seconds,
    )


def _may_read_metrics(request: web.Request, token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if given and token:
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and not given and _is_this_machine(request) and _is_called_so(request)


def _is_called_so(request: web.Request) -> bool:
    """A page from elsewhere could have its own name lead here: then the browser asks for that one."""
    try:
        name = request.url.host or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)


def _is_this_machine(request: web.Request) -> bool:
    peer = request.transport.get_extra_info("peername") if request.transport else None
    if not isinstance(peer, tuple):
        return peer is not None and request.transport is not None  # a Unix socket
    return _is_loopback(peer[0].partition("%")[0])


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
