"""Who may talk to the page: this machine only, under the page's own address, and with the key of this run.

A page of another site can make a browser send requests here, even under a name of its own that leads to this machine; it
neither has our address as Host nor can it read the key that stands in our page.
"""

from __future__ import annotations

import hmac
import logging

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from integrations.sandbox.page.asked import Wrong

LARGEST_BODY = 1024 * 1024
KEY = "X-Sandbox-Key"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_NAMES = ("127.0.0.1", "localhost", "[::1]")

log = logging.getLogger(__name__)


class Guard:
    """Made with the run's key; `port` is known once the page listens."""

    def __init__(self, key: str) -> None:
        self._key, self.port = key, 0

    def middleware(self) -> Middleware:
        """Every request passes here, and every answer gets its headers here."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            response = self._refused(request) or await _answered(request, handler)
            response.headers.update(HEADERS)
            return response

        return guarded

    def _refused(self, request: web.Request) -> web.Response | None:
        addresses = {f"{name}:{self.port}" for name in _NAMES}
        if request.headers.get("Host", "").lower() not in addresses:
            return problem("This page answers only under its own address on this machine.", 421)
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{address}" for address in addresses}:
            return problem("Another site cannot use this page.", 403)
        if not request.path.startswith("/api/"):
            return None
        given = request.headers.get(KEY, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._key.encode()):
            return problem("The key of this run is missing or wrong: load the page again.", 403)
        return None


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Wrong as wrong:
        return problem(str(wrong), 400)
    except web.HTTPRequestEntityTooLarge:
        return problem("The request is larger than 1 MiB.", 413)
    except web.HTTPException as error:
        return problem(f"{error.reason}.", error.status)
    except Exception:
        log.exception("the page could not answer %s", request.path)
        return problem("The sandbox could not do that; its terminal says more.", 500)


def problem(words: str, status: int) -> web.Response:
    """One sentence about what is wrong."""
    return web.json_response({"ok": False, "problem": words}, status=status)
