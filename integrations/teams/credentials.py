"""Our token for the Bot Connector: OAuth 2.0 client credentials, one request at a time, kept until shortly before it ends."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime, timedelta

import aiohttp
import structlog

from app.addresses import checked_url
from app.errors import ConfigurationError
from app.ports import Clock, RateLimited, Unauthorized, Unreachable
from integrations.teams.activity import object_of, text_of
from integrations.teams.errors import retry_after
from integrations.teams.http import Pool

SCOPE = "https://api.botframework.com/.default"
EARLY = timedelta(minutes=5)
"""A token is renewed this long before it ends."""
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)

_CODE = re.compile(r"[a-z_]{1,60}")
_log = structlog.get_logger()


class Credentials:
    """learn.microsoft.com, "Authentication with the Bot Connector API", bot to connector, single tenant."""

    def __init__(self, pool: Pool, login_url: str, tenant_id: str, app_id: str, app_password: str, clock: Clock) -> None:
        try:
            self._url = f"{checked_url(login_url).rstrip('/')}/{tenant_id}/oauth2/v2.0/token"
        except ValueError as error:
            raise ConfigurationError(f"TEAMS_LOGIN_URL {error}.") from None
        self._pool = pool
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": app_password,
            "scope": SCOPE,
        }
        self._clock = clock
        self._token = ""
        self._until: datetime | None = None
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """A token that is good for some minutes. Raises Unauthorized, RateLimited or Unreachable."""
        async with self._lock:
            if self._until is None or self._clock() >= self._until:
                await self._fetch()
            return self._token

    def drop(self, token: str) -> None:
        """It was refused: the next caller gets a new one, unless somebody has it already."""
        if token == self._token:
            self._until = None

    async def _fetch(self) -> None:
        try:
            async with self._pool.session.post(self._url, data=self._form, timeout=TIMEOUT, allow_redirects=False) as response:
                status, headers, body = response.status, response.headers, await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(f"login_{type(error).__name__}") from None
        answer = _object(body)
        if status == 429:
            raise RateLimited("login_throttled", retry_after(headers))
        if status >= 500:
            raise Unreachable(f"login_http_{status}")
        if status != 200 or not text_of(answer, "access_token"):
            raise Unauthorized(_refusal(answer, status))
        self._token = text_of(answer, "access_token")
        lasts = max(timedelta(seconds=_seconds(answer.get("expires_in"))) - EARLY, timedelta(seconds=30))
        self._until = self._clock() + lasts
        _log.info("teams.token_fetched", lasts_seconds=int(lasts.total_seconds()))


def _object(body: bytes) -> dict[str, object]:
    try:
        return dict(object_of(json.loads(body)))
    except (ValueError, RecursionError):
        return {}


def _refusal(answer: dict[str, object], status: int) -> str:
    """OAuth's own error word; the description may quote the request."""
    code = text_of(answer, "error")
    return f"login_{code}" if _CODE.fullmatch(code) else f"login_http_{status}"


def _seconds(value: object) -> int:
    return int(str(value)) if re.fullmatch(r"[0-9]{1,7}", str(value)) else 3600
