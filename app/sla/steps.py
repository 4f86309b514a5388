"""An account in few steps: nights are told with the work around them, neighbours are one, and a long history is folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.sla.account import Segment, Spent, Stretch
from app.sla.closures import Reason
from app.sla.terms import ANEW, NOTHING, Change

MOST = 9
"""Steps that are told; of more the middle is folded."""

_FIRST, _LAST = 3, 5
_NIGHT = (str(Reason.NIGHT), "")


@dataclass(frozen=True)
class Step:
    """Until `end` time was spent like this. `nights`: it was closed in between.

    `why` is what kept it closed, each once: "weekend" or a `Reason`, and its name. `seq` is the number of the change it follows.
    """

    start: datetime
    end: datetime
    spent: Spent
    amount: timedelta = NOTHING
    nights: bool = False
    why: tuple[tuple[str, str], ...] = ()
    seq: int = 0


@dataclass(frozen=True)
class Anew:
    """From here on something else was promised."""

    change: Change


@dataclass(frozen=True)
class Folded:
    """`count` steps until `end`, and what they sum to."""

    end: datetime
    count: int
    used: timedelta
    paused: timedelta


Told = Step | Anew | Folded


def steps(stretches: Sequence[Stretch]) -> list[Told]:
    """All of it, in order, at most `MOST`."""
    every: list[Told] = []
    for stretch in stretches:
        if stretch.change.why in ANEW and stretch is not stretches[0]:
            every.append(Anew(stretch.change))
        every += [replace(step, seq=stretch.change.seq) for step in _merged(stretch.segments)]
    return _folded(every)


def _merged(segments: Sequence[Segment]) -> list[Step]:
    """Closed neighbours are one step, and work with nothing but nights in between is one step."""
    found: list[Step] = []
    for step in _closed_together(segments):
        night = found[-1] if len(found) > 1 and found[-1].why == (_NIGHT,) else None
        if night and step.spent is Spent.WORKING and found[-2].spent is Spent.WORKING:
            found.pop()
            before = found.pop()
            step = Step(before.start, step.end, Spent.WORKING, before.amount + step.amount, nights=True)
        found.append(step)
    return found


def _closed_together(segments: Sequence[Segment]) -> Iterator[Step]:
    shut: list[Segment] = []
    for segment in segments:
        if segment.spent is Spent.CLOSED:
            shut.append(segment)
            continue
        yield from _closed(shut)
        shut = []
        yield Step(segment.start, segment.end, segment.spent, segment.amount)
    yield from _closed(shut)


def _closed(shut: Sequence[Segment]) -> Iterator[Step]:
    """Nights go without saying where something else kept it closed."""
    if shut:
        whys = dict.fromkeys(("weekend" if one.weekend else str(one.reason), one.name) for one in shut)
        named = tuple(why for why in whys if why != _NIGHT)
        yield Step(shut[0].start, shut[-1].end, Spent.CLOSED, why=named or (_NIGHT,))


def _folded(every: list[Told]) -> list[Told]:
    if len(every) <= MOST:
        return every
    middle = every[_FIRST:-_LAST]
    spent = [step for step in middle if isinstance(step, Step)]
    fold = Folded(_end(middle[-1]), len(middle), _sum(spent, Spent.WORKING), _sum(spent, Spent.PAUSED))
    return [*every[:_FIRST], fold, *every[-_LAST:]]


def _sum(told: Sequence[Step], spent: Spent) -> timedelta:
    return sum((step.amount for step in told if step.spent is spent), NOTHING)


def _end(told: Told) -> datetime:
    return told.change.at if isinstance(told, Anew) else told.end
