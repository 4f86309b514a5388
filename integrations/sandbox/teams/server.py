"""The tenant's HTTP side: login, signing keys and Bot Connector on one loopback port, each request recorded."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeGuard

from aiohttp import web

from integrations.sandbox.faults import Fault, Kind, answered
from integrations.sandbox.teams import attached
from integrations.sandbox.teams.connector import Connector
from integrations.sandbox.teams.files import take_bytes
from integrations.sandbox.teams.records import ConnectorError, Exchange, Json, Refusal

if TYPE_CHECKING:
    from integrations.sandbox.teams.tenant import TeamsTenant

_LARGEST_BODY = 4 * 1024 * 1024
_STATUS = {
    "BotNotInConversationRoster": 403,
    "MessageWritesBlocked": 403,
    "ConversationNotFound": 404,
    "MessageSizeTooBig": 413,
    "Unauthorized": 401,
}

Act = Callable[[web.Request, Json], tuple[int, Any]]


class Server:
    """Faults meet an operation by its path or its name: "token", "openid", "keys", "conversations.create", "activities.post",
    "activities.update", "activities.delete", "members.list", "members.get", "attachments.get", "files.upload",
    "files.download"."""

    def __init__(self, tenant: TeamsTenant) -> None:
        self._tenant, self._connector = tenant, Connector(tenant)

    def application(self) -> web.Application:
        app = web.Application(client_max_size=_LARGEST_BODY)
        identity = self._tenant.identity
        app.router.add_get(
            "/v1/.well-known/openidconfiguration", self._plain("openid", lambda: identity.metadata(self._tenant.base_url))
        )
        app.router.add_get("/v1/.well-known/keys", self._plain("keys", identity.jwks))
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        one, chat, held = self._connector, "/teams/v3/conversations/{chat}", "/teams/v3/attachments"
        routes: list[tuple[str, str, str, Act]] = [
            ("POST", "/teams/v3/conversations", "conversations.create", lambda r, b: one.create(b)),
            ("POST", f"{chat}/activities", "activities.post", lambda r, b: one.post(_of(r, "chat"), b, "", _is_targeted(r))),
            ("POST", f"{chat}/activities/{{id}}", "activities.post", lambda r, b: _reply(one, r, b)),
            ("PUT", f"{chat}/activities/{{id}}", "activities.update", lambda r, b: one.update(_of(r, "chat"), _of(r, "id"), b)),
            ("DELETE", f"{chat}/activities/{{id}}", "activities.delete", lambda r, b: one.delete(_of(r, "chat"), _of(r, "id"))),
            ("GET", f"{chat}/members", "members.list", lambda r, b: (200, one.members(_of(r, "chat")))),
            ("GET", f"{chat}/pagedmembers", "members.list", lambda r, b: (200, {"members": one.members(_of(r, "chat"))})),
            ("GET", f"{chat}/members/{{id}}", "members.get", lambda r, b: (200, one.member(_of(r, "chat"), _of(r, "id")))),
            ("GET", f"{held}/{{id}}", "attachments.info", lambda r, b: (200, attached.info(self._tenant, _of(r, "id")))),
            ("GET", f"{held}/{{id}}/views/{{view}}", "attachments.get", self._view),
        ]
        app.router.add_put("/upload/{id}", self._upload)
        app.router.add_get("/sharepoint/{path:.+}", self._download)
        for method, path, name, act in routes:
            app.router.add_route(method, path, self._guarded(name, act))
        return app

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.StreamResponse:
            return await take_bytes(self._tenant, request)

        return await self._recorded("files.upload", request, {}, act)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.StreamResponse:
            return attached.give_bytes(self._tenant, request)

        return await self._recorded("files.download", request, {"path": request.path}, act)

    def _view(self, request: web.Request, _body: Json) -> tuple[int, web.Response]:
        return 200, attached.view(self._tenant, _of(request, "id"), _of(request, "view"))

    def _plain(self, name: str, body: Callable[[], Json]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request) -> web.StreamResponse:
            async def act() -> web.StreamResponse:
                return web.json_response(body())

            return await self._recorded(name, request, {}, act)

        return handler

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}

        async def act() -> web.StreamResponse:
            try:
                return web.json_response(self._tenant.identity.token_for(_of(request, "tenant"), form))
            except ConnectorError as error:
                self._tenant.refusals.append(Refusal("token", error.status, error.code, error.message))
                return web.json_response({"error": error.code, "error_description": error.message}, status=error.status)

        return await self._recorded("token", request, {key: form[key] for key in form if key != "client_secret"}, act)

    def _guarded(self, name: str, act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request) -> web.StreamResponse:
            raw = await request.read()

            async def run() -> web.StreamResponse:
                return self._run(name, act, request, raw)

            return await self._recorded(name, request, _shown(raw), run)

        return handler

    def _run(self, name: str, act: Act, request: web.Request, raw: bytes) -> web.StreamResponse:
        try:
            self._tenant.identity.check(request)
            status, answer = act(request, _body(request, raw))
        except ConnectorError as error:
            self._tenant.refusals.append(
                Refusal(name, error.status, error.code, error.message, request.match_info.get("chat", ""))
            )
            return _refused(error)
        return answer if isinstance(answer, web.Response) else web.json_response(answer, status=status)

    async def _recorded(
        self, name: str, request: web.Request, sent: Json, act: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        faults = self._tenant.faults
        fault = faults.take(name) or faults.take(request.path.removeprefix("/teams"))
        response = await answered(fault, request, act, _misbehaving)
        cut = fault is not None and fault.kind in (Kind.CUT_BEFORE, Kind.CUT_AFTER)
        # The answer to a token request is a secret, and stays out of what is kept.
        told = response.text if _is_json(response) and name != "token" else None
        chat, status = request.match_info.get("chat", ""), 0 if cut else response.status
        self._tenant.traffic.append(Exchange("from_program", name, status, sent, None if cut else told, chat=chat))
        return response


def _reply(connector: Connector, request: web.Request, body: Json) -> tuple[int, Json]:
    return connector.post(_of(request, "chat"), body, _of(request, "id"), _is_targeted(request))


def _is_json(response: web.StreamResponse) -> TypeGuard[web.Response]:
    return isinstance(response, web.Response) and response.content_type == "application/json"


def _of(request: web.Request, name: str) -> str:
    return request.match_info[name]


def _is_targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity", "").lower() == "true"


def _body(request: web.Request, raw: bytes) -> Json:
    if request.method in ("GET", "DELETE"):
        return {}
    if request.content_type != "application/json":
        raise ConnectorError(415, "BadSyntax", "Content-Type must be application/json")
    body = _shown(raw)
    if not body:
        raise ConnectorError(400, "BadSyntax", "The body is no JSON object")
    return body


def _shown(raw: bytes) -> Json:
    try:
        parsed = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _refused(error: ConnectorError) -> web.Response:
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return web.json_response({"error": {"code": error.code, "message": error.message}}, status=error.status, headers=headers)


def _misbehaving(fault: Fault) -> web.StreamResponse:
    if fault.kind is Kind.RATE_LIMITED:
        return _refused(ConnectorError(429, "RateLimited", "API calls quota exceeded", int(fault.seconds)))
    if fault.kind is Kind.REFUSED:
        return _refused(ConnectorError(fault.status or _STATUS.get(fault.code, 400), fault.code, "As asked for"))
    return _refused(ConnectorError(fault.status or 502, "ServiceError", "An error has occurred."))
