"""What the desk keeps of who is away, whose turn it is, and which tickets still want somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from app.people.away import Absence


class Absences(Protocol):
    def of(self, org_id: int, people: Iterable[int], at: datetime) -> Mapping[int, Sequence[Absence]]:
        """What stands and is not over, by person and in order; who has none is missing."""

    def add(self, absence: Absence, at: datetime, told: bool = False) -> None:
        """Raises Stale when somebody else said something of the same person meanwhile. `told`: the leads know."""

    def end(self, absence: Absence, by: int, at: datetime) -> bool:
        """It counts no more; False where somebody ended it already."""

    def begun(self, org_id: int, at: datetime, most: int) -> Sequence[Absence]:
        """Those that have begun and of which the leads have not heard."""

    def tell(self, absence: Absence, at: datetime) -> bool:
        """The leads hear of it now; False where they did, or it was ended meanwhile."""


class Assignments(Protocol):
    def next_turn(self, org_id: int, team_id: int) -> int:
        """The team's next turn, from 1 on. Nobody else gets it, and whoever asks meanwhile waits until this commits."""

    def last_turns(self, org_id: int, team_id: int) -> dict[int, int]:
        """The last turn of each person who had one."""

    def took_turn(self, org_id: int, team_id: int, person_id: int, turn: int) -> None:
        """Raises Stale when somebody else had this very turn."""

    def loads(self, org_id: int, people: Iterable[int]) -> dict[int, int]:
        """How many open tickets each of them has in any team, but for those set aside; who has none may be missing."""

    def held_by(self, org_id: int, person_id: int) -> Sequence[int]:
        """The open tickets that somebody has: the most urgent first, then the oldest."""

    def hold(self, org_id: int, people_ids: Iterable[int]) -> None:
        """Nobody else counts what these people have until this transaction ends."""

    def look_again(self, org_id: int, ticket: int, team_id: int, due_at: datetime) -> None:
        """Somebody of the team is looked for then; one row a ticket."""

    def settled(self, org_id: int, ticket: int) -> None:
        """It has somebody, or wants nobody any more."""

    def teams_due(self, org_id: int, at: datetime) -> Sequence[int]:
        """Teams with a ticket to look at now."""

    def due(self, org_id: int, team_id: int, at: datetime, limit: int) -> Sequence[int]:
        """Its tickets to look at now: the most urgent first, then the oldest."""

    def vacant(self, org_id: int, team_ids: Iterable[int], cause: str) -> None:
        """Somebody of these teams may be able to take one more: `cause` tells one such moment from another. Waits for nobody."""

    def teams_vacant(self, org_id: int) -> Sequence[int]:
        """Teams of which somebody may be able to take one more."""

    def fill(self, org_id: int, team_id: int) -> bool:
        """Forget that somebody of the team can take one more; False when that was forgotten already."""

    def look_now(self, org_id: int, team_id: int, at: datetime) -> None:
        """What waits in the team is due at once."""

    def look_for_all(self, org_id: int, team_id: int, at: datetime) -> None:
        """Somebody is looked for now for every open ticket of the team that nobody has."""

    def put_off(self, org_id: int, team_id: int, at: datetime, until: datetime) -> None:
        """Everything of the team that is due now is looked at then."""
