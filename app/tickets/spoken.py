"""What somebody said, on its way to a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.rich_text import RichText, is_plain, pack
from app.tickets.model import Source


@dataclass(frozen=True)
class Spoken:
    """`body` is its formatting, packed (see `app.rich_text`), None where it has none.

    `source` is the message it was, None where it came from a form; `stamp` the platform's own order of messages and their
    changes (microseconds), 0 where there is none.
    """

    text: str
    body: Any = None
    source: Source | None = None
    stamp: int = 0


def formatting(rich: RichText | None) -> Any:
    """What a ticket keeps of a message's formatting; None where there is none."""
    return None if rich is None or is_plain(rich) else pack(rich)
