"""A tiny program behind a Slack app: keeps what it is sent, answers what a test says, calls the Web API."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from integrations.sandbox.slack import SlackWorkspace

Deed = dict[str, Any]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class MovedClock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class Program:
    """`deeds` are the payloads it got (an event's envelope, an interaction, a command), `answers` what it says to each kind."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.headers: list[dict[str, str]] = []
        self.answers: dict[str, Callable[[Deed], Awaitable[web.Response] | web.Response]] = {}
        self.forged = 0
        self.workspace: SlackWorkspace
        self.http: aiohttp.ClientSession

    def of(self, kind: str) -> list[Deed]:
        """The deeds of one kind: "block_actions", "command", or an event's type."""
        return [deed for deed in self.deeds if kind_of(deed) == kind]

    def events(self, kind: str) -> list[Deed]:
        return [deed["event"] for deed in self.of(kind)]

    async def receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if not self.genuine(request, raw):
            self.forged += 1
            return web.Response(status=401)
        deed = parsed(request.content_type, raw)
        self.deeds.append(deed)
        self.headers.append(dict(request.headers))
        answer = self.answers.get(kind_of(deed))
        if answer is None:
            return web.Response()
        made = answer(deed)
        return made if isinstance(made, web.Response) else await made

    def genuine(self, request: web.Request, raw: bytes) -> bool:
        stamp = request.headers["X-Slack-Request-Timestamp"]
        secret = self.workspace.signing_secret.encode()
        expected = "v0=" + hmac.new(secret, f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), request.headers["X-Slack-Signature"].encode())

    async def calls(self, method: str, bearer: str | None = None, form: bool = False, **arguments: Any) -> dict[str, Any]:
        """Call the Web API as this app; the body that came back."""
        response = await self.asks(method, bearer, form, arguments)
        body: dict[str, Any] = await response.json()
        return body

    async def asks(self, method: str, bearer: str | None, form: bool, arguments: Deed) -> aiohttp.ClientResponse:
        bearer = self.workspace.bot_token if bearer is None else bearer
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        body: dict[str, Any] = {"data": arguments} if form else {"json": arguments}
        return await self.http.post(self.workspace.api_url + method, headers=headers, **body)

    async def says(self, channel: str, text: str = "", **more: Any) -> str:
        """Post; the message's ts."""
        body = await self.calls("chat.postMessage", channel=channel, text=text, **more)
        assert body["ok"], body
        return str(body["ts"])


def kind_of(deed: Deed) -> str:
    if deed.get("type") == "event_callback":
        return str(deed["event"]["type"])
    return str(deed.get("type") or "command")


def parsed(content_type: str, raw: bytes) -> Deed:
    if content_type == "application/json":
        body: Deed = json.loads(raw)
        return body
    fields = {name: values[0] for name, values in parse_qs(raw.decode(), keep_blank_values=True).items()}
    return json.loads(fields["payload"]) if "payload" in fields else fields


def button(label: str, value: str = "v", **more: Any) -> Deed:
    return {"type": "button", "action_id": label.lower(), "value": value, "text": {"type": "plain_text", "text": label}, **more}


def option(label: str) -> Deed:
    return {"text": {"type": "plain_text", "text": label}, "value": label.lower()}


def menu(*labels: str, placeholder: str = "More…") -> Deed:
    return {"type": "static_select", "action_id": "more", "options": [option(label) for label in labels],
            "placeholder": {"type": "plain_text", "text": placeholder}}  # fmt: skip


def section(text: str, **more: Any) -> Deed:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def entry(block_id: str, label: str, element: Deed | None = None, **more: Any) -> Deed:
    element = element or {"type": "plain_text_input", "action_id": "value"}
    return {"type": "input", "block_id": block_id, "label": {"type": "plain_text", "text": label}, "element": element, **more}


def modal(*blocks: Deed, title: str = "New ticket", **more: Any) -> Deed:
    words = {"title": title, "submit": "Create ticket", "close": "Cancel"}
    return {"type": "modal", "blocks": list(blocks), **{k: {"type": "plain_text", "text": v} for k, v in words.items()}, **more}


def as_json(body: Any, status: int = 200) -> Callable[[Deed], web.Response]:
    """An answer that is always the same."""
    return lambda _deed: web.json_response(body, status=status)


def failing(times: int, status: int = 500, headers: dict[str, str] | None = None) -> Callable[[Deed], web.Response]:
    """An answer that fails so often, then is fine."""
    left = [times]

    def answer(_deed: Deed) -> web.Response:
        left[0] -= 1
        return web.Response(status=status, headers=headers) if left[0] >= 0 else web.Response()

    return answer
