"""What kind of picture some bytes are and how large it is, read from their first bytes: PNG, JPEG and GIF."""

from __future__ import annotations

import struct
from typing import NamedTuple

_SIZED = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class Picture(NamedTuple):
    """`width` and `height` in pixels."""

    media_type: str
    width: int
    height: int


def picture_in(content: bytes) -> Picture | None:
    """None for what is no picture of these kinds, or broken at its beginning."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) >= 24:
        return Picture("image/png", *struct.unpack(">II", content[16:24]))
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return Picture("image/gif", *struct.unpack("<HH", content[6:10]))
    return _jpeg(content) if content.startswith(b"\xff\xd8\xff") else None


def _jpeg(content: bytes) -> Picture | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _SIZED:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        at += 2 + length
    return None
