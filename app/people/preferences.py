"""What a person wants to hear, and when not: kinds of notices, and quiet hours in their own day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Notice(StrEnum):
    """Why somebody is written to privately. What is not listed in `OPTIONAL` always arrives."""

    REQUEST = "request"
    ASSIGNED = "assigned"
    FOLLOWED = "followed"
    ALERTS = "alerts"
    REMINDERS = "reminders"


OPTIONAL = (Notice.ASSIGNED, Notice.FOLLOWED, Notice.ALERTS, Notice.REMINDERS)
"""What can be switched off. An answer to one's own request cannot: the private chat is where it was asked for."""


@dataclass(frozen=True)
class Quiet:
    """From when until when, each day, in the person's own time. The same time twice means never."""

    since: time
    until: time


@dataclass(frozen=True)
class Preferences:
    """`off` are the notices they do without."""

    off: frozenset[Notice] = field(default_factory=frozenset)
    quiet: Quiet | None = None

    def wants(self, notice: Notice) -> bool:
        return notice not in self.off


NO_PREFERENCES = Preferences()


def next_allowed(quiet: Quiet | None, zone: str, at: datetime) -> datetime:
    """The first instant from `at` (aware UTC) on that is not quiet. `zone` is an IANA name.

    A time that daylight saving skips counts as the moment of the change, one that it repeats as its first pass.
    """
    if quiet is None or quiet.since == quiet.until:
        return at
    there = _zone(zone)
    today = at.astimezone(there).date()
    for day in (today - timedelta(days=1), today):
        begins = _instant(day, quiet.since, there)
        ends = _instant(day if quiet.since < quiet.until else day + timedelta(days=1), quiet.until, there)
        if begins <= at < ends:
            return ends
    return at


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone; not a zone's name; a folder of zones
        return ZoneInfo("UTC")


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """When it is that time there on that day; the moment of the change, where daylight saving skips that time."""
    local = datetime.combine(day, clock, zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    # The two readings of a time that never was, by the offset after the change and by that before, lie around the change.
    return _change(local.replace(fold=1).astimezone(UTC), instant, zone)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between these two at which the zone's offset changes, to the second."""
    was = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == was:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


_HALF = r"(?:\s*([ap])\.?\s?m\.?)?"
_TIME = rf"(\d{{1,2}})(?:[:.](\d{{2}}))?{_HALF}"
_SPAN = re.compile(
    rf"(?:from\s+)?{_TIME}(?:\s*[-–—]\s*|\s+(?:to|till|until|से|बजे\s+से)\s+){_TIME}(?:\s+बजे)?(?:\s+तक)?",
    re.IGNORECASE,
)


class SameTime(ValueError):
    """From and until are one: it could mean always as well as never."""


def span_of(text: str) -> Quiet | None:
    """ "22:00-07:00", "22 to 7", "10pm-7am", "२२:०० से ०७:००"; None for nothing. Raises ValueError for what is no span of times,
    SameTime for the same twice.
    """
    said = text.strip()
    if not said:
        return None
    found = _SPAN.fullmatch(said) if len(said) <= 40 else None
    if found is None:
        raise ValueError("no span of times")
    if bool(found[3]) is not bool(found[6]):
        raise ValueError("only one of them says which half of the day it is in")
    since, until = _time(found[1], found[2], found[3]), _time(found[4], found[5], found[6])
    if since == until:
        raise SameTime
    return Quiet(since, until)


def _time(hours: str, minutes: str | None, half: str | None) -> time:
    """`half` is the "a" of a.m. or the "p" of p.m., None where all hours of the day are counted."""
    hour, minute = int(hours), int(minutes or 0)
    if half is not None:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of half a day")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(0, minute) if hour == 24 and minute == 0 else time(hour, minute)


def clock_text(at: time) -> str:
    return at.strftime("%H:%M")


def shown(quiet: Quiet | None) -> str:
    """As it is typed: "22:00-07:00"."""
    return f"{clock_text(quiet.since)}-{clock_text(quiet.until)}" if quiet else ""
