"""Files in the 1:1 chat: the app offers one, the person takes it into their own store, and then it is shown.

Shapes: learn.microsoft.com, "Send and receive files using a bot". Other chats know no files of an app.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.cards import Card, File
from integrations.teams.activity import object_of, text_of
from integrations.teams.adaptive import spoken
from integrations.teams.payload import KEY
from integrations.teams.text import escaped

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
DRAWN = frozenset({"image/png", "image/jpeg", "image/gif"})
LARGEST_PICTURE, WIDEST_PICTURE = 1024 * 1024, 1024
"""Bytes; pixels either way."""

_WORDS = 2_000
_LONGEST = 8_000
_WHERE = {"upload": "uploadUrl", "address": "contentUrl", "id": "uniqueId", "kind": "fileType", "name": "name"}


@dataclass(frozen=True)
class Consent:
    """What a person answered to an offer; `values` say where the platform wants the bytes of a file that was taken."""

    taken: bool
    ref: str
    values: Mapping[str, str] = field(default_factory=dict)


def attachment(card: Card, file: File) -> dict[str, Any]:
    """The offer, or the file itself once it is where they keep their files."""
    if file.store is not None:
        which = {"uniqueId": file.store.id, "fileType": file.store.kind}
        return {"contentType": INFO, "contentUrl": file.store.address, "name": file.store.name, "content": which}
    context = {KEY: {"ref": file.ref}}
    content: dict[str, Any] = {
        "description": spoken(card),
        "sizeInBytes": file.size,
        "acceptContext": context,
        "declineContext": context,
    }
    return {"contentType": CONSENT, "name": file.name, "content": content}


def is_picture(file: File) -> bool:
    """Whether it may stand in a message itself: small, and of a kind that Teams draws (learn.microsoft.com, "Format your bot
    messages", picture messages).
    """
    drawn = bool(file.kept) and file.media_type in DRAWN and file.store is None
    return drawn and file.size <= LARGEST_PICTURE and min(file.pixels) > 0 and max(file.pixels) <= WIDEST_PICTURE


async def picture(card: Card, file: File) -> dict[str, Any]:
    """The message with the picture's bytes in it: an address would have to be open to everybody."""
    content = b"".join([piece async for piece in file.pieces()]) if file.pieces else file.content
    data = f"data:{file.media_type};base64,{b64encode(content).decode()}"
    shown = {"contentType": file.media_type, "contentUrl": data, "name": file.name}
    return {"type": "message", "summary": spoken(card), "text": escaped(spoken(card), _WORDS), "attachments": [shown]}


def read_consent(value: Mapping[str, Any]) -> Consent | None:
    """None when it is none of ours, or does not say where the file belongs."""
    ref, action = text_of(object_of(value, "context", KEY), "ref")[:64], text_of(value, "action")
    if not ref or action not in ("accept", "decline"):
        return None
    if action == "decline":
        return Consent(False, ref)
    where = object_of(value, "uploadInfo")
    values = {ours: text_of(where, theirs) for ours, theirs in _WHERE.items()}
    if not all(0 < len(text) <= _LONGEST for text in values.values()):
        return None
    return Consent(True, ref, values)
