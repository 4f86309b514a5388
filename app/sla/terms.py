"""The terms in which clocks speak: what is promised, what was passed, and the lines that say what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.sla.calendar import Calendar

if TYPE_CHECKING:
    from app.sla.clock import Clock

NOTHING = timedelta(0)


class ClockKind(StrEnum):
    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class Phase(StrEnum):
    """`met`: the promise was kept or, where `breached_at` is set, came too late. `void`: nothing is promised any more."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    VOID = "void"


class Why(StrEnum):
    """What changed a clock."""

    OPENED = "opened"
    PAUSED = "paused"
    RESUMED = "resumed"
    PRIORITY = "priority"
    MOVED = "moved"
    POLICY = "policy"
    MET = "met"
    REOPENED = "reopened"
    VOID = "void"


ANEW = frozenset({Why.PRIORITY, Why.MOVED, Why.POLICY})
"""Changes of what is promised."""


@dataclass(frozen=True)
class Promise:
    """What the policy promises: `working` time of `hours`, and a warning when `warn` of it is used (None: no warning).

    `sla` and `calendar` are their names in the policy, `target` the duration as it is written there, `version` the policy's.
    `rungs` are the steps of the ladder above the breach, as working time after it.
    """

    sla: str
    calendar: str
    target: str
    working: timedelta
    warn: timedelta | None
    hours: Calendar
    version: int = 0
    rungs: tuple[timedelta, ...] = ()

    def differs(self, clock: Clock) -> bool:
        """Whether the clock counts something else."""
        return (self.sla, self.calendar, self.target) != (clock.sla, clock.calendar, clock.target)


@dataclass(frozen=True)
class Milestone:
    """What a clock has passed at `at`. `level` 0 is the warning, 1 the breach, from 2 on the steps of the ladder above.

    `revision` is the clock's when it did: something of an older one is void (see `Clock`).
    """

    level: int
    at: datetime
    revision: int = 1


@dataclass(frozen=True)
class Change:
    """From `at` on this held. `used` is the working time used before it; `due_at` None: it did not run, or never falls due."""

    seq: int
    at: datetime
    why: Why
    phase: Phase
    sla: str
    calendar: str
    target: str
    version: int
    used: timedelta
    due_at: datetime | None
