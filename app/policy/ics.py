"""Whole days of an iCalendar file (RFC 5545), as other calendars export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from app.policy.days_off import LONGEST_NAME, MOST
from app.sla.special_days import OwnHoliday

HORIZON = date(2060, 12, 31)
"""How far a day that returns for ever is followed."""

_DAY = timedelta(days=1)
_EVERY = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def days_off(content: bytes) -> list[OwnHoliday]:
    """Every day of every event, in order; cancelled events are none. Raises ValueError with a sentence.

    An event with a time of day is refused: half a holiday is an override, and somebody's meeting is not a holiday.
    """
    events = list(_events(content))
    moved = {(event.get("UID"), _first_day(event["RECURRENCE-ID"])) for event in events if "RECURRENCE-ID" in event}
    found = {
        OwnHoliday(day, _name(event))
        for event in events
        if event.get("STATUS") != "CANCELLED"
        for first in _occurrences(event)
        if "RECURRENCE-ID" in event or (event.get("UID"), first) not in moved
        for day in _days(event, first)
    }
    if not found:
        raise ValueError("there are no whole days in the file")
    if len(found) > MOST:
        raise ValueError(f"there are more than {MOST} days in the file")
    return sorted(found, key=lambda holiday: (holiday.day, holiday.name))


def _events(content: bytes) -> Iterator[Any]:
    from icalendar import Calendar  # it takes a third of a second, and few policies name a file

    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig"), multiple=True)
    except UnicodeDecodeError:
        raise ValueError("the file is not UTF-8 text") from None
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"the file is not an iCalendar file: {str(error)[:80]}") from None
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            _check(event)
            yield event


def _check(event: Any) -> None:
    for part, problem in event.errors:
        raise ValueError(f'"{_name(event)}": {part} cannot be read: {str(problem)[:80]}')
    if "DTSTART" not in event:
        raise ValueError(f'"{_name(event)}" has no date')
    if not all(_is_midnight(moment) for moment in (_start(event), _end(event))) or _end(event) <= _start(event):
        raise ValueError(f'"{_name(event)}" is not a whole day')


def _start(event: Any) -> date:
    return event["DTSTART"].dt  # type: ignore[no-any-return]


def _end(event: Any) -> date:
    """The day after the last one."""
    if "DTEND" in event:
        return event["DTEND"].dt  # type: ignore[no-any-return]
    lasts = event["DURATION"].dt if "DURATION" in event else timedelta(0) if isinstance(_start(event), datetime) else _DAY
    return _start(event) + lasts  # type: ignore[no-any-return]


def _is_midnight(at: date) -> bool:
    return not isinstance(at, datetime) or at.time() == time()


def _first_day(stamp: Any) -> date:
    return stamp.dt.date() if isinstance(stamp.dt, datetime) else stamp.dt  # type: ignore[no-any-return]


def _name(event: Any) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]


def _days(event: Any, first: date) -> Iterator[date]:
    for count in range((_end(event) - _start(event)).days):
        yield first + count * _DAY


def _occurrences(event: Any) -> Iterator[date]:
    """The first day of the event, and of each of its repetitions."""
    apart = {_first_day(stamp) for stamp in _stamps(event, "EXDATE")}
    first = _first_day(event["DTSTART"])
    for day in {first, *_repeated(event, first), *(_first_day(stamp) for stamp in _stamps(event, "RDATE"))}:
        if day not in apart:
            yield day


def _stamps(event: Any, name: str) -> Iterator[Any]:
    found = event.get(name, [])
    for line in found if isinstance(found, list) else [found]:
        yield from line.dts


def _repeated(event: Any, first: date) -> Iterator[date]:
    from dateutil.rrule import rrulestr

    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if rule.get("FREQ", [""])[0] not in _EVERY:
            raise ValueError(f'"{_name(event)}" is repeated more often than once a day')
        # The rule counts in days: the hour and the zone of its end would be of another kind than the dates.
        written = re.sub(r"(UNTIL=[0-9]{8})T[0-9]{6}Z?", r"\1", rule.to_ical().decode())
        dates = rrulestr(written, dtstart=datetime.combine(first, time()))
        for found in islice(dates.xafter(datetime.combine(first, time()), inc=True), MOST + 1):  # type: ignore[union-attr]
            if found.date() > HORIZON:
                break
            yield found.date()
