"""What a person wrote, as a card shows it: with its formatting where it has any."""

from __future__ import annotations

from typing import Any

from app.cards import Passage, Text, Tone
from app.rich_text import cut, unpack
from app.text import clean_text


def quoted(text: str, body: Any, limit: int = 0) -> Text | Passage:
    """`text`, or its formatted `body` as it was packed; at most `limit` characters of it (0: all)."""
    if body is not None:
        rich = unpack(body)
        return Passage(cut(rich, limit) if limit else rich)
    return Text((shortened(text, limit) if limit else text,), Tone.QUOTE)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut off ends in "…"."""
    return text if len(text) <= limit else clean_text(text, limit - 1).rstrip() + "…"
