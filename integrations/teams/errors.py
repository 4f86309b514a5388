"""What the Bot Connector says no with, as the six kinds the core knows.

Statuses and codes: learn.microsoft.com, "Send proactive messages" and "Optimize your bot with rate limiting in Teams".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import aiohttp

from app.ports import ChannelError, Forbidden, Gone, RateLimited, Rejected, Unauthorized, Unreachable
from integrations.teams.activity import object_of, text_of

DEFAULT_WAIT = 5.0
"""Seconds to wait where a 429 does not say how long."""
LONGEST_WAIT = 3600.0

_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")
_CODE = re.compile(r"[\w.-]{1,80}")


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> ChannelError:
    """The kind of a status of 400 and above. Any 403 means that we may not post there: its reason is often missing."""
    code = code_of(body) or f"http_{status}"
    if status == 429:
        return RateLimited(code, retry_after(headers))
    if status == 412:
        return RateLimited(code, DEFAULT_WAIT)
    if status == 401:
        return Unauthorized(code)
    if status == 403:
        return Forbidden(code)
    if status in (404, 410):
        return Gone(code)
    if status == 408 or status >= 500:
        return Unreachable(code, maybe_arrived=status != 503)
    return Rejected(code)


def unreached(error: Exception) -> Unreachable:
    """No answer. Where not even a connection was made, nothing can have arrived."""
    never_sent = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL)
    return Unreachable(type(error).__name__, maybe_arrived=not never_sent)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds out of `Retry-After`; a date there (which Microsoft does not send) counts as none."""
    value = headers.get("Retry-After", "").strip()
    return min(float(value), LONGEST_WAIT) if _SECONDS.fullmatch(value) else DEFAULT_WAIT


def code_of(body: bytes) -> str:
    """Microsoft's own word in `{"error": {"code": …}}`, never the message, which may quote what we sent."""
    try:
        error = object_of(json.loads(body[:10_000]), "error")
    except (ValueError, RecursionError):
        return ""
    code = text_of(error, "subCode") or text_of(object_of(error, "innerHttpError"), "code") or text_of(error, "code")
    return code if _CODE.fullmatch(code) else ""
