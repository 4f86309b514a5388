"""What the desk keeps of what waits: answers heard before their request, and questions that can be answered elsewhere too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from app.posts.model import MessageRef
from app.tickets.model import Source


class EarlyReplies(Protocol):
    """Messages in threads whose first message has not been heard of, packed. What is kept of them is bounded."""

    def keep(self, org_id: int, where: Source, said: Any, at: datetime) -> None:
        """The same message twice is one; of a thread, and of a channel, only so many are kept."""

    def below(self, org_id: int, head: Source) -> Sequence[Any]:
        """What was said in the thread of that message, oldest first."""

    def late(self, org_id: int, most: int) -> Sequence[Any]:
        """What was kept while another process was just hearing of its request."""

    def let_go(self, org_id: int, where: Source) -> None:
        """It is kept no more."""

    def forget_before(self, org_id: int, before: datetime) -> None:
        """What was kept since before then has no request."""


class Questions(Protocol):
    """Messages of ours that ask something of `subject`, each with whom it asks ('' everybody there)."""

    def stands(self, org_id: int, subject: str, ref: MessageRef, user: str, at: datetime) -> None:
        """It is asked there."""

    def of(self, org_id: int, subject: str) -> Sequence[tuple[MessageRef, str]]: ...

    def over(self, org_id: int, subject: str) -> None:
        """Nothing is asked of it any more."""

    def answered(self, org_id: int, ref: MessageRef) -> None:
        """Not by this message any more."""

    def forget_before(self, org_id: int, before: datetime) -> None: ...
