"""What stands between the network and every route: time for a body, errors that tell strangers nothing, one count a request."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from app.errors import ConfigurationError, Stale
from integrations.metrics import Metrics

log = structlog.get_logger("sahayak.http")

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]

SLOWEST_BODY = 10.0
"""Seconds. Both platforms give up after 3 to 15 s themselves."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Server": "sahayak",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def measured(metrics: Metrics) -> Middleware:
    """Counts each answer under its route; paths nobody serves share one name, so that strangers cannot fill the memory."""

    @web.middleware
    async def measure(request: web.Request, handler: Next) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        start = loop.time()
        response = await handler(request)
        metrics.answered(_route(request), _method(request), response.status, loop.time() - start)
        return response

    return measure


@web.middleware
async def protected(request: web.Request, handler: Next) -> web.StreamResponse:
    """Every error is a short JSON: 503 while the database is away, 500 for a bug, which is logged under the id that is told."""
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        response = _refused(refusal)
    except (ConfigurationError, Stale) as error:
        log.warning("http.unavailable", route=_route(request), kind=type(error).__name__)
        response = web.json_response({"error": "service unavailable"}, status=503, headers={"Retry-After": "1"})
    except Exception as error:
        request_id = secrets.token_hex(6)
        log.exception("http.failed", request=request_id, route=_route(request), kind=type(error).__name__)
        response = web.json_response({"error": "internal error", "request": request_id}, status=500)
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def in_time(slowest_body: float) -> Middleware:
    """Reads the body before the route sees the request: 408 when it comes too slowly, 413 when it is too large."""

    @web.middleware
    async def read_first(request: web.Request, handler: Next) -> web.StreamResponse:
        if request.match_info.http_exception is None and request.can_read_body:
            try:
                async with asyncio.timeout(slowest_body):
                    await request.read()
            except TimeoutError:
                raise web.HTTPRequestTimeout from None
            except (web.RequestPayloadError, ConnectionError):
                raise web.HTTPBadRequest from None
        return await handler(request)

    return read_first


def _refused(refusal: web.HTTPException) -> web.Response:
    """The status and its standard words; 405 keeps Allow, and a connection whose body was not read to its end is closed."""
    response = web.json_response({"error": refusal.reason.lower()}, status=refusal.status)
    for name in (hdrs.ALLOW, hdrs.RETRY_AFTER, hdrs.LOCATION):
        if name in refusal.headers:
            response.headers[name] = refusal.headers[name]
    if refusal.status in (408, 413):
        response.force_close()
    return response


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"


def _method(request: web.Request) -> str:
    return request.method if request.method in hdrs.METH_ALL else "other"
