"""The working time of one year in UTC, added up, so that any question about it is one search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.sla.instants import SECOND, year_start
from app.sla.local_days import LocalDay, local_days
from app.sla.special_days import Hours

MINUTES_OF_A_DAY = 1440
_MINUTE = 60 * SECOND


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """Windows apart from each other and in order (microseconds); `worked` is the working time up to the end of each."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    worked: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.worked[-1] if self.worked else 0

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The windows, or what of them lies between `start` and `end`."""
        for window in range(bisect_right(self.closes, start), bisect_left(self.opens, end)):
            yield max(self.opens[window], start), min(self.closes[window], end)

    def until(self, at: int) -> int:
        """The working time of the year before `at`."""
        last = bisect_right(self.opens, at) - 1
        return self.worked[last] - max(self.closes[last] - at, 0) if last >= 0 else 0

    def reach(self, amount: int) -> int:
        """The first instant by which `amount` was worked, which is more than 0 and not more than the total."""
        window = bisect_left(self.worked, amount)
        return self.closes[window] - (self.worked[window] - amount)


def working_year(zone: str, hours_on: Callable[[date], Hours], year: int) -> WorkingYear:
    """`hours_on` tells the windows that begin on a date."""
    opens: list[int] = []
    closes: list[int] = []
    worked: list[int] = []
    for start, end in _windows(zone, hours_on, year):
        if closes and start <= closes[-1]:
            end = max(end, closes[-1])
            worked[-1] += end - closes[-1]
            closes[-1] = end
        else:
            opens.append(start)
            closes.append(end)
            worked.append((worked[-1] if worked else 0) + end - start)
    return WorkingYear(tuple(opens), tuple(closes), tuple(worked))


def _windows(zone: str, hours_on: Callable[[date], Hours], year: int) -> Iterator[tuple[int, int]]:
    """In the order of their beginnings; they may touch and overlap."""
    for part in local_days(zone, year_start(year), year_start(year + 1)):
        yield from _within(part, _open_on(part.day, hours_on))


def _open_on(day: date, hours_on: Callable[[date], Hours]) -> Hours:
    """What of the day is working time: its own windows up to midnight, and those of the evening before from there on."""
    late = [(0, end - MINUTES_OF_A_DAY) for _, end in hours_on(day - timedelta(days=1)) if end > MINUTES_OF_A_DAY]
    own = [(start, min(end, MINUTES_OF_A_DAY)) for start, end in hours_on(day)]
    return tuple(sorted(late + own))


def _within(part: LocalDay, hours: Hours) -> Iterator[tuple[int, int]]:
    for start, end in hours:
        begins = max(part.start, part.midnight + start * _MINUTE)
        ends = min(part.end, part.midnight + end * _MINUTE)
        if begins < ends:
            yield begins, ends
