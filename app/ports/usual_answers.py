"""How long a first answer usually takes, as the storage keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

WHOLE_TEAM = 0
"""Instead of a category."""


@dataclass(frozen=True)
class Usual:
    """Half of so many requests were first answered within `time`, which is working time."""

    requests: int
    time: timedelta


@dataclass(frozen=True)
class Request:
    """A ticket as it is now. `used` is what its promise of an answer has counted, None where none was made.

    `answered`: that promise is done with. `since`: from then on it counts on, where it runs.
    """

    ticket: int
    category_id: int | None
    created_at: datetime
    is_open: bool
    used: timedelta | None = None
    answered: bool = False
    since: datetime | None = None


class UsualAnswers(Protocol):
    def requests(self, org_id: int, team_id: int, since: datetime, limit: int) -> Sequence[Request]:
        """Opened since then, of tickets that are the team's now, the latest first. Not those that were none or were withdrawn."""

    def of(self, org_id: int, team_id: int) -> Mapping[int, Usual]:
        """What is kept of a team, by category."""

    def keep(self, org_id: int, team_id: int, found: Mapping[int, Usual]) -> bool:
        """This and nothing else is kept of the team; False where it was kept already."""
