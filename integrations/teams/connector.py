"""The Bot Connector's REST API over our own connections.

The library's client opens a connection for each call, asks for a token each time and never repeats a refused one.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from app.ports import RateLimited, Rejected, Unauthorized, Unreachable
from integrations.teams.activity import object_of
from integrations.teams.credentials import Credentials
from integrations.teams.errors import refusal, unreached
from integrations.teams.hosts import PUBLIC, AllowedHosts, may_take_files
from integrations.teams.http import Pool

TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
UPLOAD = aiohttp.ClientTimeout(total=60, connect=5)

_HAS_IT = frozenset({404, 409, 410, 416})
"""What an upload session says that is over, or has these bytes already."""

Json = Mapping[str, Any]


class Connector:
    """Raises ChannelErrors and nothing else. A token goes to allowed hosts only, whatever the database says."""

    def __init__(self, pool: Pool, credentials: Credentials, hosts: AllowedHosts) -> None:
        self._pool = pool
        self._credentials = credentials
        self._hosts = hosts

    def base(self, service_url: str) -> str:
        """The tenant's latest verified address, before the first one the public cloud's."""
        url = service_url or PUBLIC
        if not self._hosts.allow(url):
            raise Unreachable("service_host_not_allowed" if service_url else "service_url_unknown")
        return url.rstrip("/")

    async def call(self, method: str, service_url: str, path: str, body: Json | None = None) -> Json:
        """The answer's object. A token that is refused is renewed once."""
        url = self.base(service_url) + path
        data = _encoded(body)
        try:
            return await self._once(method, url, data)
        except Unauthorized:
            return await self._once(method, url, data)

    async def store(self, url: str, address: str, content: bytes | AsyncIterator[bytes], size: int, *, maybe_there: bool) -> None:
        """The `size` bytes of a file to the upload session that a person's consent opened; `address` is where they will find it.

        No token goes there: whoever knows the session may write to it.

        A session that has everything is gone, so after an uncertain try a missing one means that the file is there
        (learn.microsoft.com, "driveItem: createUploadSession").
        """
        if not (may_take_files(self._hosts, url) and may_take_files(self._hosts, address)):
            raise Rejected("upload_host_not_allowed")
        headers = {
            "Content-Range": f"bytes 0-{size - 1}/{size}",
            "Content-Type": "application/octet-stream",
            "Content-Length": str(size),
        }
        try:
            async with self._pool.session.put(
                URL(url, encoded=True), data=content, headers=headers, timeout=UPLOAD, allow_redirects=False, middlewares=(_once,)
            ) as response:
                status, answered = response.status, response.headers
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(type(error).__name__, maybe_arrived=True) from None
        if status in (200, 201) or (maybe_there and status in _HAS_IT):
            return
        if status >= 500:
            raise Unreachable(f"upload_{status}", maybe_arrived=True)
        kind = refusal(status, answered, b"")
        raise kind if isinstance(kind, RateLimited | Unreachable) else Rejected(f"upload_{status}")

    @asynccontextmanager
    async def reading(self, url: str, limit: aiohttp.ClientTimeout, *, token: bool) -> AsyncIterator[aiohttp.ClientResponse]:
        """GET of an address that is known to be allowed; where it leads to is not followed."""
        held = await self._credentials.token() if token else ""
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {held}"} if held else {})}
        try:
            async with self._pool.session.get(
                URL(url, encoded=True), headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                if response.status == 401 and held:
                    self._credentials.drop(held)
                yield response
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise unreached(error) from None

    async def _once(self, method: str, url: str, data: bytes | None) -> Json:
        token = await self._credentials.token()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        try:
            async with self._pool.session.request(
                method, URL(url, encoded=True), data=data, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                status, answered, answer = response.status, response.headers, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise unreached(error) from None
        if status == 401:
            self._credentials.drop(token)
        if status >= 300:
            raise refusal(status, answered, answer)
        return _decoded(answer)


def conversation_path(conversation: str, *rest: str) -> str:
    """`/v3/conversations/{id}/…` with every part quoted whole: ids hold colons, semicolons and at signs."""
    return "/".join(("/v3/conversations", *(quote(part, safe="") for part in (conversation, *rest))))


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """The client sends a PUT that was cut off again by itself: a second time must be known to be one."""
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise Unreachable(type(error).__name__, maybe_arrived=True) from None


def _encoded(body: Json | None) -> bytes | None:
    if body is None:
        return None
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except (TypeError, ValueError):
        raise Rejected("not_json") from None


def _decoded(answer: bytes) -> Json:
    """Some answers are empty, and some calls answer with a list: nobody needs those."""
    try:
        return object_of(json.loads(answer)) if answer else {}
    except (ValueError, RecursionError):
        return {}
