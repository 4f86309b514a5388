"""Calendars: weekly hours in one zone, holidays, and dates that are different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from app.policy.days_off import Holidays
from app.policy.refusal import Path, refused
from app.policy.values import MINUTES_OF_A_DAY, Day, Flag, Label, Section, Zone, minutes

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As `date.weekday()` counts them."""


@dataclass(frozen=True)
class Window:
    """Working time from `start` to `end`, minutes since midnight; an `end` beyond 1440 is on the next day ("22:00-06:00")."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end if self.end <= MINUTES_OF_A_DAY else self.end - MINUTES_OF_A_DAY)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def window(value: Any) -> Window:
    """Read "09:30-13:00". Raises ValueError."""
    if isinstance(value, Window):
        return value
    halves = value.split("-") if isinstance(value, str) else ()
    if len(halves) != 2:
        raise ValueError(f'"{str(value)[:40]}" is not a window of time: write "09:30-13:00"')
    start, end = minutes(halves[0].strip()), minutes(halves[1].strip())
    if start == MINUTES_OF_A_DAY:
        raise ValueError(f'"{value}": a window cannot begin at 24:00')
    if start == end:
        raise ValueError(f'"{value}" begins and ends at once: the whole day is "00:00-24:00"')
    return Window(start, end if end > start else end + MINUTES_OF_A_DAY)


def _apart(windows: list[Window]) -> list[Window]:
    in_order = sorted(enumerate(windows), key=lambda entry: (entry[1].start, entry[1].end))
    late = [
        ((where,), f'"{after}" overlaps "{before}"')
        for (_, before), (where, after) in pairwise(in_order)
        if after.start < before.end
    ]
    if late:
        raise refused(*late)
    return windows


AWindow = Annotated[
    Window,
    BeforeValidator(window),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9] *- *[0-2][0-9]:[0-5][0-9]$"}),
]
Windows = Annotated[list[AWindow], Field(max_length=48), AfterValidator(_apart)]


def days_of(text: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday) of "mon", "mon-fri", "sat,sun", "sun-thu". Raises ValueError."""
    named: list[int] = []
    for part in text.lower().split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or not set(ends) <= set(DAYS):
            raise ValueError(f'"{text[:40]}" names no days: write mon, mon-fri or "mon,wed"')
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        named += [day % 7 for day in range(first, last + (7 if last < first else 0) + 1)]
    return tuple(named)


def _day_range(text: str) -> str:
    days_of(text)
    return text


DayRange = Annotated[str, AfterValidator(_day_range)]


def _hours(value: Mapping[str, list[Window]]) -> Mapping[str, list[Window]]:
    problems: list[tuple[Path, str]] = []
    taken: dict[int, str] = {}
    for key in value:
        days = days_of(key)
        twice = [day for n, day in enumerate(days) if day in taken or day in days[:n]]
        problems += [((key,), f'{DAYS[day]} is named twice (also in "{taken.get(day, key)}")') for day in twice]
        taken |= dict.fromkeys(days, key)
    if not problems and not any(value.values()):
        problems.append(((), "there is no working time at all: nothing would ever be due"))
    if problems:
        raise refused(*problems)
    return value


class Override(Section):
    """One date that is different: `closed: true`, or `hours` of its own. `name` is why."""

    date: Day
    name: Label | None = None
    closed: Flag = False
    hours: Windows | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Override:
        if self.closed == (self.hours is not None):
            raise refused(((), "say either closed: true or hours: […]"))
        if self.hours == []:
            raise refused((("hours",), "no hours: write closed: true"))
        return self


def _once(overrides: list[Override]) -> list[Override]:
    seen: set[date] = set()
    twice: list[tuple[Path, str]] = []
    for where, override in enumerate(overrides):
        if override.date in seen:
            twice.append(((where, "date"), f"{override.date} is named twice"))
        seen.add(override.date)
    if twice:
        raise refused(*twice)
    return overrides


class CalendarPolicy(Section):
    """When a team works. `timezone` None: that of `defaults`."""

    timezone: Zone | None = None
    hours: Annotated[dict[DayRange, Windows], AfterValidator(_hours)]
    holidays: Holidays = Holidays()
    overrides: Annotated[list[Override], Field(max_length=1000), AfterValidator(_once)] = Field(default_factory=list)

    @property
    def week(self) -> tuple[tuple[Window, ...], ...]:
        """Seven days from Monday on, each with its windows in order."""
        return tuple(tuple(sorted(self._on(day), key=lambda w: w.start)) for day in range(7))

    def _on(self, day: int) -> Iterable[Window]:
        return (a_window for key, windows in self.hours.items() if day in days_of(key) for a_window in windows)


ROUND_THE_CLOCK = CalendarPolicy(hours={"mon-sun": [Window(0, MINUTES_OF_A_DAY)]})
