"""What the desk keeps of attached files, and how their bytes come from a platform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Protocol

from app.attachments.model import Attachment, Origin, Reason
from app.people.model import Workspace
from app.ports.platforms import Rejected


class Attachments(Protocol):
    def add(self, attachment: Attachment) -> None: ...

    def get(self, org_id: int, attachment_id: str) -> Attachment | None: ...

    def of_ticket(self, org_id: int, ticket: int) -> Sequence[Attachment]:
        """Those of the request first, then those of each comment, in the order in which they were attached."""

    def settle(self, attachment: Attachment) -> bool:
        """It is kept, refused or lost from now on; False, and nothing changes, where it waits no more or is forgotten."""

    def write(self, attachment: Attachment, bytes_: IO[bytes]) -> None:
        """Its bytes, piece by piece: never more than one piece is in memory."""

    def piece(self, org_id: int, attachment_id: str, number: int) -> bytes | None:
        """One piece of its bytes, the first being 0; None behind the last."""

    def move(self, org_id: int, comment: tuple[int, int], ticket: int) -> None:
        """The files of a comment (its ticket, its id) hang on the request `ticket` itself from now on."""

    def forget(self, org_id: int, files: Sequence[str]) -> None:
        """Nothing is kept of these files; one that is being fetched finds nothing to settle."""


class Unreadable(Rejected):
    """The bytes of a file cannot be had, and asking again would not help."""

    def __init__(self, reason: Reason, code: str) -> None:
        super().__init__(code)
        self.reason = reason


class Files(Protocol):
    """Fetches from a platform what somebody attached there. Raises Unreadable and ChannelErrors, nothing else."""

    async def fetch(self, workspace: Workspace, origin: Origin, media_type: str, into: IO[bytes], largest: int) -> None:
        """The bytes, written to `into` as they come, no more than `largest`. `media_type` is what they were said to be."""
