"""The dates of a place as stretches of UTC, exact where its clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.sla.instants import SECOND, moment, year_of, year_start

DAY = 86_400 * SECOND
_FIRST_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class LocalDay:
    """From `start` to `end` the clocks of the place show `day`, and are `offset` ahead of UTC (all in microseconds).

    A date on which they change is several of these; one that they leap over is none.
    """

    day: date
    start: int
    end: int
    offset: int

    @property
    def midnight(self) -> int:
        """When its 00:00 was, or would have been had the clocks never changed."""
        return (self.day.toordinal() - _FIRST_DAY) * DAY - self.offset


def local_days(zone: str, start: int, end: int) -> Iterator[LocalDay]:
    """All of the time from `start` to `end`, in order."""
    if start >= end:
        return
    for year in range(year_of(start), year_of(end - 1) + 1):
        for begins, ends, offset in _stretches(zone, year):
            yield from _days_of(max(begins, start), min(ends, end), offset)


def _days_of(start: int, end: int, offset: int) -> Iterator[LocalDay]:
    while start < end:
        number = (start + offset) // DAY
        next_midnight = (number + 1) * DAY - offset
        yield LocalDay(date.fromordinal(_FIRST_DAY + number), start, min(end, next_midnight), offset)
        start = next_midnight


@lru_cache(maxsize=4096)
def _stretches(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """(start, end, offset) of each part of a year in UTC in which the clocks run on undisturbed.

    Looked at once a day: nowhere have clocks ever changed twice within less than four days.
    """
    place = ZoneInfo(zone)
    start, end = year_start(year), year_start(year + 1)
    found, offset = [], _offset(place, start)
    for at in range(start, end, DAY):
        if _offset(place, at + DAY) != offset:
            change = min(_change(place, at, at + DAY), end)
            found.append((start, change, offset))
            start, offset = change, _offset(place, at + DAY)
    return tuple(part for part in (*found, (start, end, offset)) if part[0] < part[1])


def _change(place: ZoneInfo, before: int, after: int) -> int:
    """The first second of the new time."""
    old = _offset(place, before)
    while after - before > SECOND:
        middle = (before + after) // 2 // SECOND * SECOND
        before, after = (middle, after) if _offset(place, middle) == old else (before, middle)
    return after


def _offset(place: ZoneInfo, at: int) -> int:
    there: datetime = moment(at).astimezone(place)
    shift = there.utcoffset()
    return (shift.days * 86_400 + shift.seconds) * SECOND if shift is not None else 0
