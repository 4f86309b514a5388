"""What the desk keeps of tickets that belong together: duplicates, people who have the same problem, and known issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.tickets.model import Status, Ticket
from app.tickets.silence import Snooze


@dataclass(frozen=True)
class Duplicate:
    """`ticket` asks the same as `original`, which may be a duplicate itself. `status` and `snooze` are what it was before."""

    ticket: int
    original: int
    by_id: int
    at: datetime
    status: Status
    snooze: Snooze | None = None


@dataclass(frozen=True)
class Reporter:
    """Somebody who has the same problem as whoever asked."""

    person_id: int
    at: datetime


class Known(StrEnum):
    """Whether many have it: the agents are asked, they have said not now, or the request channels are told."""

    ASKED = "asked"
    LATER = "later"
    KNOWN = "known"


@dataclass(frozen=True)
class KnownIssue:
    """`reporters` is how many there were at `at`; `text` is what the request channels read, '' before they do."""

    ticket: int
    state: Known
    reporters: int
    at: datetime
    text: str = ""


class Duplicates(Protocol):
    def find(self, org_id: int, ticket: int) -> Duplicate | None:
        """What it is a duplicate of."""

    def of(self, org_id: int, original: int) -> Sequence[Duplicate]:
        """Its own duplicates, by number."""

    def add(self, org_id: int, duplicate: Duplicate) -> None:
        """Raises Stale when it is a duplicate by now."""

    def remove(self, org_id: int, ticket: int) -> bool:
        """False where it was none."""

    def candidates(self, ticket: Ticket, words: Sequence[str], since: datetime) -> Sequence[Ticket]:
        """Open tickets of its team, opened since then or known issues, in which any of these begins a word; newest first."""


class Reporters(Protocol):
    def of(self, org_id: int, ticket: int) -> Sequence[Reporter]:
        """The first one first."""

    def find(self, org_id: int, ticket: int, person_id: int) -> Reporter | None: ...

    def add(self, org_id: int, ticket: int, reporter: Reporter) -> None:
        """Raises Stale when they are by now."""

    def remove(self, org_id: int, ticket: int, person_id: int) -> bool:
        """False where they were none."""


class KnownIssues(Protocol):
    def find(self, org_id: int, ticket: int) -> KnownIssue | None: ...

    def keep(self, org_id: int, issue: KnownIssue) -> None:
        """As it stands now."""

    def open_ones(self, org_id: int, team_id: int) -> Sequence[int]:
        """The open tickets of the team of which everybody was told."""
