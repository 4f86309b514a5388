"""Slack's Web API over one pooled session: one attempt per call, and no answer but the facts or a ChannelError.

Retrying is the outbox's business, so there are no retries of its own here.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from yarl import URL

from app.ports import Rejected, Unreachable
from integrations.slack.errors import error_for, error_for_status

TIMEOUT = 10.0
UPLOAD = 30.0
POOL = 50
ANSWER = 4 * 1024 * 1024

READING = frozenset({
    "bots.info", "conversations.history", "conversations.info", "conversations.replies", "files.getUploadURLExternal",
    "files.info", "users.info",
})  # fmt: skip
"""Methods that take no JSON body (docs.slack.dev/apis/web-api, "POST bodies")."""


class SlackApi:
    """Without a `session` it makes its own on `open` and closes it on `close`."""

    def __init__(self, api_url: str, token: str, session: aiohttp.ClientSession | None = None) -> None:
        self._session = session
        self._own: aiohttp.ClientSession | None = None
        self._url = api_url.rstrip("/") + "/"
        self._authorization = {"Authorization": f"Bearer {token}"}

    @property
    def url(self) -> str:
        return self._url

    def open(self) -> None:
        if self._session is None:
            self._session = self._own = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=POOL))

    async def close(self) -> None:
        if self._own is not None:
            await self._own.close()
        self._session = None if self._own else self._session
        self._own = None

    async def call(self, method: str, seconds: float = TIMEOUT, **facts: Any) -> dict[str, Any]:
        """The body of the answer where it is ok. `seconds` is the longest it may take. Raises ChannelErrors and nothing else."""
        body, _ = await self.ask(method, seconds, **facts)
        return body

    async def ask(self, method: str, seconds: float = TIMEOUT, **facts: Any) -> tuple[dict[str, Any], Mapping[str, str]]:
        """The same with the headers of the answer."""
        try:
            return await self._ask(method, aiohttp.ClientTimeout(total=seconds), facts)
        except aiohttp.ClientConnectorError as error:
            raise Unreachable("no_connection") from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable(type(error).__name__, maybe_arrived=method not in READING) from error

    @asynccontextmanager
    async def reading(self, address: str, limit: aiohttp.ClientTimeout) -> AsyncIterator[aiohttp.ClientResponse]:
        """GET with the token, of an address that is known to be Slack's own; where it leads to is not followed."""
        if self._session is None:
            raise Unreachable("not_started")
        try:
            async with self._session.get(
                URL(address, encoded=True),
                headers={**self._authorization, "Accept-Encoding": "identity"},
                timeout=limit,
                allow_redirects=False,
            ) as response:
                yield response
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable(type(error).__name__) from error

    async def respond(self, address: str, seconds: float, **facts: Any) -> None:
        """An answer to what somebody did, at the address that Slack gave for it, which takes no token and lives half an hour
        (docs.slack.dev/interactivity/handling-user-interaction, "Message responses").
        """
        if self._session is None:
            raise Unreachable("not_started")
        limit = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.post(address, json=facts, timeout=limit, allow_redirects=False) as response:
                if response.status != 200:
                    raise error_for_status(response.status, response.headers.get("Retry-After", ""))
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable(type(error).__name__, maybe_arrived=True) from error

    async def upload(self, address: str, content: bytes | AsyncIterator[bytes], length: int, media_type: str) -> None:
        """The bytes of a file to the address that Slack gave for them, which takes no token and shares nothing yet."""
        if self._session is None:
            raise Unreachable("not_started")
        limit, headers = aiohttp.ClientTimeout(total=UPLOAD), {"Content-Type": media_type, "Content-Length": str(length)}
        try:
            async with self._session.post(
                address, data=content, headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise error_for_status(response.status, response.headers.get("Retry-After", ""))
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable(type(error).__name__) from error

    async def _ask(
        self, method: str, limit: aiohttp.ClientTimeout, facts: Mapping[str, Any]
    ) -> tuple[dict[str, Any], Mapping[str, str]]:
        if self._session is None:
            raise Unreachable("not_started")
        given = {name: value for name, value in facts.items() if value is not None}
        verb, extra = ("GET", {"params": _query(given)}) if method in READING else ("POST", {"json": given})
        async with self._session.request(
            verb, self._url + method, headers=self._authorization, timeout=limit, allow_redirects=False, **extra
        ) as response:
            retry_after = response.headers.get("Retry-After", "")
            if response.status != 200:
                raise error_for_status(response.status, retry_after)
            return _answer(await _read(response), retry_after), response.headers


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > ANSWER:
            raise Rejected("answer_too_long")
    return bytes(raw)


def _answer(raw: bytes, retry_after: str) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unreachable("no_json", maybe_arrived=True) from error
    if not isinstance(body, dict):
        raise Unreachable("no_json", maybe_arrived=True)
    if body.get("ok") is not True:
        raise error_for(str(body.get("error", "unknown"))[:100], retry_after)
    return body


def _query(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in facts.items()}
