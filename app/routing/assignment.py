"""Who gets a ticket when nobody chooses: fair, and never in silence. Pure: what is known of the agents is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.people.away import Absence
from app.people.model import Person
from app.people.permissions import Action, may
from app.policy.teams import Assign


class Why(StrEnum):
    """What speaks against an agent. LEFT: the platform says that the account is switched off; GUEST: may not work here."""

    AWAY = "away"
    FULL = "full"
    LEFT = "left"
    GUEST = "guest"


@dataclass(frozen=True)
class Candidate:
    """An agent of the team. `open` counts their open tickets, `turn` is the last one they had (0: none yet)."""

    person: Person
    open: int = 0
    turn: int = 0
    absence: Absence | None = None


@dataclass(frozen=True)
class Unavailable:
    """Why somebody cannot take it. `until` is when they are back, if they said so."""

    person_id: int
    why: Why
    until: datetime | None = None
    open: int = 0
    capacity: int = 0

    @property
    def told(self) -> dict[str, Any]:
        """As the history keeps it."""
        facts: dict[str, Any] = {"person": self.person_id, "why": self.why.value}
        if self.why is Why.AWAY and self.until:
            facts["until"] = self.until.isoformat()
        return facts | ({"open": self.open, "capacity": self.capacity} if self.why is Why.FULL else {})


def against(candidate: Candidate, team_id: int, capacity: int | None, at: datetime) -> Unavailable | None:
    """What keeps this agent from taking one more; None: nothing."""
    person, absence = candidate.person, candidate.absence
    if not person.active:
        return Unavailable(person.id, Why.LEFT)
    if not may(person, Action.CLAIM, team_id):
        return Unavailable(person.id, Why.GUEST)
    if absence is not None and absence.covers(at):
        return Unavailable(person.id, Why.AWAY, until=absence.until)
    if capacity is not None and candidate.open >= capacity:
        return Unavailable(person.id, Why.FULL, open=candidate.open, capacity=capacity)
    return None


def choose(how: Assign, eligible: Iterable[Candidate]) -> Candidate | None:
    """Round robin: who waited longest for a turn. Least busy: who has the fewest open tickets, then who waited longest."""
    least_busy = how is Assign.LEAST_BUSY
    return min(eligible, key=lambda one: (one.open if least_busy else 0, one.turn, one.person.id), default=None)
