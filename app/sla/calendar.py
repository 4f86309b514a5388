"""A calendar that can be asked: when does a promise fall due, and how much working time lies between two instants.

Pure: it reads no file and no clock. Every answer is in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache, partial

from app.sla.closures import Closure, closures
from app.sla.duration import Duration
from app.sla.instants import LAST_YEAR, MICROSECOND, moment, ticks, year_of
from app.sla.public_holidays import PublicHolidays
from app.sla.special_days import Hours, Override, OwnHoliday
from app.sla.weekly import OrdinaryWeek, ordinary_week
from app.sla.working_year import WorkingYear, working_year

FURTHEST = 200
"""Years. What is not due by then never is: ten years of promise are less, even at ten working hours a week."""

_IDLE = 12
"""So many years without any working time, and there will be none."""

_YEARS_KEPT = 64


@dataclass(frozen=True)
class Calendar:
    """Working time: the windows of seven weekdays from Monday on in one IANA zone, holidays, and overrides.

    A window belongs to the date on which it begins. Safe in threads; keep it and ask again, years are worked out once.
    """

    zone: str
    weekdays: tuple[Hours, ...]
    public: PublicHolidays | None = None
    own: tuple[OwnHoliday, ...] = ()
    overrides: tuple[Override, ...] = ()

    def due(self, start: datetime, amount: timedelta) -> datetime | None:
        """The earliest instant by which so much working time has passed since `start`; None: never, as far as we look."""
        left = amount // MICROSECOND
        if left < 0:
            raise ValueError("working time cannot be negative")
        at = ticks(start)
        if not left:
            return moment(at)
        first, idle = year_of(at), 0
        left += self._year(first).until(at)
        for year in map(self._year, range(first, min(first + FURTHEST, LAST_YEAR) + 1)):
            if left <= year.total:
                return moment(year.reach(left))
            left -= year.total
            idle = 0 if year.total else idle + 1
            if idle == _IDLE:
                break
        return None

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants. Raises ValueError where `end` lies before `start`."""
        since, until = ticks(start), ticks(end)
        if until < since:
            raise ValueError("the end lies before the start")
        first, last = year_of(since), year_of(until)
        between = sum(self._year(year).total for year in range(first, last))
        return timedelta(microseconds=between + self._year(last).until(until) - self._year(first).until(since))

    def is_open(self, at: datetime) -> bool:
        now = ticks(at)
        year = self._year(year_of(now))
        return year.until(now + 1) > year.until(now)

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` itself while it is open. None: never, as far as we look."""
        first_worked = self.due(at, MICROSECOND)
        return first_worked and first_worked - MICROSECOND

    def windows(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Working time between two instants: windows apart from each other, in order."""
        found: list[tuple[int, int]] = []
        for begins, ends in self._windows(ticks(start), ticks(end)):
            if found and found[-1][1] == begins:
                begins = found.pop()[0]
            found.append((begins, ends))
        return [(moment(begins), moment(ends)) for begins, ends in found]

    def closures(self, start: datetime, end: datetime, language: str = "en") -> list[Closure]:
        """What is not working time between two instants, and why; with `windows` it is the whole time."""
        return closures(self, start, end, language)

    @property
    def day(self) -> timedelta:
        """How long 1d is: the weekly hours divided by the open days. Raises ValueError where there are none."""
        return self._ordinary.length(days=1)

    @property
    def week(self) -> timedelta:
        """How long 1w is: the weekly hours."""
        return self._ordinary.length(weeks=1)

    def working_time(self, duration: Duration) -> timedelta:
        """A duration as people write it, as working time of this calendar. Raises ValueError for days of an empty week."""
        exact = timedelta(seconds=duration.seconds)
        return exact if duration.exact else exact + self._ordinary.length(duration.weeks, duration.days)

    def hours_on(self, day: date) -> Hours:
        """The windows that begin on a date."""
        override = self._override_on.get(day)
        if override is not None:
            return override.hours
        hours = self.weekdays[day.weekday()]
        return () if hours and self.holiday_on(day) is not None else hours

    def override_on(self, day: date) -> Override | None:
        return self._override_on.get(day)

    def holiday_on(self, day: date, language: str = "en") -> str | None:
        """Its name, which may be ''; None where it is none."""
        own = self._own_on.get(day)
        public = self.public.on(day, language) if self.public else ""
        return own or public or own

    @cached_property
    def _ordinary(self) -> OrdinaryWeek:
        return ordinary_week(self.weekdays)

    @cached_property
    def _override_on(self) -> Mapping[date, Override]:
        return {override.day: override for override in self.overrides}

    @cached_property
    def _own_on(self) -> Mapping[date, str]:
        return {holiday.day: holiday.name for holiday in self.own}

    @cached_property
    def _year(self) -> Callable[[int], WorkingYear]:
        return lru_cache(maxsize=_YEARS_KEPT)(partial(working_year, self.zone, self.hours_on))

    def _windows(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        if start >= end:
            return
        for year in map(self._year, range(year_of(start), year_of(end - 1) + 1)):
            yield from year.between(start, end)
