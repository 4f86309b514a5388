"""What the desk keeps of who follows what, and of what people want to hear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def followed(self, org_id: int, person_id: int) -> Sequence[int]:
        """The numbers of what they follow, the last one first."""

    def add(self, org_id: int, ticket: int, follower: Follower) -> None:
        """Raises Stale when they follow it by now."""

    def remove(self, org_id: int, ticket: int, person_id: int) -> bool:
        """False where they did not follow it."""


class Choices(Protocol):
    def of(self, org_id: int, person_id: int) -> Preferences:
        """What they have chosen, or what holds for everybody."""

    def read(self, org_id: int, people: Iterable[int]) -> None:
        """That of all of them is asked for at once, so that `of` need not ask for each."""

    def keep(self, person: Person, chosen: Preferences) -> None: ...
