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
    words are kept there, and here no more. `body` and `files` are packed.
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


class PrivateChats(Protocol):
    def live(self, org_id: int, person_id: int, most: int) -> Sequence[Ticket]:
        """What this person asked for and is open or resolved, newest first."""

    def spoken(self, org_id: int, person_id: int, numbers: Sequence[int]) -> Mapping[int, Spoken]:
        """Of each of these tickets, which are this person's."""

    def keep(self, message: Unplaced) -> None:
        """Until they say where it belongs; the same message twice is one."""

    def find(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Unplaced | None: ...

    def waiting(self, org_id: int, person_id: int, platform: Platform, channel: str) -> Sequence[Unplaced]:
        """What this person has said there and not placed, oldest first."""

    def place(self, message: Unplaced, ticket: int) -> bool:
        """It is on that ticket; False where it was placed before. Waits for whoever is just doing the same."""

    def forget_before(self, org_id: int, before: datetime) -> None:
        """What was said before then: placed long ago, or never."""
