"""What the desk keeps of its promises."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.sla.clock import Clock
from app.sla.terms import Change, ClockKind, Milestone


@dataclass(frozen=True)
class Passed:
    """A milestone that is kept; `due_at` is when it should have been passed."""

    ticket: int
    kind: ClockKind
    revision: int
    level: int
    due_at: datetime


class Clocks(Protocol):
    def of(self, org_id: int, ticket: int) -> Sequence[Clock]:
        """First response before resolution."""

    def of_many(self, org_id: int, tickets: Iterable[int]) -> dict[int, list[Clock]]:
        """By ticket, for lists."""

    def add(self, clock: Clock) -> None: ...

    def save(self, clock: Clock) -> None:
        """Raises Stale when somebody else has changed it since it was read."""

    def changes(self, org_id: int, ticket: int) -> dict[ClockKind, list[Change]]:
        """Everything that ever changed its clocks, in order."""

    def due(self, org_id: int, at: datetime, limit: int) -> Sequence[int]:
        """Numbers of tickets with a clock that has something to tell by `at`, the longest waiting first."""

    def next_after(self, org_id: int, at: datetime) -> Clock | None:
        """The clock that has something to tell first after `at`."""

    def behind(self, org_id: int, version: int, limit: int) -> Sequence[int]:
        """Numbers of tickets with a clock that goes on and does not count under this version of the policy yet."""

    def milestones(self, org_id: int, tickets: Iterable[int]) -> Collection[Passed]:
        """What was ever passed."""

    def put_right(self, clock: Clock, lines: Sequence[Change], read: int | None) -> None:
        """An audit found it otherwise: the clock and all its lines. `read`: how many it had, None where there was no clock.

        Raises Stale when somebody else has changed it since.
        """

    def passed(self, clock: Clock, milestone: Milestone, at: datetime) -> bool:
        """Keep it; False when it was passed before, by whomever."""
