"""A second opinion on working time that shares nothing with the desk: every minute is looked at on its own.

It reads the plain words of a policy, asks a zone what its clocks show in that minute, and looks whether somebody works then.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import holidays

NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def minutes(windows: Sequence[str]) -> set[int]:
    """Every minute from the day's midnight on in which somebody works; 1440 and more are after the next midnight."""
    found: set[int] = set()
    for written in windows:
        (a, b), (c, d) = (map(int, half.split(":")) for half in written.split("-"))
        start, end = a * 60 + b, c * 60 + d
        found |= set(range(start, end if end > start else end + 1440))
    return found


class Oracle:
    """`calendar` as it stands in the file, with one weekday per key of its hours."""

    def __init__(self, calendar: Mapping[str, Any], begin: datetime, days: int) -> None:
        """`begin` is a whole minute in UTC; what is asked lies within `days` from there."""
        self.calendar, self.begin = calendar, begin
        self._on: dict[date, set[int]] = {}
        zone = ZoneInfo(calendar["timezone"])
        first = int(begin.timestamp())
        there = (datetime.fromtimestamp(first + 60 * count, zone) for count in range(days * 1440))
        self.worked = [0, *accumulate(map(self._open, there))]

    def elapsed(self, start: datetime, end: datetime) -> int:
        """In minutes."""
        return self.worked[self._index(end)] - self.worked[self._index(start)]

    def due(self, start: datetime, amount: int) -> datetime | None:
        """None: later than it has looked."""
        index = self._index(start)
        found = bisect_left(self.worked, self.worked[index] + amount, lo=index)
        return self.begin + timedelta(minutes=found) if found < len(self.worked) else None

    def is_open(self, at: datetime) -> bool:
        return self.worked[self._index(at) + 1] > self.worked[self._index(at)]

    def day_and_week(self) -> tuple[float, float]:
        """In minutes, of an ordinary week."""
        hours = self.calendar["hours"]
        week = {(NAMES.index(day) * 1440 + at) % 10080 for day, windows in hours.items() for at in minutes(windows)}
        return len(week) / sum(bool(windows) for windows in hours.values()), len(week)

    def _index(self, at: datetime) -> int:
        return int((at - self.begin).total_seconds()) // 60

    def _open(self, there: datetime) -> bool:
        today = there.date()
        if today not in self._on:
            yesterday = self._work_of(today - timedelta(days=1))
            self._on[today] = self._work_of(today) | {minute - 1440 for minute in yesterday}
        return there.hour * 60 + there.minute in self._on[today]

    def _work_of(self, day: date) -> set[int]:
        for override in self.calendar.get("overrides", []):
            if override["date"] == str(day):
                return minutes(override.get("hours", []))
        if str(day) in self.calendar["holidays"].get("dates", []) or self._celebrated(day):
            return set()
        return minutes(self.calendar["hours"].get(NAMES[day.weekday()], []))

    def _celebrated(self, day: date) -> bool:
        country = self.calendar["holidays"].get("country")
        part = self.calendar["holidays"].get("subdivision")
        return bool(country) and day in _public(country, part, day.year)


@cache
def _public(country: str, part: str | None, year: int) -> set[date]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return set(holidays.country_holidays(country, subdiv=part, years=year))


def changes(zone: str, year: int) -> list[datetime]:
    """The hours of a year in which the clocks of a zone are put forward or back."""
    place, first = ZoneInfo(zone), datetime(year, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=count) for count in range(366 * 24)]
    shifts = [hour.astimezone(place).utcoffset() for hour in hours]
    return [hour for hour, before, after in zip(hours[1:], shifts, shifts[1:], strict=False) if before != after]
