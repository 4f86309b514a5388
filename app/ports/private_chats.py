"""What the desk knows of the 1:1 chats: what each is about, and messages of which it does not know yet where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.people.model import Platform
from app.tickets.model import Source, Ticket


@dataclass(frozen=True)
class Spoken:
    """When an agent spoke last to whoever asked (a reply, a question, what was done), and when these did themselves."""

    by_agent: datetime | None = None
    by_requester: datetime | None = None


@dataclass(frozen=True)
class Unplaced:
    """A message in a 1:1 chat of which its author is asked where it belongs. `ticket` is where it went, None so far; then its
    words are kept there, and here no more. `body` and `files` are packed. `removed`: they took it back, so nothing waits.
    `offered` are the numbers of the tickets they were asked about; `remind_at` is when they are asked once more, None: not again.
    What was done to it since it was said is kept as `Utterances.early`.
    """

    org_id: int
    person_id: int
    source: Source
    text: str
    body: Any
    files: str
    stamp: int
    at: datetime
    ticket: int | None = None
    removed: bool = False
    offered: tuple[int, ...] = ()
    remind_at: datetime | None = None


class PrivateChats(Protocol):
    def live(self, org_id: int, person_id: int, most: int) -> Sequence[Ticket]:
        """What this person asked for and is open or resolved, newest first."""

    def spoken(self, org_id: int, person_id: int, numbers: Sequence[int]) -> Mapping[int, Spoken]:
        """Of each of these tickets, which are this person's."""

    def told(self, org_id: int, person_id: int, since: datetime) -> Mapping[int, datetime]:
        """When something happened last to the tickets of others of which this person hears: as a follower, or because they have
        reported the same. Only since then, and nothing that they did themselves.
        """

    def keep(self, message: Unplaced) -> None:
        """Until they say where it belongs; the same message twice is one."""

    def find(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Unplaced | None: ...

    def waiting(self, org_id: int, person_id: int, platform: Platform, channel: str) -> Sequence[Unplaced]:
        """What this person has said there, neither placed nor taken back, oldest first."""

    def reread(self, message: Unplaced) -> None:
        """It was taken back, or not after all; its words as they are kept now. Nothing where it was placed meanwhile."""

    def to_remind(self, org_id: int, at: datetime, most: int) -> Sequence[Unplaced]:
        """What waits still, and whose author was to be asked again by then."""

    def reminded(self, message: Unplaced) -> bool:
        """They are not asked again; False where they were by somebody else. Waits for whoever is just doing the same."""

    def place(self, message: Unplaced, ticket: int) -> bool:
        """It is on that ticket; False where it was placed before. Waits for whoever is just doing the same."""

    def forget_before(self, org_id: int, before: datetime) -> None:
        """What was said before then: placed long ago, or never."""
