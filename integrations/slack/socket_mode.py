"""Socket Mode: the same payloads over a connection that we open, where no public address exists.

The connection is authenticated by the app token, so there is no signature (docs.slack.dev/apis/events-api/using-socket-mode).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from integrations.slack.ingress import cleaned

Take = Callable[[dict[str, Any]], Awaitable[BoltResponse]]

_log = structlog.get_logger()


class Socket:
    """Hands every envelope to `take`, and acknowledges only what was taken: Slack repeats the rest."""

    def __init__(self, app_token: str, api_url: str, take: Take) -> None:
        self._app_token = app_token
        self._api_url = api_url
        self._take = take
        self._client: SocketModeClient | None = None

    async def run(self) -> None:
        """Connect, however long that takes; the client stays connected by itself from then on."""
        logger = logging.getLogger("integrations.slack.socket")
        logger.setLevel(logging.CRITICAL)  # the library's own lines hold addresses with tickets in them
        web = AsyncWebClient(base_url=self._api_url, logger=logger)
        self._client = SocketModeClient(app_token=self._app_token, web_client=web, logger=logger)
        self._client.socket_mode_request_listeners.append(self._on_request)
        await self._client.connect()  # type: ignore[no-untyped-call]
        _log.info("slack.socket_open")

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]

    async def _on_request(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        response = await self._take(cleaned(request.payload))
        if response.status != 200:
            _log.warning("slack.socket_not_taken", kind=request.type, status=response.status)
            return
        answer = json.loads(response.body) if response.body else None
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=answer))
