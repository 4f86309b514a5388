"""Dates on which a calendar is different from its week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Hours = tuple[tuple[int, int], ...]
"""Windows of a day: (from, to) in minutes since its midnight; a `to` beyond 1440 is on the next day."""


@dataclass(frozen=True)
class OwnHoliday:
    """A holiday of the company's own, with its name where it has one."""

    day: date
    name: str = ""

    def __str__(self) -> str:
        return f"{self.day} {self.name}".rstrip()


@dataclass(frozen=True)
class Override:
    """A date that is different whatever week and holidays say; without `hours` it is closed."""

    day: date
    hours: Hours = ()
    name: str = ""
