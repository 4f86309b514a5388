"""Files that a form or a button has to remember until it is used, as one short text."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.interaction import Attached

_MOST = 20


def packed(files: Sequence[Attached], room: int = 100_000) -> str:
    """At most `room` characters: what is too long travels without the address of its bytes, then not at all."""
    every = [[one.name[:255], one.media_type[:100], one.size, one.id, one.address, one.link] for one in files[:_MOST]]
    text = _text(every)
    for at in (4, 5):
        for one in every:
            if len(text) > room:
                one[at] = ""
                text = _text(every)
    while len(text) > room and every:
        every.pop()
        text = _text(every)
    return text if every else ""


def unpacked(text: str) -> tuple[Attached, ...]:
    """What was packed; '' are none. Only to be given what came back sealed."""
    return tuple(
        Attached(name, media_type, size, address, link, file) for name, media_type, size, file, address, link in json.loads(text)
    ) if text else ()  # fmt: skip


def _text(every: Sequence[object]) -> str:
    return json.dumps(every, ensure_ascii=False, separators=(",", ":"))
