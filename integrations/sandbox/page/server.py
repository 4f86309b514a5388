"""The page over HTTP: files of the page itself, and an API for what one person sees and does. Loopback only."""

from __future__ import annotations

import html
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiohttp import web

from integrations.malformed import hushed
from integrations.sandbox import slack, teams
from integrations.sandbox.page import files
from integrations.sandbox.page.asked import Asked, Wrong, instant
from integrations.sandbox.page.changes import Changes
from integrations.sandbox.page.controls import Json, Staging
from integrations.sandbox.page.guard import LARGEST_BODY, Guard, problem
from integrations.sandbox.page.stage import Stage
from integrations.sandbox.page.wire import Wire

STATIC = Path(__file__).parent / "static"
PATIENCE = 20.0
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
_KEY_MARK = "{sandbox-key}"


class Page:
    """Made by `start`; `url` is what to open in a browser. `changes.touch()` tells it of what happened beside it."""

    def __init__(
        self, workspace: slack.SlackWorkspace, tenant: teams.TeamsTenant, clock: Callable[[], datetime], staging: Staging
    ) -> None:
        self.key = secrets.token_urlsafe(24)
        self.changes, self._guard, self._clock, self._staging = Changes(), Guard(self.key), clock, staging
        self._wire, self._workspace = Wire(workspace, tenant, clock), workspace
        self.stage = Stage(workspace, tenant, clock, staging, self.changes)
        self.url = ""
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls,
        workspace: slack.SlackWorkspace,
        tenant: teams.TeamsTenant,
        *,
        clock: Callable[[], datetime],
        staging: Staging | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> Page:
        """Listen on a loopback address (ValueError for any other, OSError for a port that is taken; 0 takes a free one)."""
        if not ip_address(host).is_loopback:
            raise ValueError("the page listens on a loopback address only")
        page = cls(workspace, tenant, clock, staging or Staging())
        await page._listen(host, port)
        return page

    @property
    def quiet(self) -> bool:
        """Whether nobody's deed waits for the program, and no event is on its way to it."""
        return not self.stage.doing and not self._workspace.delivery.busy

    async def stop(self) -> None:
        self.changes.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _listen(self, host: str, port: int) -> None:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._guard.middleware()])
        app.add_routes(
            [
                web.get("/", self._index), web.get("/favicon.ico", _nothing), web.get("/{name}", _static),
                web.get("/api/people", self._people), web.get("/api/sight", self._sight),
                web.get("/api/changes", self._changed), web.post("/api/do", self._do),
                web.post("/api/attach", self._attach), web.get("/api/file", self._file),
                web.get("/api/exchanges", self._exchanges), web.get("/api/time", self._time), web.post("/api/time", self._move),
                web.get("/api/tour", self._tour), web.get("/api/connect", self._connect),
            ]
        )  # fmt: skip
        hushed()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address: Any = self._runner.addresses[0]
        self._guard.port = address[1]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{address[1]}/"

    async def _index(self, _request: web.Request) -> web.Response:
        text = (STATIC / "index.html").read_text(encoding="utf-8").replace(_KEY_MARK, html.escape(self.key, quote=True))
        return web.Response(text=text, content_type="text/html")

    async def _people(self, _request: web.Request) -> web.Response:
        return web.json_response({"people": self.stage.people(), "now": instant(self._clock())})

    async def _sight(self, request: web.Request) -> web.Response:
        return web.json_response(self.stage.sight(Asked(dict(request.query))))

    async def _changed(self, request: web.Request) -> web.Response:
        since = Asked(dict(request.query)).number("since", 0, 10**15)
        return web.json_response({"version": await self.changes.after(since, PATIENCE)})

    async def _do(self, request: web.Request) -> web.Response:
        return web.json_response(await self.stage.do(Asked(await _body(request))))

    async def _attach(self, request: web.Request) -> web.Response:
        asked = Asked(dict(request.query))
        try:
            return web.json_response({"ok": True, "id": self.stage.attach(asked, await files.body_of(request))})
        except web.HTTPRequestEntityTooLarge:
            return problem(files.TOO_LARGE, 413)

    async def _file(self, request: web.Request) -> web.Response:
        return files.download(self.stage.file(Asked(dict(request.query))))

    async def _exchanges(self, request: web.Request) -> web.Response:
        since = Asked(dict(request.query)).number("since", 0, 10**15)
        return web.json_response({"exchanges": self._wire.since(since)})

    async def _time(self, _request: web.Request) -> web.Response:
        clockwork = self._staging.clockwork
        still = {"now": instant(self._clock()), "next": None, "movable": False}
        return web.json_response({"movable": True, **await clockwork.shown()} if clockwork else still)

    async def _move(self, request: web.Request) -> web.Response:
        clockwork = _there(self._staging.clockwork, "The time cannot be moved here.")
        to = Asked(await _body(request)).text("move")
        try:
            shown = await clockwork.moved(to)
        except ValueError as error:
            raise Wrong(str(error)) from None
        self.changes.touch()
        return web.json_response({"movable": True, **shown})

    async def _tour(self, _request: web.Request) -> web.Response:
        return web.json_response({"steps": await _there(self._staging.guide, "There is no tour here.").steps()})

    async def _connect(self, _request: web.Request) -> web.Response:
        self.changes.touch()
        return web.json_response(await _there(self._staging.connecting, "There is nothing to connect here.").texts())


def _there(control: Any, otherwise: str) -> Any:
    if control is None:
        raise web.HTTPNotFound(reason=otherwise.removesuffix("."))
    return control


async def _nothing(_request: web.Request) -> web.Response:
    return web.Response(status=204)


async def _static(request: web.Request) -> web.Response:
    """One file of the page: a plain name in one folder, of a kind that a page has."""
    path = next((one for one in STATIC.iterdir() if one.name == request.match_info["name"]), None)
    if path is None or path.suffix not in _TYPES:
        raise web.HTTPNotFound(reason="There is no such file")
    return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8")


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise Wrong("The body must be JSON, and say so.")
    try:
        body = json.loads(await request.read())
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # "\ud800" is JSON, and yet no platform can send it
        raise Wrong("The text holds half a character.") from None
    except (ValueError, RecursionError):
        raise Wrong("The body is no JSON.") from None
    if not isinstance(body, dict):
        raise Wrong("The body must be an object.")
    return body
