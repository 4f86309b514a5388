"""What a message of a chat has said over time, in whatever order we hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.attachments.hanging import Hanging


@dataclass(frozen=True)
class Revision:
    """What a message said from `stamp` on, the platform's own order of what is done to it (microseconds).

    `removed`: nothing any more. `body` is its formatting, packed (see `app.rich_text`), None where it has none. `files` hung on
    it then; None where it is not told.
    """

    stamp: int
    text: str = ""
    body: Any = None
    removed: bool = False
    files: tuple[Hanging, ...] | None = None

    @property
    def order(self) -> tuple[int, bool, str]:
        """The later one counts; at the same instant a removal does, and between two edits any one, as long as it is the same."""
        return self.stamp, self.removed, self.text
