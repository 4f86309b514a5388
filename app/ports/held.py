"""What the desk keeps of replies that were held back or taken back."""

from __future__ import annotations

from typing import Protocol

from app.tickets.comment import Comment
from app.tickets.held import Held


class HeldReplies(Protocol):
    def of(self, org_id: int, comment_id: int) -> Held | None:
        """What became of it; None: it never was anything but what it is."""

    def put(self, comment: Comment, state: Held) -> None:
        """From now on it is that."""

    def turn(self, comment: Comment, before: Held, after: Held) -> bool:
        """From the one to the other, once: False where it was something else. Waits for whoever is just doing the same."""
