"""Files that people attach to their messages, and how their bytes are had: with the app's token, else a page to sign in.

docs.slack.dev/reference/objects/file-object, docs.slack.dev/messaging/working-with-files: `url_private` wants
`Authorization: Bearer <token>` and the scope files:read; without them Slack leads to its sign-in page, as HTML and with 200.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from integrations.sandbox.faults import answered
from integrations.sandbox.slack.model import Exchange, NotThere, Refused, SharedFile
from integrations.sandbox.slack.world import World

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

Files = Sequence[tuple[str, bytes]]
"""Name and bytes of each."""

MOST = 10
_LONGEST_NAME = 255
_SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to your workspace</body></html>"


def attached(world: World, user: str, files: Files) -> list[SharedFile]:
    """The files, uploaded by this person. Raises NotThere for what Slack's client would not take."""
    if len(files) > MOST:
        raise NotThere(f"a message takes at most {MOST} files")
    for name, content in files:
        if not name.strip() or len(name) > _LONGEST_NAME:
            raise NotThere(f"a file needs a name of at most {_LONGEST_NAME} characters")
        if not content:
            raise NotThere(f"{name} is empty: Slack takes no empty files")
    return [_kept(world, user, name, content) for name, content in files]


def _kept(world: World, user: str, name: str, content: bytes) -> SharedFile:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = SharedFile(world.new_id("F"), name, len(content), kind, user, name, content, shared=True)
    world.files[file.id] = file
    return file


def app_sees(world: World, file: SharedFile) -> bool:
    """Is the file the app's own, or in a message of a place where the app is?"""
    own = file.user == world.bot_user
    there = (p for p in world.places.values() if world.bot_user in p.members)
    return own or any(file in m.files for p in there for m in p.messages if not m.deleted)


async def give_bytes(ws: SlackWorkspace, request: web.Request) -> web.StreamResponse:
    """GET of `url_private` and `url_private_download`."""
    fault = ws.faults.take("files.download")

    async def act() -> web.StreamResponse:
        try:
            response = _bytes(ws, request)
        except Refused as no:
            ws.refuse("files.download", no)
            response = _to_sign_in(request)
        about = {"file": request.match_info["file"]}
        ws.traffic.append(Exchange(ws.world.clock(), "slack", "files.download", about, response.status, None))
        return response

    return await answered(fault, request, act, lambda fault: web.Response(status=fault.status or 500))


def _bytes(ws: SlackWorkspace, request: web.Request) -> web.Response:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or token != ws.bot_token or ws.revoked:
        raise Refused(ws.revoked or ("invalid_auth" if token else "not_authed"))
    ws.require("files:read")
    team, _, file_id = request.match_info["file"].partition("-")
    file = ws.world.files.get(file_id) if team == ws.world.team_id else None
    if file is None or file.content is None or not app_sees(ws.world, file):
        raise Refused("file_not_found")
    return web.Response(body=file.content, content_type=file.mimetype)


def _to_sign_in(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": f"/?redir={quote(request.path, safe='')}"})


async def sign_in(_request: web.Request) -> web.StreamResponse:
    """What a browser without a session gets, whatever it asked for."""
    return web.Response(text=_SIGN_IN, content_type="text/html")
