"""What the desk keeps of replies that were held back or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.posts.model import Post
from app.tickets.comment import Comment
from app.tickets.held import Held


class HeldReplies(Protocol):
    def of(self, org_id: int, comment_id: int) -> Held | None:
        """What became of it; None: it never was anything but what it is."""

    def put(self, comment: Comment, state: Held) -> None:
        """From now on it is that."""

    def turn(self, comment: Comment, before: Held, after: Held) -> bool:
        """From the one to the other, once: False where it was something else. Waits for whoever is just doing the same."""

    def refused(self, comment: Comment, post: Post, at: datetime) -> bool:
        """The platform does not let it go from there; False where that was known."""

    def went(self, post: Post) -> bool:
        """It is gone from there after all; False where nothing was refused."""

    def still_stands(self, org_id: int, comment_id: int) -> bool:
        """Whether it may still be read somewhere, although it was taken back or removed."""


class HeldEdits(Protocol):
    """Revisions of replies about which their author is asked before anybody reads them; `stamp` tells which."""

    def of(self, org_id: int, comment_id: int) -> Mapping[int, Held]:
        """What became of each."""

    def ask(self, comment: Comment, stamp: int, at: datetime) -> bool:
        """It waits for an answer; False where it did before, or was answered."""

    def let_go(self, comment: Comment, stamp: int) -> None:
        """There is nothing to ask any more: at the same instant it was made to read otherwise."""

    def turn(self, comment: Comment, stamp: int, after: Held) -> bool:
        """It is answered, once: False where it was before. Waits for whoever is just doing the same."""
