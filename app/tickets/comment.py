"""Something said on a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Visibility(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Comment:
    """Something said on a ticket. Internal ones are notes: agents only, on every surface.

    `body` is its formatting, packed (see `app.rich_text`), None where it has none. `stamp` is the platform's own order of what
    was done to the message (microseconds), 0 where it came from a form. `joined`: it was a message of its own, said shortly after
    the request; `became` is the ticket that it was made since, and then it stands here no more.
    """

    org_id: int
    id: int
    ticket: int
    author_id: int | None
    visibility: Visibility
    text: str
    at: datetime
    platform: str = ""
    channel: str = ""
    message: str = ""
    body: Any = None
    stamp: int = 0
    edited: bool = False
    removed: bool = False
    joined: bool = False
    became: int | None = None

    @property
    def may_be_split(self) -> bool:
        """Whether it can still become a request of its own."""
        return self.joined and self.became is None and not self.removed
