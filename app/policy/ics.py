"""Whole days of an iCalendar file (RFC 5545), as other calendars export them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from app.policy.days_off import LONGEST_NAME, MOST
from app.sla.special_days import OwnHoliday
from app.text import one_line

HORIZON = date(2060, 12, 31)
"""How far a day that returns for ever is followed."""

_BROKEN = (AttributeError, LookupError, OverflowError, TypeError)
"""What the libraries stumble into where a line stands twice, or is of another kind than it should be."""

_DAY = timedelta(days=1)
_EVERY = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def days_off(content: bytes) -> list[OwnHoliday]:
    """Every day of every event, in order; cancelled events are none. Raises ValueError with a sentence.

    An event with a time of day is refused: half a holiday is an override, and somebody's meeting is not a holiday.
    """
    try:
        return _sorted(content)
    except UnicodeDecodeError:
        raise ValueError("the file is not UTF-8 text") from None
    except _BROKEN as error:
        raise ValueError(f"the file is not a proper iCalendar file: {str(error)[:80]}") from None


def _sorted(content: bytes) -> list[OwnHoliday]:
    events = list(_events(content))
    moved = {(event.get("UID"), _day(event["RECURRENCE-ID"].dt)) for event in events if "RECURRENCE-ID" in event}
    found: set[OwnHoliday] = set()
    for event in events:
        for day in _days(event, moved):
            found.add(OwnHoliday(day, _name(event)))
            if len(found) > MOST:
                raise ValueError(f"there are more than {MOST} days in the file")
    if not found:
        raise ValueError("there are no whole days in the file")
    return sorted(found, key=lambda holiday: (holiday.day, holiday.name))


def _events(content: bytes) -> Iterator[Any]:
    from icalendar import Calendar  # it takes a third of a second, and few policies name a file

    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig"), multiple=True)
    except ValueError as error:
        raise error if isinstance(error, UnicodeDecodeError) else LookupError(error) from None
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            for part, problem in event.errors:
                raise ValueError(f'"{_name(event)}": {part} cannot be read: {str(problem)[:80]}')
            if "DTSTART" not in event:
                raise ValueError(f'"{_name(event)}" has no date')
            yield event


def _span(event: Any) -> tuple[date, date]:
    """The first day, and the one after the last."""
    start = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        end = start if isinstance(start, datetime) else start + _DAY
    if any(isinstance(at, datetime) and at.time() != time() for at in (start, end)) or _day(end) <= _day(start):
        raise ValueError(f'"{_name(event)}" is not a whole day')
    return _day(start), _day(end)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _name(event: Any) -> str:
    return one_line(str(event.get("SUMMARY", "")), LONGEST_NAME)


def _days(event: Any, moved: Collection[tuple[Any, date]]) -> Iterator[date]:
    if event.get("STATUS") == "CANCELLED":
        return
    begins, ends = _span(event)
    for first in _occurrences(event, begins):
        if "RECURRENCE-ID" in event or (event.get("UID"), first) not in moved:
            for count in range((ends - begins).days):
                yield first + count * _DAY


def _occurrences(event: Any, first: date) -> set[date]:
    """The first day of the event, and of each of its repetitions."""
    return {first, *_repeated(event, first), *_stamps(event, "RDATE")} - set(_stamps(event, "EXDATE"))


def _stamps(event: Any, name: str) -> Iterator[date]:
    found = event.get(name, [])
    for line in found if isinstance(found, list) else [found]:
        for stamp in line.dts:
            yield _day(stamp.dt)


def _repeated(event: Any, first: date) -> Iterator[date]:
    from dateutil.rrule import rrulestr

    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if rule.get("FREQ", [""])[0] not in _EVERY:
            raise ValueError(f'"{_name(event)}" is repeated more often than once a day')
        # The rule counts in days: the hour and the zone of its end would be of another kind than the dates.
        written = re.sub(r"(UNTIL=[0-9]{8})T[0-9]{6}Z?", r"\1", rule.to_ical().decode())
        dates = rrulestr(written, dtstart=datetime.combine(first, time()))
        for found in islice(dates.xafter(datetime.combine(first, time()), inc=True), MOST + 1):
            if found.date() > HORIZON:
                break
            yield found.date()
