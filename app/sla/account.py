"""What became of a clock's time: every instant since it started is work, closed, a pause, or after its end.

Told from the lines the clock itself has left (`Change`) and the calendars it counted by, so that it adds up to what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.sla.calendar import Calendar
from app.sla.closures import Closure, Reason
from app.sla.instants import MICROSECOND
from app.sla.terms import NOTHING, Change, Phase

_WEEKEND = frozenset({5, 6})

HoursOf = Callable[[Change], Calendar]
"""The calendar by which a clock counted from a change on."""


class Spent(StrEnum):
    """What time is. After its end a promise may go on: it was kept and is owed again (ENDED), or was none for a while."""

    WORKING = "working"
    CLOSED = "closed"
    PAUSED = "paused"
    ENDED = "ended"
    UNPROMISED = "unpromised"


@dataclass(frozen=True)
class Segment:
    """From `start` to `end`. `amount` is working time: used, or in a pause not counted.

    `reason` and `name`: why it is closed; `weekend`: nothing but Saturday and Sunday there.
    """

    start: datetime
    end: datetime
    spent: Spent
    amount: timedelta = NOTHING
    reason: Reason | None = None
    name: str = ""
    weekend: bool = False


@dataclass(frozen=True)
class Stretch:
    """What became of the time from a change to the next one."""

    change: Change
    segments: tuple[Segment, ...]


def account(changes: Sequence[Change], hours_of: HoursOf, until: datetime, language: str = "en") -> list[Segment]:
    """Everything between the first change and `until` without a gap, in order; `language` is that of the holidays' names."""
    return [segment for stretch in stretches(changes, hours_of, until, language) for segment in stretch.segments]


def stretches(changes: Sequence[Change], hours_of: HoursOf, until: datetime, language: str = "en") -> list[Stretch]:
    """The same, by the change that began it. A change that came into force later than `until` is not told."""
    told = [change for change in changes if change.at <= until]
    ends = [*(change.at for change in told[1:]), until]
    pairs = zip(told, ends, strict=True)
    return [Stretch(change, tuple(_segments(change, hours_of(change), end, language))) for change, end in pairs]


def used(segments: Sequence[Segment]) -> timedelta:
    """The working time of the promise that they use up."""
    return sum((segment.amount for segment in segments if segment.spent is Spent.WORKING), NOTHING)


def _segments(change: Change, hours: Calendar, end: datetime, language: str) -> Iterator[Segment]:
    if change.at >= end:
        return
    if change.phase is Phase.RUNNING:
        yield from _running(change.at, end, hours, language)
    elif change.phase is Phase.PAUSED:
        yield Segment(change.at, end, Spent.PAUSED, hours.elapsed(change.at, end))
    else:
        yield Segment(change.at, end, Spent.ENDED if change.phase is Phase.MET else Spent.UNPROMISED)


def _running(start: datetime, end: datetime, hours: Calendar, language: str) -> list[Segment]:
    open_ = [Segment(opens, closes, Spent.WORKING, closes - opens) for opens, closes in hours.windows(start, end)]
    shut = [_shut(closure, hours.zone) for closure in hours.closures(start, end, language)]
    return sorted(open_ + shut, key=lambda segment: segment.start)


def _shut(closure: Closure, zone: str) -> Segment:
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (closure.start, closure.end - MICROSECOND))
    days = {(first + timedelta(days=n)).weekday() for n in range(min((last - first).days, 6) + 1)}
    weekend = closure.reason is Reason.DAY_OFF and days <= _WEEKEND
    return Segment(closure.start, closure.end, Spent.CLOSED, reason=closure.reason, name=closure.name, weekend=weekend)
