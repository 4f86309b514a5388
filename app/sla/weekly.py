"""How long a working day and a working week are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.sla.instants import SECOND
from app.sla.special_days import Hours

_DAY = 1440
_WEEK = 7 * _DAY


@dataclass(frozen=True, slots=True)
class OrdinaryWeek:
    """Its working minutes, and the weekdays on which somebody begins to work."""

    minutes: int
    open_days: int

    def length(self, weeks: int = 0, days: int = 0) -> timedelta:
        """A week is the weekly hours, a day is those divided by the open days; rounded up to the microsecond, once.

        Raises ValueError where nobody works on any weekday.
        """
        if not self.open_days:
            raise ValueError("without weekly hours a day and a week have no length")
        hours = self.minutes * 60 * SECOND
        return timedelta(microseconds=-(-hours * (weeks * self.open_days + days) // self.open_days))


def ordinary_week(weekdays: Sequence[Hours]) -> OrdinaryWeek:
    return OrdinaryWeek(_minutes(weekdays), sum(bool(hours) for hours in weekdays))


def _minutes(weekdays: Sequence[Hours]) -> int:
    """Of an ordinary week. Where a window over midnight meets one of the next morning, the time counts once."""
    windows = [(day * _DAY + start, day * _DAY + end) for day, hours in enumerate(weekdays) for start, end in hours]
    after_sunday = [(0, end - _WEEK) for _, end in windows if end > _WEEK]
    total = reached = 0
    for start, end in sorted([*windows, *after_sunday]):
        last = min(end, _WEEK)
        total += max(last - max(start, reached), 0)
        reached = max(reached, last)
    return total
