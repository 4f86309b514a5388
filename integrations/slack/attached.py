"""Files that people attach on Slack: what a message tells of them, and their bytes, which want the bot's token.

docs.slack.dev/reference/objects/file-object. The token goes to Slack and to nobody else: not to the host of a file that lies
elsewhere, and not to where an answer leads. Without files:read Slack leads to its sign-in page, as HTML and with 200.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import urljoin

import aiohttp

from app.attachments.kinds import is_page
from app.attachments.model import Origin, Reason
from app.interaction import Attached
from app.people.model import Workspace
from app.ports import Unreachable, Unreadable
from integrations.slack.api import SlackApi
from integrations.slack.errors import error_for_status
from integrations.slack.files import is_slacks

PATIENCE = aiohttp.ClientTimeout(total=30, sock_connect=5, sock_read=10)
STEPS = 3
"""Redirects that are followed, each within Slack."""

MOST = 50
PIECE = 64 * 1024

_SLACK = "https://slack.com/api/"
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({"tombstone", "hidden_by_limit"})


def read_files(message: Mapping[str, Any], *, hanging: bool = False) -> tuple[Attached, ...]:
    """What hangs on a message. Where an address leads is looked at when it is used; links that are not Slack's are left out.

    `hanging`: a file that was deleted since, of which Slack shows a "tombstone", hangs there no more.
    """
    files = message.get("files")
    found = [one for one in files if isinstance(one, dict)] if isinstance(files, list) else []
    found = [one for one in found if not hanging or _text(one, "mode") != "tombstone"]
    return tuple(_file(one) for one in found[:MOST])


def _file(told: Mapping[str, Any]) -> Attached:
    size = told.get("size")
    link = _text(told, "permalink")
    return Attached(
        name=_text(told, "name") or _text(told, "title") or _text(told, "id"),
        media_type=_text(told, "mimetype"),
        size=size if type(size) is int and size > 0 else 0,
        address=_text(told, "url_private_download") or _text(told, "url_private"),
        link=link if is_slacks(link, _SLACK) else "",
        id=_text(told, "id"),
    )


class SlackFiles:
    """Implements `app.ports.Files`."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    async def fetch(self, workspace: Workspace, origin: Origin, media_type: str, into: IO[bytes], largest: int) -> None:
        address = origin.address or await self._asked(origin)
        for _ in range(STEPS + 1):
            if not is_slacks(address, self._api.url):
                raise Unreadable(Reason.NOT_READABLE, "file_not_at_slack")
            async with self._api.reading(address, PATIENCE) as response:
                if response.status not in _MOVED:
                    return await _take(response, media_type, into, largest)
                address = urljoin(address, response.headers.get("Location", ""))
        raise Unreadable(Reason.NOT_READABLE, "file_moved_too_often")

    async def _asked(self, origin: Origin) -> str:
        """Of a file from another workspace (Slack Connect) only its id is told at first."""
        if not origin.file:
            raise Unreadable(Reason.NOT_READABLE, "file_without_address")
        told = (await self._api.call("files.info", file=origin.file)).get("file")
        file = told if isinstance(told, dict) else {}
        if file.get("mode") in _GONE:
            raise Unreadable(Reason.GONE, "file_gone")
        return _text(file, "url_private_download") or _text(file, "url_private")


async def _take(response: aiohttp.ClientResponse, media_type: str, into: IO[bytes], largest: int) -> None:
    if response.status in (404, 410):
        raise Unreadable(Reason.GONE, f"file_http_{response.status}")
    if response.status in (401, 403):
        raise Unreadable(Reason.NOT_READABLE, f"file_http_{response.status}")
    if response.status != 200:
        raise error_for_status(response.status, response.headers.get("Retry-After", ""))
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Unreadable(Reason.NOT_READABLE, "file_packed")
    page = media_type != "text/html"
    if page and response.content_type == "text/html":
        raise Unreadable(Reason.NOT_READABLE, "file_sign_in")
    if (response.content_length or 0) > largest:
        raise Unreadable(Reason.TOO_BIG, "file_too_big")
    size = 0
    async for piece in response.content.iter_chunked(PIECE):
        if page and not size and is_page(piece):
            raise Unreadable(Reason.NOT_READABLE, "file_sign_in")
        size += len(piece)
        if size > largest:
            raise Unreadable(Reason.TOO_BIG, "file_too_big")
        into.write(piece)
    if response.content_length not in (None, size):
        raise Unreachable("file_cut_off")


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
