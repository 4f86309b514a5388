"""files.*: an address for the bytes, the bytes, and the file shared in a place.

https://docs.slack.dev/reference/methods/files.getUploadURLExternal, …/files.completeUploadExternal, …/files.info,
…/files.delete
"""

from __future__ import annotations

import mimetypes
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from integrations.sandbox.faults import answered
from integrations.sandbox.slack import wire
from integrations.sandbox.slack.arguments import Arguments
from integrations.sandbox.slack.chat_methods import checked_blocks, thread_of, writable_place
from integrations.sandbox.slack.model import Exchange, Json, Refused, SharedFile
from integrations.sandbox.slack.sharing import app_sees

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

LARGEST = 1_000_000_000
_PLACE = re.compile(r"[CGDZ][A-Z0-9]{8,}")


def get_upload_url(ws: SlackWorkspace, args: Arguments) -> Json:
    """The address is good for one upload of exactly so many bytes."""
    name, length = args.need("filename"), args.values.get("length")
    if not str(length).isdigit() or not 0 < int(str(length)) <= LARGEST:
        raise Refused("invalid_arguments", ["must be a positive integer [json-pointer:/length]"])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = SharedFile(ws.world.new_id("F"), name, int(str(length)), kind, ws.bot_user)
    ws.world.files[file.id] = file
    return {"upload_url": f"{ws.origin}/upload/v1/{file.id}-{file.secret}", "file_id": file.id}


def complete_upload(ws: SlackWorkspace, args: Arguments) -> Json:
    """A message with the files stands in the place (or its thread) from then on; without a place they stay private."""
    files = [_uploaded(ws, one) for one in _listed(args)]
    channel = args.text("channel_id")
    if channel and not _PLACE.fullmatch(channel):
        raise Refused("invalid_arguments", ["must match a regular expression [json-pointer:/channel_id]"])
    place = writable_place(ws, channel) if channel else None
    thread = thread_of(place, args) if place is not None else ""
    comment, blocks = args.text("initial_comment"), args.structure("blocks", "invalid_blocks_format")
    kept = checked_blocks(ws, blocks) if blocks and not comment else []
    for file, title in files:
        file.title, file.shared = title or file.name, True
    if place is not None:
        posted = ws.world.post_as_bot(place, comment, thread, blocks=kept, files=[file for file, _ in files])
        ws.tell(wire.said(ws.world, posted))
    return {"files": [{"id": file.id, "title": file.title} for file, _ in files]}


def info(ws: SlackWorkspace, args: Arguments) -> Json:
    """One file that the app can see."""
    file = ws.world.files.get(args.need("file"))
    if file is None or not file.shared or not app_sees(ws.world, file):
        raise Refused("file_not_found")
    return {"file": wire.file(ws.world, file) | wire.shares(ws.world, file)}


def delete(ws: SlackWorkspace, args: Arguments) -> Json:
    """A file that the app has brought itself; wherever it was shared it hangs there no more."""
    file = ws.world.files.get(args.need("file"))
    if file is None:
        raise Refused("file_not_found")
    if file.user != ws.bot_user:
        raise Refused("cant_delete_file")
    del ws.world.files[file.id]
    for place in ws.world.places.values():
        for posted in place.messages:
            posted.files = [one for one in posted.files if one is not file]
    return {}


def _listed(args: Arguments) -> list[Any]:
    files = args.structure("files")
    if not isinstance(files, list) or not files:
        raise Refused("invalid_arguments", ["missing required field: files"])
    return files


def _uploaded(ws: SlackWorkspace, given: Any) -> tuple[SharedFile, str]:
    found = ws.world.files.get(str(given.get("id"))) if isinstance(given, dict) else None
    if found is None or found.content is None or found.shared:
        raise Refused("file_not_found")
    return found, str(given.get("title") or "")


async def take_bytes(ws: SlackWorkspace, request: web.Request) -> web.StreamResponse:
    """POST to the address that was given out: raw bytes, or a form with one file in it. It is never asked who sends them."""
    fault = ws.faults.take("files.upload")

    async def act() -> web.StreamResponse:
        file_id, _, secret = request.match_info["address"].partition("-")
        file = ws.world.files.get(file_id)
        status = await _keep(ws, request, file if file and file.secret == secret else None)
        ws.traffic.append(Exchange(ws.world.clock(), "slack", "files.upload", {"file": file_id}, status, None))
        return web.Response(status=status, text=f"OK - {file.length}" if file and status == 200 else "error")

    return await answered(fault, request, act, lambda fault: web.Response(status=fault.status or 500))


async def _keep(ws: SlackWorkspace, request: web.Request, file: SharedFile | None) -> int:
    if "Authorization" in request.headers:
        ws.refuse("files.upload", Refused("token_sent", ["the address takes no token: it might be anybody's"]))
    if file is None or file.content is not None:
        ws.refuse("files.upload", Refused("not_found"))
        return 404
    content = await _bytes(request)
    if len(content) != file.length:
        ws.refuse("files.upload", Refused("wrong_length", [f"{len(content)} bytes instead of {file.length}"]))
        return 400
    file.content = content
    return 200


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return parts[0].file.read() if parts else b""


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
    "files.delete": delete,
}
