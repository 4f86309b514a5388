"""The door: raw bytes come in, and only what Slack signed for us, small, whole and readable goes on.

Nothing of a refused body is looked at or logged, and nothing that somebody without the secret sends leads to a 5xx.
Source of the signature: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from aiohttp import web

from integrations.slack.cut import clean

MAX_BYTES = 1024 * 1024
"""A view has at most 250 kB of JSON; in a form field that is up to three times as long."""

MAX_DEPTH = 64
MAX_FIELDS = 100
MAX_CHALLENGE = 256
WINDOW = 300.0
READ_SECONDS = 10.0

_STAMP = re.compile(r"[0-9]{1,12}")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

Payload = dict[str, Any]


class Refused(Exception):
    """Turned away with this HTTP status; `why` is for the log and holds nothing of the request."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


async def admit(request: web.Request, secret: str, now: datetime) -> Payload:
    """The payload of a request that Slack signed. Raises Refused (400, 401, 405, 408, 413)."""
    if request.method != "POST":
        raise Refused(405, "method")
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refused(413, "encoded")
    raw = await _read(request)
    stamps, signatures = (request.headers.getall(name, []) for name in ("X-Slack-Request-Timestamp", "X-Slack-Signature"))
    verify(secret, stamps, signatures, raw, now)
    return parse(raw, request.content_type)


def verify(secret: str, stamps: list[str], signatures: list[str], raw: bytes, now: datetime) -> None:
    """Refused(401) unless there is exactly one signature, it fits these very bytes, and is at most five minutes old."""
    if len(stamps) != 1 or len(signatures) != 1 or not _STAMP.fullmatch(stamps[0]):
        raise Refused(401, "headers")
    expected = sign(secret, stamps[0], raw)
    if not hmac.compare_digest(expected.encode(), signatures[0].encode("utf-8", "surrogateescape")):
        raise Refused(401, "signature")
    if abs(now.timestamp() - int(stamps[0])) > WINDOW:
        raise Refused(401, "age")


def sign(secret: str, stamp: str, raw: bytes) -> str:
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()


def parse(raw: bytes, content_type: str) -> Payload:
    """The signed bytes as a payload: JSON, or a form that is one itself (a command) or holds one. Raises Refused(400)."""
    try:
        if content_type == _JSON:
            return _payload(raw)
        if content_type == _FORM:
            return _form(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "unreadable") from error
    raise Refused(400, "content type")


async def _read(request: web.Request) -> bytes:
    """The body, never more of it in memory than is allowed, never waited for longer than a moment."""
    if (request.content_length or 0) > MAX_BYTES:
        raise Refused(413, "length")
    try:
        async with asyncio.timeout(READ_SECONDS):
            raw = await request.read()  # kept by aiohttp, so whoever reads before or after us has it too
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused(413, "length") from error
    except TimeoutError as error:
        raise Refused(408, "slow") from error
    if len(raw) > MAX_BYTES:
        raise Refused(413, "length")
    return raw


def _form(raw: bytes) -> Payload:
    pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    fields = _once(pairs)
    if "payload" in fields:
        return _payload(fields["payload"].encode())
    return {clean(name): clean(value) for name, value in fields.items()}


def _payload(raw: bytes) -> Payload:
    _check_depth(raw)
    payload = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    if not isinstance(payload, dict):
        raise ValueError("no object")
    return {clean(name): cleaned(value) for name, value in payload.items()}


def _once(pairs: list[tuple[str, Any]]) -> Payload:
    """Two readers could each see another one of two values by the same name."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _check_depth(raw: bytes) -> None:
    """Before the parser, which recurses: a text of brackets alone would exhaust it."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for found in _BRACKETS.finditer(raw):
        mark = found.group()[:1]
        depth += (mark in b"[{") - (mark in b"]}")
        if depth > MAX_DEPTH:
            raise ValueError("too deep")


def cleaned(node: Any) -> Any:
    """Every text without what no database takes (NUL, halves of surrogate pairs)."""
    if isinstance(node, str):
        return clean(node)
    if isinstance(node, dict):
        return {clean(name): cleaned(value) for name, value in node.items()}
    return [cleaned(value) for value in node] if isinstance(node, list) else node
