"""Files on their way through the page: held between being chosen and being sent, and given to whoever sees the message."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence

from aiohttp import web

from integrations.sandbox.page.asked import Wrong
from integrations.sandbox.slack.sharing import MOST

LARGEST = 10 * 1024 * 1024
"""Bytes: what this page takes of one file. The platforms themselves take more."""
TOO_LARGE = "A file can have at most 10 MB here."
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_LONGEST_NAME = 255

Brought = list[tuple[str, bytes]]


class Held:
    """What people have chosen and not sent yet: the latest few of each, so that nobody fills the memory."""

    def __init__(self) -> None:
        self._held: dict[str, OrderedDict[str, tuple[str, bytes]]] = {}

    def keep(self, person: str, name: str, content: bytes) -> str:
        """The id under which its bytes wait."""
        own = self._held.setdefault(person, OrderedDict())
        number = secrets.token_hex(8)
        own[number] = (name[:_LONGEST_NAME], content)
        while len(own) > 2 * MOST:
            own.popitem(last=False)
        return number

    def of(self, person: str, ids: Sequence[str]) -> Brought:
        """Name and bytes of each. Raises Wrong for one that is not there (any more)."""
        own = self._held.get(person, OrderedDict())
        missing = [one for one in ids if one not in own]
        if missing:
            raise Wrong("A file that was chosen is not there any more: choose it again.")
        return [own[one] for one in ids]

    def sent(self, person: str, ids: Sequence[str]) -> None:
        """They are part of a message now."""
        for one in ids:
            self._held.get(person, OrderedDict()).pop(one, None)


async def body_of(request: web.Request) -> bytes:
    """The bytes of one file. Raises Wrong when there are none, HTTPRequestEntityTooLarge when there are too many."""
    content = bytearray()
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    async for piece in request.content.iter_any():
        content += piece
        if len(content) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, len(content))
    if not content:
        raise Wrong("An empty file cannot be attached.")
    return bytes(content)


def download(content: bytes) -> web.Response:
    """Bytes that a browser keeps and never runs, whatever is in them: the page shows the pictures among them itself."""
    return web.Response(body=content, content_type="application/octet-stream", headers={"Content-Disposition": "attachment"})
