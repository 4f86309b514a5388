"""What the desk keeps of who follows what, and of what people want to hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.people.model import Person
from app.people.preferences import Preferences


@dataclass(frozen=True)
class Follower:
    """`by_id` is who said so: the person themselves, or an agent who has let them in."""

    person_id: int
    by_id: int
    at: datetime

    @property
    def invited(self) -> bool:
        """Somebody of the team wants them to hear of it: so they may see what is public of it."""
        return self.by_id != self.person_id


class Followers(Protocol):
    def of(self, org_id: int, ticket: int) -> Sequence[Follower]:
        """Who follows it, the first one first."""

    def find(self, org_id: int, ticket: int, person_id: int) -> Follower | None: ...

    def add(self, org_id: int, ticket: int, follower: Follower) -> None:
        """Raises Stale when they follow it by now."""

    def remove(self, org_id: int, ticket: int, person_id: int) -> bool:
        """False where they did not follow it."""


class Choices(Protocol):
    def of(self, org_id: int, person_id: int) -> Preferences:
        """What they have chosen, or what holds for everybody."""

    def keep(self, person: Person, chosen: Preferences) -> None: ...
