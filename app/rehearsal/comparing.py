"""What is different between how a ticket lived and how it would have, and the sums over many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.rehearsal.lived import Lived, Reached
from app.sla.ladder import BREACH, WARNING
from app.sla.passing import UNNOTICED
from app.sla.terms import ClockKind


@dataclass(frozen=True)
class Compared:
    """One ticket: how it lived, and how it would have."""

    number: int
    now: Lived
    then: Lived

    @property
    def differs(self) -> bool:
        return self.routed or self.acted or any(self.promise(kind) for kind in ClockKind)

    @property
    def routed(self) -> bool:
        """Whether it would have gone elsewhere, or with another priority."""
        one, other = self.now.opened, self.then.opened
        return (one.team, one.category, one.priority) != (other.team, other.category, other.priority)

    @property
    def acted(self) -> bool:
        """Whether the ladder would have done something else to it."""
        one, other = self.now.acts, self.then.acts
        alike = len(one) == len(other) and all(
            (a.what, a.after) == (b.what, b.after) and near(a.at, b.at) for a, b in zip(one, other, strict=True)
        )
        return not alike

    def promise(self, kind: ClockKind) -> bool:
        """Whether other milestones would have been passed, at other times, or told to others."""
        return any(not _alike(now, then) for _, now, then in self.levels(kind))

    def levels(self, kind: ClockKind) -> Iterator[tuple[int, list[Reached], list[Reached]]]:
        """Every level that either reached, with when."""
        now, then = self.now.of(kind), self.then.of(kind)
        for level in sorted({one.level for one in (*now, *then)}):
            yield level, [one for one in now if one.level == level], [one for one in then if one.level == level]

    @property
    def weight(self) -> int:
        """What is told first: broken promises, higher levels, other ways, then the rest."""
        if any(self.now.promises[kind].state != self.then.promises[kind].state for kind in ClockKind if self.breaks(kind)):
            return 0
        if self.acted or any(level > BREACH and bool(a) != bool(b) for kind in ClockKind for level, a, b in self.levels(kind)):
            return 1
        return 2 if self.routed else 3

    def breaks(self, kind: ClockKind) -> bool:
        return "broken" in (self.now.promises[kind].state, self.then.promises[kind].state)


@dataclass
class Sums:
    """`now` and `then` count promises: broken ones by their kind, those warned of, and those that reached a level."""

    tickets: int = 0
    routed: int = 0
    differ: int = 0
    now: Counter[str] = field(default_factory=Counter)
    then: Counter[str] = field(default_factory=Counter)

    def add(self, one: Compared) -> None:
        self.tickets += 1
        self.routed += one.routed
        self.differ += one.differs
        self.now.update(_counted(one.now))
        self.then.update(_counted(one.then))

    @property
    def highest(self) -> int:
        """The highest level that was or would have been reached."""
        levels = [int(name.removeprefix("level_")) for name in (*self.now, *self.then) if name.startswith("level_")]
        return max(levels, default=BREACH)


def near(one: datetime, other: datetime) -> bool:
    """A watch that is so little late is not late: two such instants are the same one."""
    return abs(one - other) <= UNNOTICED


def _alike(now: Sequence[Reached], then: Sequence[Reached]) -> bool:
    return len(now) == len(then) and all(
        near(one.at, other.at) and one.hears == other.hears for one, other in zip(now, then, strict=True)
    )


def _counted(lived: Lived) -> Iterator[str]:
    for kind, level in sorted({(one.kind, one.level) for one in lived.reached}):
        if level == BREACH:
            yield f"broken_{kind}"
        else:
            yield "warned" if level == WARNING else f"level_{level}"
