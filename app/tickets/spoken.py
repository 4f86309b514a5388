"""What somebody said, on its way to a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app import rich_typed
from app.rich_text import RichText, is_plain, pack, plain
from app.text import DETAILS, clean_text
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


def typed(text: str) -> Spoken:
    """What was typed in a form, with the looks that its marks mean and without these marks."""
    clean = clean_text(text, DETAILS).strip()
    rich = rich_typed.read(clean)
    body = formatting(rich)
    return Spoken(clean if body is None else plain(rich), body)


def formatting(rich: RichText | None) -> Any:
    """What a ticket keeps of a message's formatting; None where there is none."""
    return None if rich is None or is_plain(rich) else pack(rich)
