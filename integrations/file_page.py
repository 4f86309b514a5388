"""What a link to an attached file opens: its bytes, to be saved and never to be shown as a page; else one page for every no."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from aiohttp import hdrs, web

from app import words
from app.attachments.kinds import PICTURES, UNKNOWN
from app.attachments.model import Attachment
from app.attachments.reading import Missing
from integrations.safety import HEADERS

Open = Callable[[str, Mapping[str, str]], Awaitable[Attachment | Missing]]
Piece = Callable[[Attachment, int], Awaitable[bytes | None]]

SERVED = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
"""Nothing in it runs, nobody keeps it, and no other page shows it."""


class FilePage:
    """`open_` tells what an address with its query opens, `piece` gives the bytes one after the other."""

    def __init__(self, open_: Open, piece: Piece) -> None:
        self._open, self._piece = open_, piece

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET and HEAD /files/{id}. A link that is over, was changed or never was one gets the same answer; whoever had one that
        was good reads that the file was removed.
        """
        attachment = await self._open(request.match_info["id"], request.query)
        if isinstance(attachment, Missing):
            return _nothing(attachment)
        headers = {**SERVED, **_about(attachment)}
        if request.method == hdrs.METH_HEAD:
            return web.Response(headers={**headers, hdrs.CONTENT_LENGTH: str(attachment.size)})
        response = web.StreamResponse(headers=headers)
        response.content_length = attachment.size
        await response.prepare(request)
        for number in itertools.count():
            piece = await self._piece(attachment, number)
            if piece is None:
                break
            await response.write(piece)
        await response.write_eof()
        return response


def _about(attachment: Attachment) -> dict[str, str]:
    """Pictures keep their type, all else is bytes: what somebody attached decides nothing."""
    kind = attachment.media_type if attachment.media_type in PICTURES else UNKNOWN
    return {hdrs.CONTENT_TYPE: kind, hdrs.CONTENT_DISPOSITION: disposition(attachment.name)}


def disposition(name: str) -> str:
    """To be saved under this name: RFC 6266, with a plain name for whoever reads no RFC 8187."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _nothing(why: Missing) -> web.Response:
    """In every language: whoever opens it is not known. 410 tells whoever keeps the address that nothing will come back there."""
    removed = why is Missing.REMOVED
    key = "notice.file_removed" if removed else "notice.link_over"
    text = "\n".join(words.say(key, locale) for locale in words.LOCALES)
    return web.Response(
        status=410 if removed else 404, text=f"{text}\n", headers={k: v for k, v in SERVED.items() if k != hdrs.CONTENT_TYPE}
    )
