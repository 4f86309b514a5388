"""What a message of a chat has said over time, in whatever order we hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Revision:
    """What a message said from `stamp` on, the platform's own order of what is done to it (microseconds).

    `removed`: nothing any more. `body` is its formatting, packed (see `app.rich_text`), None where it has none.
    """

    stamp: int
    text: str = ""
    body: Any = None
    removed: bool = False

    @property
    def order(self) -> tuple[int, bool, str]:
        """The later one counts; at the same instant a removal does, and between two edits any one, as long as it is the same."""
        return self.stamp, self.removed, self.text
