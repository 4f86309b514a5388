"""Cards as JSON, for deliveries that were drawn when they were planned."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from app import cards, rich_text

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        cards.Card,
        cards.Mention,
        cards.Moment,
        cards.Link,
        cards.Text,
        cards.Passage,
        cards.Heading,
        cards.Facts,
        cards.Divider,
        cards.Row,
        cards.Chart,
        cards.Button,
        cards.Confirm,
    )
}
ABOUT = "about"
"""In a packed card: what has to be asked again before it leaves (`app.posts.as_of_now`). No part of the card."""

_ENUMS = {"tone": cards.Tone, "style": cards.Style, "place": cards.Place}


def pack(value: Any) -> Any:
    """JSON of a card or a part of one; kinds are named, so that unpacking gives an equal card."""
    if isinstance(value, rich_text.RichText):
        return {"_rich": rich_text.pack(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return {"_": type(value).__name__, **{f.name: pack(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return {"_at": value.isoformat()}
    if isinstance(value, list | tuple):
        return [pack(item) for item in value]
    if isinstance(value, dict):
        return {"_map": {key: pack(item) for key, item in value.items()}}
    return value


def unpack(value: Any) -> Any:
    """The card that was packed."""
    if isinstance(value, list):
        return tuple(unpack(item) for item in value)
    if not isinstance(value, dict):
        return value
    if "_rich" in value:
        return rich_text.unpack(value["_rich"])
    if "_at" in value:
        return datetime.fromisoformat(value["_at"])
    if "_map" in value:
        return {key: unpack(item) for key, item in value["_map"].items()}
    parts = {name: unpack(item) for name, item in value.items() if name not in ("_", ABOUT)}
    return _KINDS[value["_"]](**{name: _ENUMS[name](part) if name in _ENUMS else part for name, part in parts.items()})
