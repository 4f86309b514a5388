"""What a report asks of the storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from app.sla.terms import ClockKind


class Lists(StrEnum):
    """The lists behind the numbers of a team as it stands."""

    BREACHED = "breached"
    AT_RISK = "at_risk"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    OLDEST = "oldest"


@dataclass(frozen=True)
class Happened:
    """A ticket was opened, solved or reopened (`event`) at that time by `by_id`; the rest is the ticket as it is now."""

    event: str
    ticket: int
    at: datetime
    by_id: int | None
    category_id: int | None
    assignee_id: int | None
    created_at: datetime


@dataclass(frozen=True)
class Met:
    """What was promised was done at that time after `used` working time; `late`: the promise was broken."""

    ticket: int
    kind: ClockKind
    at: datetime
    used: timedelta
    late: bool


@dataclass(frozen=True)
class Stock:
    """Open tickets. `breached`: a promise that still holds is broken; `at_risk`: one was warned of and none is broken."""

    open: int = 0
    unassigned: int = 0
    waiting: int = 0
    at_risk: int = 0
    breached: int = 0


class Reports(Protocol):
    def happened(self, org_id: int, team_id: int, since: datetime, until: datetime) -> Sequence[Happened]:
        """Opened, solved and reopened from `since` to before `until`, in order, of tickets that are the team's now."""

    def met(self, org_id: int, team_id: int, since: datetime, until: datetime) -> Sequence[Met]:
        """Every time a promise was done with, of the tickets that were solved in the period, in order."""

    def first_answers(self, org_id: int, numbers: Sequence[int], *, claimed: bool) -> dict[int, datetime]:
        """When each was first answered, out of its history. `claimed`: claiming is an answer."""

    def stock(self, org_id: int, team_id: int) -> Stock:
        """How the team's open tickets stand."""

    def listed(self, org_id: int, team_id: int, which: Lists, limit: int, skip: int = 0) -> Sequence[int]:
        """Numbers of the team's open tickets of that kind, the oldest first, after the first `skip` of them."""

    def listed_of(
        self, org_id: int, team_id: int, event: str, since: datetime, until: datetime, limit: int, skip: int = 0
    ) -> Sequence[int]:
        """Numbers of tickets to which that happened in the period, the latest first, after the first `skip` of them."""

    def lived(self, org_id: int, since: datetime, after: int, limit: int) -> Sequence[int]:
        """Numbers above `after`, in order: tickets that were opened since then, or were still open then or later."""

    def sent(self, org_id: int, digest: str, until: datetime) -> bool:
        """Whether the digest of the period that ends then has left."""

    def leave(self, org_id: int, digest: str, until: datetime, at: datetime, figures: Mapping[str, Any]) -> bool:
        """Keep that it leaves now; False when it has left before, by whomever."""

    def figures(self, org_id: int, digest: str, until: datetime) -> Mapping[str, Any] | None:
        """How the team stood when the digest of that period left."""
