"""How large a picture is, read from the first bytes of the file. It is never decoded: a picture can hide a bomb."""

from __future__ import annotations

from collections.abc import Callable, Iterator

HEAD = 64 * 1024
"""Bytes of a file that are looked at; a JPEG may have much before its size."""

Size = tuple[int, int]

_NO_SIZE = frozenset({0x01, *range(0xD0, 0xDA)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size_of(head: bytes) -> Size | None:
    """(width, height) in pixels of a PNG, JPEG, GIF or WebP, None for anything else or where the file does not say."""
    for begins, read in _READERS:
        if head.startswith(begins):
            width, height = read(head) or (0, 0)
            return (width, height) if width > 0 and height > 0 else None
    return None


def _png(head: bytes) -> Size | None:
    """IHDR is the first chunk (w3.org/TR/png-3, 11.2.1)."""
    return (_big(head[16:20]), _big(head[20:24])) if len(head) >= 24 and head[12:16] == b"IHDR" else None


def _gif(head: bytes) -> Size | None:
    """The logical screen (w3.org/Graphics/GIF/spec-gif89a.txt, 18)."""
    return (_little(head[6:8]), _little(head[8:10])) if len(head) >= 10 and head[3:6] in (b"87a", b"89a") else None


def _webp(head: bytes) -> Size | None:
    """Lossy, lossless or extended (developers.google.com/speed/webp/docs/riff_container; RFC 6386, 9.1)."""
    if len(head) < 30 or head[8:12] != b"WEBP":
        return None
    match head[12:16]:
        case b"VP8 " if head[23:26] == b"\x9d\x01\x2a":
            return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF
        case b"VP8L" if head[20] == 0x2F:
            bits = _little(head[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    return None


def _jpeg(head: bytes) -> Size | None:
    """The first frame header (ITU-T T.81, B.2.2)."""
    for marker, at in _segments(head):
        if marker in _FRAMES:
            return (_big(head[at + 5 : at + 7]), _big(head[at + 3 : at + 5])) if len(head) >= at + 7 else None
    return None


def _segments(head: bytes) -> Iterator[tuple[int, int]]:
    """(marker, where its length stands) until the picture itself begins."""
    at = 2
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _NO_SIZE:
            at += 2
        else:
            yield marker, at + 2
            at += 2 + max(2, _big(head[at + 2 : at + 4]))


def _big(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


_READERS: tuple[tuple[bytes, Callable[[bytes], Size | None]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8", _jpeg),
    (b"GIF", _gif),
    (b"RIFF", _webp),
)
