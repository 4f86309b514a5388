"""What the desk keeps of who is away, whose turn it is, and which tickets still want somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from app.people.away import Absence


class Absences(Protocol):
    def of(self, org_id: int, people: Iterable[int]) -> dict[int, Absence]:
        """What each of them said last; those who never did, or are back, are missing. It may be over by now."""

    def save(self, absence: Absence) -> None:
        """In the place of what they said before."""

    def end(self, org_id: int, person_id: int) -> None:
        """They are back."""


class Assignments(Protocol):
    def next_turn(self, org_id: int, team_id: int) -> int:
        """The team's next turn, from 1 on. Nobody else gets it, and whoever asks meanwhile waits until this commits."""

    def last_turns(self, org_id: int, team_id: int) -> dict[int, int]:
        """The last turn of each person who had one."""

    def took_turn(self, org_id: int, team_id: int, person_id: int, turn: int) -> None:
        """Raises Stale when somebody else had this very turn."""

    def loads(self, org_id: int, people: Iterable[int]) -> dict[int, int]:
        """How many open tickets each of them has, whatever the team; who has none may be missing."""

    def look_again(self, org_id: int, ticket: int, team_id: int, due_at: datetime) -> None:
        """Somebody of the team is looked for then; one row a ticket."""

    def settled(self, org_id: int, ticket: int) -> None:
        """It has somebody, or wants nobody any more."""

    def teams_due(self, org_id: int, at: datetime) -> Sequence[int]:
        """Teams with a ticket to look at now."""

    def due(self, org_id: int, team_id: int, at: datetime, limit: int) -> Sequence[int]:
        """Its tickets to look at now: the most urgent first, then the oldest."""

    def look_now(self, org_id: int, team_ids: Iterable[int], at: datetime) -> None:
        """Somebody of these teams can take one more: what waits there is due at once."""

    def put_off(self, org_id: int, team_id: int, at: datetime, until: datetime) -> None:
        """Everything of the team that is due now is looked at then."""
