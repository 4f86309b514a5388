"""Stories about files: a house that people reach from outside, files that are what they say, and what a link opens."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

import aiohttp

from app.attachments.model import Attachment
from tests.stories.house import House

ADDRESS = "https://desk.example.test"
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 500


class Reached(House):
    """Links to files lead to `ADDRESS`."""

    def _environment(self, policy: str) -> dict[str, str]:
        return super()._environment(policy) | {"SAHAYAK_PUBLIC_URL": ADDRESS}


def png(width: int = 40, height: int = 30, shade: int = 120) -> bytes:
    """A whole picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = zlib.compress(b"".join(b"\0" + bytes([shade]) * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


async def kept(house: House, number: int = 1) -> list[Attachment]:
    """What the desk knows of the files of a ticket."""
    found: list[Attachment] = await house.within(lambda tx: list(tx.attachments.of_ticket(tx.organisations.first().id, number)))
    return found


async def content(house: House, attachment: Attachment) -> bytes:
    """The bytes that the desk keeps."""

    def read(tx: Any) -> bytes:
        pieces, number = b"", 0
        while (piece := tx.attachments.piece(attachment.org_id, attachment.id, number)) is not None:
            pieces, number = pieces + piece, number + 1
        return pieces

    found: bytes = await house.within(read)
    return found


def with_files(messages: list[Any]) -> list[dict[str, bytes]]:
    """Those that have files on them, oldest first."""
    return [message.files for message in messages if message.files]


def links_in(value: Any) -> list[str]:
    """Addresses of ours in a card or in blocks."""
    return list(dict.fromkeys(re.findall(rf"{re.escape(ADDRESS)}/files/[^\s\"'<>|)]+", str(value).replace("&amp;", "&"))))


async def opens(house: House, link: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of what somebody gets who follows a link."""
    address = link.replace(ADDRESS, f"http://127.0.0.1:{house.serving.port}")
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, address, allow_redirects=False) as response,
    ):
        return response.status, dict(response.headers), await response.read()
