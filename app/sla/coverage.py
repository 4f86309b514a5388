"""Where nobody will be there: working time in which every agent is away. Pure; also what a digest looks ahead with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.sla.calendar import Calendar

Span = tuple[datetime, datetime | None]
"""Away from … until …; None: nobody knows until when."""


@dataclass(frozen=True)
class Gap:
    """`working` is how much working time lies in it: closed hours between two windows count into the gap, not into the time."""

    start: datetime
    end: datetime
    working: timedelta


def gaps(calendar: Calendar, agents: Sequence[Sequence[Span]], start: datetime, end: datetime) -> list[Gap]:
    """The working time between two instants in which every one of the agents is away, in order; each has their absences.

    Windows that follow one another without anybody in between are one gap. Without agents all working time is one.
    """
    found: list[Gap] = []
    covered = True
    for opens, closes in calendar.windows(start, end):
        for begins, ends in _nobody(agents, opens, closes):
            seamless = not covered and begins == opens and bool(found)
            first, worked = (found[-1].start, found.pop().working) if seamless else (begins, timedelta())
            found.append(Gap(first, ends, worked + (ends - begins)))
        covered = not found or found[-1].end != closes
    return found


def _nobody(agents: Sequence[Sequence[Span]], opens: datetime, closes: datetime) -> list[tuple[datetime, datetime]]:
    """The parts of one window in which all are away."""
    parts = [(opens, closes)]
    for absences in agents:
        parts = [both for part in parts for both in _within(absences, *part)]
    return parts


def _within(absences: Iterable[Span], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """What of a time somebody is away, in order."""
    away: list[tuple[datetime, datetime]] = []
    for since, until in sorted(absences, key=lambda span: span[0]):
        begins, ends = max(since, start), min(until or end, end)
        if away and begins <= away[-1][1]:
            ends = max(ends, away[-1][1])
            begins = away.pop()[0]
        if begins < ends:
            away.append((begins, ends))
    return away
