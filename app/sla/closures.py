"""Why it is closed: the time between two windows, date by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.sla.instants import moment, ticks
from app.sla.local_days import local_days

if TYPE_CHECKING:
    from app.sla.calendar import Calendar


class Reason(StrEnum):
    """What keeps a date closed; NIGHT is all time outside of the hours of a day that has some, the lunch break too."""

    NIGHT = "night"
    DAY_OFF = "day off"
    HOLIDAY = "holiday"
    OVERRIDE = "override"


@dataclass(frozen=True)
class Closure:
    """Closed from `start` to `end`. `name` is that of the holiday or of the override, '' where there is none."""

    start: datetime
    end: datetime
    reason: Reason
    name: str = ""


def closures(calendar: Calendar, start: datetime, end: datetime, language: str) -> list[Closure]:
    """In order, apart from the calendar's windows; neighbours always differ in their reason or are not neighbours."""
    found: list[Closure] = []
    for begins, ends in _gaps(calendar, start, end):
        for part in local_days(calendar.zone, begins, ends):
            reason, name = _why(calendar, part.day, language)
            opened = moment(part.start)
            if found and found[-1].end == opened and (found[-1].reason, found[-1].name) == (reason, name):
                opened = found.pop().start
            found.append(Closure(opened, moment(part.end), reason, name))
    return found


def _gaps(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[int, int]]:
    reached = ticks(start)
    for opens, closes in calendar.windows(start, end):
        if reached < ticks(opens):
            yield reached, ticks(opens)
        reached = ticks(closes)
    if reached < ticks(end):
        yield reached, ticks(end)


def _why(calendar: Calendar, day: date, language: str) -> tuple[Reason, str]:
    if override := calendar.override_on(day):
        return Reason.OVERRIDE, override.name
    if not calendar.weekdays[day.weekday()]:
        # A holiday on a Sunday takes nothing away from who never works on Sundays.
        return Reason.DAY_OFF, ""
    holiday = calendar.holiday_on(day, language)
    return (Reason.NIGHT, "") if holiday is None else (Reason.HOLIDAY, holiday)
