"""Small real pictures for tests: a PNG of one colour, of any size."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 8, height: int = 6, colour: bytes = b"\x2f\x6f\xde") -> bytes:
    """A PNG of `width` x `height` pixels."""
    rows = b"".join(b"\0" + colour * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
