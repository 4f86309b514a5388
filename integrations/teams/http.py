"""One pooled HTTP client for everything this edge asks of Microsoft, made when it is first needed."""

from __future__ import annotations

import json
from functools import partial

import aiohttp

POOL = 50
"""Connections kept open; a tenant takes about 30 requests a second (Microsoft, "Optimize your bot with rate limiting")."""


class Pool:
    """Lends one session. One that was handed in is never closed here."""

    def __init__(self, session: aiohttp.ClientSession | None = None) -> None:
        self._lent = session
        self._own: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._lent is not None:
            return self._lent
        if self._own is None or self._own.closed:
            self._own = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=POOL),
                cookie_jar=aiohttp.DummyCookieJar(),
                json_serialize=partial(json.dumps, ensure_ascii=False),
            )
        return self._own

    async def close(self) -> None:
        if self._own is not None:
            await self._own.close()
            self._own = None
