"""The Web API over HTTP: who calls, with which scope, under which fault; every refusal is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from integrations.sandbox.faults import Fault, Kind, answered
from integrations.sandbox.slack import chat_methods, conversation_methods, file_methods, other_methods
from integrations.sandbox.slack.arguments import Arguments
from integrations.sandbox.slack.model import Exchange, Json, Refused

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

METHODS: dict[str, Callable[[SlackWorkspace, Arguments], Json]] = {
    **chat_methods.METHODS, **conversation_methods.METHODS, **other_methods.METHODS,
    **file_methods.METHODS,
}  # fmt: skip
SCOPE = {
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write", "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write", "files.completeUploadExternal": "files:write",
    "files.info": "files:read", "files.delete": "files:write",
    "users.info": "users:read", "users.lookupByEmail": "users:read.email", "bots.info": "users:read",
    "reactions.add": "reactions:write", "reactions.remove": "reactions:write", "reactions.get": "reactions:read",
}  # fmt: skip
"""What else a method needs depends on the place it is about."""


class RateLimited(Refused):
    """429: wait `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class Api:
    def __init__(self, ws: SlackWorkspace) -> None:
        self._ws = ws

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """POST or GET /api/<method>."""
        method = request.match_info["method"]
        fault = self._ws.faults.take(method)
        if fault is not None:
            self._ws.traffic.append(Exchange(self._ws.world.clock(), "slack", method, {}, fault.status, f"fault: {fault.kind}"))
        return await answered(fault, request, lambda: self._call(request, method), broken)

    async def _call(self, request: web.Request, method: str) -> web.StreamResponse:
        shown: Json = {}
        try:
            args = await Arguments.of(request, method)
            shown = args.values
            self._admit(method, args)
            body: Json = {"ok": True, **METHODS[method](self._ws, args)}
            return self._answer(method, shown, body)
        except Refused as no:
            self._ws.refuse(method, no)
            waits = {"Retry-After": str(no.seconds)} if isinstance(no, RateLimited) else {}
            return self._answer(method, shown, refusal(no), 429 if waits else 200, waits)

    def _admit(self, method: str, args: Arguments) -> None:
        if method not in METHODS:
            raise Refused("unknown_method", req_method=method)
        if not args.token:
            raise Refused("not_authed")
        if args.token != self._ws.bot_token:
            raise Refused("invalid_auth")
        if self._ws.revoked:
            raise Refused(self._ws.revoked)
        if method in SCOPE:
            self._ws.require(SCOPE[method])

    def _answer(
        self, method: str, shown: Json, body: Json, status: int = 200, more: dict[str, str] | None = None
    ) -> web.Response:
        world = self._ws.world
        self._ws.traffic.append(Exchange(world.clock(), "slack", method, shown, status, body))
        headers = {"x-oauth-scopes": ",".join(sorted(world.scopes)), "x-slack-req-id": world.new_id("r"), **(more or {})}
        if method in SCOPE:
            headers["x-accepted-oauth-scopes"] = SCOPE[method]
        return web.json_response(body, status=status, headers=headers)


def refusal(no: Refused) -> Json:
    """The body of an error answer."""
    body: Json = {"ok": False, "error": no.code, **no.extra}
    if no.reasons:
        body["response_metadata"] = {"messages": [f"[ERROR] {reason}" for reason in no.reasons]}
    return body


def broken(fault: Fault) -> web.StreamResponse:
    """A fault that was asked for, as Slack would show it."""
    if fault.kind is Kind.RATE_LIMITED:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": f"{fault.seconds:g}"})
    if fault.kind is Kind.REFUSED:
        return web.json_response({"ok": False, "error": fault.code}, status=fault.status or 200)
    return web.Response(status=fault.status, text="upstream connect error")
