"""What sort of file it is: by its bytes where they tell, else by its name, else by what the sender's platform says."""

from __future__ import annotations

import re
from mimetypes import MimeTypes

from app.attachments.naming import ending

PROGRAM = "application/x-msdownload"
"""Anything that a computer would run."""

UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Pictures that every client draws and none runs."""

RUNNABLE = frozenset({
    "apk", "app", "appinstaller", "application", "appref-ms", "appx", "appxbundle", "bat", "cmd", "com", "cpl", "diagcab", "dll",
    "exe", "gadget", "hta", "inf", "ins", "isp", "jar", "jnlp", "job", "js", "jse", "library-ms", "lnk", "mjs", "msc", "msi",
    "msix", "msixbundle", "msp", "mst", "msu", "pif", "ps1", "ps1xml", "psc1", "psd1", "psm1", "reg", "scf", "scr", "sct",
    "search-ms", "settingcontent-ms", "shb", "shs", "sys", "url", "vb", "vbe", "vbs", "wll", "ws", "wsb", "wsc", "wsf", "wsh",
    "chm", "hlp", "xll",  # help that runs what it says
    "dmg", "img", "iso", "vhd", "vhdx", "deb", "pkg", "rpm",  # a disk with what it runs on it; an installer
    "appimage", "bin", "desktop", "elf", "run", "so",
    "action", "applescript", "command", "dylib", "kext", "osx", "scpt", "scptd", "terminal", "tool", "webloc", "workflow",
    "bash", "csh", "fish", "ksh", "pl", "py", "pyc", "pyo", "pyw", "pyz", "pyzw", "rb", "sh", "zsh",
})  # fmt: skip
"""Endings behind which a double click runs something, on one system or another."""

_KIND = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_TYPES = MimeTypes()
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xfe\xed\xfa\xce", PROGRAM),
    (b"\xfe\xed\xfa\xcf", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"#!/", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_PAGE = re.compile(rb"\s*+(?>(?><!--.*?-->)\s*+|(?><\?xml.*?\?>)\s*+)*+<(?:!doctype\s+html|html|head|body|script)\b", re.I | re.S)
"""What stands before a page is never looked at twice (possessive): a file of comments alone would take for ever."""


def is_program(name: str, head: bytes = b"") -> bool:
    """Whether a computer would run it, by its name or by its first bytes. Archives are not looked into."""
    return ending(name.rstrip(" .")) in RUNNABLE or _by_bytes(head) == PROGRAM


def is_page(head: bytes) -> bool:
    """Whether it begins as an HTML page does."""
    return _PAGE.match(head[:2048].removeprefix(b"\xef\xbb\xbf")) is not None


def kind_of(name: str, told: str, head: bytes = b"") -> str:
    """The media type, in small letters and without parameters."""
    seen = _by_bytes(head)
    if seen:
        return seen
    if head and is_page(head):
        return "text/html"
    by_name = _TYPES.guess_type(f"x.{ending(name)}", strict=False)[0] if ending(name) else None
    said = told.partition(";")[0].strip().lower()
    found = by_name or (said if _KIND.fullmatch(said) else UNKNOWN)
    return UNKNOWN if found in PICTURES and head else found  # it says picture, and is none


def fits(kind: str, name: str, wanted: tuple[str, ...]) -> bool:
    """Whether a kind is one of those that are wanted: "image/*", "application/pdf", ".log"; none means all."""
    return not wanted or any(
        one == f".{ending(name)}" if one.startswith(".") else kind == one or (one.endswith("/*") and kind.startswith(one[:-1]))
        for one in wanted
    )


def _by_bytes(head: bytes) -> str:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begins, kind in _BEGINNINGS if head.startswith(begins)), "")
