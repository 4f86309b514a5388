"""The door: what arrives is Microsoft's, for us, from our tenant and a person of it, before anything else looks at it.

The token proves only that the Bot Connector calls our app; the body is not signed (Microsoft, "Authentication with the Bot
Connector API"). So tenant, channel and sender are checked here, and everything about rights at the desk.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web

from app.ports import Clock
from integrations.teams.activity import KINDS, Activity, text_of
from integrations.teams.hosts import AllowedHosts
from integrations.teams.keys import SigningKeys
from integrations.teams.tokens import Unproven, proven

LARGEST = 1 << 20
"""Bytes of one request; Teams messages end at about 100 KB."""
DEEPEST = 64
"""Levels of nesting; a card's answer has less than ten."""
PATIENCE = 10.0
"""Seconds to wait for a whole body."""

_CHANNEL = "msteams"
_UNCLEAN = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_log = structlog.get_logger()


class Denied(Exception):
    """Answer with `status` and say no more. `code` is for the log: it holds nothing of the request."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Ingress:
    app_id: str
    tenant_id: str
    keys: SigningKeys
    hosts: AllowedHosts
    clock: Clock

    async def admit(self, request: web.Request) -> Activity | None:
        """The activity, or None for what is authentic but nobody's deed (a bot, an unknown kind). Raises Denied."""
        body = await _body(request)
        try:
            claims, key = await proven(request.headers.get("Authorization", ""), self.keys, self.app_id, self.clock())
        except Unproven as unproven:
            raise Denied(401, unproven.code) from None
        raw = _parsed(body)
        self._check_service(raw, claims)
        if raw.get("channelId") != _CHANNEL:
            raise Denied(403, "other_channel")
        if key.endorsements and _CHANNEL not in key.endorsements:
            raise Denied(401, "key_not_endorsed")
        activity = Activity(raw)
        self._check_tenant(activity)
        return activity if self._is_somebodys(activity) else None

    def _check_service(self, raw: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        claimed, named = claims.get("serviceurl"), raw.get("serviceUrl")
        if not isinstance(claimed, str) or not isinstance(named, str) or claimed.rstrip("/") != named.rstrip("/"):
            raise Denied(401, "service_url_differs")
        if not self.hosts.allow(named):
            raise Denied(401, "service_host_not_allowed")

    def _check_tenant(self, activity: Activity) -> None:
        """Some invokes name the tenant in only one of the two places; whatever is named must be ours."""
        named = activity.tenants
        if not named or any(tenant != self.tenant_id for tenant in named):
            raise Denied(403, "other_tenant")

    def _is_somebodys(self, activity: Activity) -> bool:
        sender = activity.sender
        own = {text_of(activity.recipient, "id"), self.app_id, f"28:{self.app_id}"}
        if not activity.actor or text_of(sender, "id") in own or text_of(sender, "role") == "bot":
            return False
        return activity.kind in KINDS


async def _body(request: web.Request) -> bytes:
    if request.content_type != "application/json" or request.headers.get("Content-Encoding", "identity") != "identity":
        raise Denied(415, "not_json")
    if (request.content_length or 0) > LARGEST:
        raise Denied(413, "too_large")
    try:
        async with asyncio.timeout(PATIENCE):
            body = await request.read()  # kept by aiohttp, so whoever reads before or after us has it too
    except web.HTTPRequestEntityTooLarge:
        raise Denied(413, "too_large") from None
    except TimeoutError:
        raise Denied(408, "too_slow") from None
    if len(body) > LARGEST:
        raise Denied(413, "too_large")
    return body


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Denied(400, "not_json") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise Denied(400, "not_an_activity")
    if body.count(b"{") + body.count(b"[") > DEEPEST and _depth(raw) > DEEPEST:
        raise Denied(400, "too_deep")
    return _clean(raw) if _UNCLEAN.search(body) else raw


def _refuse(name: str) -> None:
    raise ValueError(name)


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [inner for outer in level for inner in _inside(outer)]
    return depth


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _clean(value: Any) -> Any:
    """The same without NUL and half surrogates, which no database keeps."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    return value
