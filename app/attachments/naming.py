"""Names of files as people may see and keep them: no path, nothing unseen, nothing that a disk or a header would trip over."""

from __future__ import annotations

import regex

from app.text import one_line

LONGEST = 255
"""Characters; most file systems hold no longer one."""

UNNAMED = "file"

_NOT_IN_NAMES = regex.compile(r'[\x00-\x1f\x7f"*:<>?|]')
_ENDING = regex.compile(r"\.[A-Za-z0-9]{1,12}$")
_DEVICES = regex.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
_LONGEST_ON_DISK = 255
"""Bytes of UTF-8."""


def clean_name(text: str) -> str:
    """The last part of what may be a path, one line, at most 255 characters and bytes, its ending kept; never empty."""
    last = regex.split(r"[/\\]", one_line(text.replace("\x00", ""), 10_000))[-1]
    name = _NOT_IN_NAMES.sub("_", last).strip(" .")
    if _DEVICES.match(name):
        name = f"_{name}"
    return _fitted(name) or UNNAMED


def ending(name: str) -> str:
    """What stands after the last dot, in small letters; '' where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _fitted(name: str) -> str:
    found = _ENDING.search(name)
    tail = found[0] if found else ""
    stem = one_line(name[: len(name) - len(tail)], LONGEST - len(tail))
    while len((stem + tail).encode()) > _LONGEST_ON_DISK:
        stem = one_line(stem[:-1], LONGEST)
    return (stem + tail).strip(" .")
