"""A clock: one promise for one ticket. It counts working time, stands still while it is paused, and says when to look again.

Pure: calendars and instants are handed in. Every change leaves a line with its reason and the time used until then, so that
the lines always add up to what the clock shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.sla.calendar import Calendar
from app.sla.terms import NOTHING, Change, ClockKind, Milestone, Phase, Promise, Why

INSTANT = timedelta(microseconds=1)
"""What happens in the very instant in which something falls due is in time."""


@dataclass
class Clock:
    """`used` is the working time used up to `since`, the instant of its last change; it goes on from there while it runs.

    `revision` counts what was promised anew: warnings and breaches of an older one are void. `version` is the policy's under
    which it counts, `level` the highest step that was reached (see `Milestone`), `over` the time used at the breach, from
    which the ladder counts, `held_until` until when somebody has said that they are on it, and `next_at` when the watch has to
    look at it.
    """

    org_id: int
    ticket: int
    kind: ClockKind
    phase: Phase
    sla: str = ""
    calendar: str = ""
    target: str = ""
    version: int = 0
    revision: int = 1
    used: timedelta = NOTHING
    since: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    next_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    met_at: datetime | None = None
    over: timedelta = NOTHING
    level: int = 0
    held_until: datetime | None = None
    held_by: int | None = None
    lines: int = 0
    changes: list[Change] = field(default_factory=list, repr=False, compare=False)

    @property
    def counts(self) -> bool:
        """It runs or will run again."""
        return self.phase in (Phase.RUNNING, Phase.PAUSED)

    @property
    def is_late(self) -> bool:
        """The promise is broken and what was promised is still to be done."""
        return self.counts and self.breached_at is not None

    @property
    def state(self) -> str:
        """As people and scripts are told: a breach stays one."""
        return "breached" if self.breached_at else str(self.phase)

    def used_at(self, at: datetime, hours: Calendar) -> timedelta:
        """The working time used until then."""
        running = self.since if self.phase is Phase.RUNNING else None
        return self.used if running is None else self.used + hours.elapsed(running, max(at, running))

    def start(self, promise: Promise, at: datetime, why: Why = Why.OPENED) -> None:
        self._take(promise)
        self._run(promise, at)
        self._line(why)

    def pause(self, hours: Calendar, at: datetime) -> None:
        """Nothing that runs: nothing happens."""
        if self.phase is Phase.RUNNING:
            self._stand(Phase.PAUSED, hours, at)
            self._line(Why.PAUSED)

    def resume(self, promise: Promise, at: datetime) -> None:
        if self.phase is Phase.PAUSED:
            self._run(promise, at)
            self._line(Why.RESUMED)

    def meet(self, hours: Calendar, at: datetime) -> None:
        """What was promised is done."""
        if self.counts:
            self._stand(Phase.MET, hours, at)
            self.met_at = self.since
            self._line(Why.MET)

    def void(self, hours: Calendar, at: datetime) -> None:
        """Nothing is owed any more: withdrawn, not a request, or the policy promises nothing."""
        if self.counts:
            self._stand(Phase.VOID, hours, at)
            self._line(Why.VOID)

    def reopen(self, promise: Promise, at: datetime, why: Why = Why.REOPENED) -> None:
        """It goes on where it stopped."""
        if not self.counts:
            self._renew(promise)
            self.met_at = None
            self._run(promise, at)
            self._line(why)

    def promise_anew(self, promise: Promise, hours: Calendar, why: Why, at: datetime) -> None:
        """Something else is promised from `at` on; `hours` are those it counted until then. Time that was used stays used.

        A breach stays one unless there is time again.
        """
        if self.counts:
            self._stand(self.phase, hours, at)
            self._renew(promise)
            self._stand(self.phase, hours, at)
            if self.phase is Phase.RUNNING:
                self._run(promise, at)
            self._line(why)

    def look_again(self, promise: Promise, at: datetime) -> None:
        """The same is promised as before; warning and ladder may be others from `at` on."""
        self.version = promise.version
        if self.phase is Phase.RUNNING:
            self._deadlines(promise)
            self.warn_at = self.warn_at and max(self.warn_at, at)
            self._look_next(promise)
            if self.breached_at and self.next_at:
                self.next_at = max(self.next_at, at)

    def hold(self, promise: Promise, until: datetime, by: int) -> None:
        """Somebody is on it: the ladder goes no higher before `until`."""
        self.held_until, self.held_by = until, by
        if self.phase is Phase.RUNNING:
            self._look_next(promise)

    def pass_by(self, promise: Promise, at: datetime) -> list[Milestone]:
        """Everything it has passed by `at`, in order, each once."""
        passed: list[Milestone] = []
        while self.next_at is not None and self.next_at <= at:
            passed.append(self._pass(promise))
            self._look_next(promise)
        return passed

    def pass_before(self, promise: Promise, at: datetime) -> list[Milestone]:
        """Everything it has passed before `at` where the promise was broken by then.

        Where it was not, nothing: a warning speaks of what is still to come, and only who looks at it now can give one.
        """
        broken = self.breached_at or self.due_at
        if self.phase is not Phase.RUNNING or broken is None or broken >= at:
            return []
        return self.pass_by(promise, at - INSTANT)

    def _pass(self, promise: Promise) -> Milestone:
        assert self.next_at is not None
        if self.breached_at:
            self.level += 1
        elif self.due_at is not None and self.due_at <= self.next_at:
            self.breached_at, self.over, self.level = self.due_at, max(promise.working, self.used), 1
        else:
            self.warned_at = self.next_at
            return Milestone(0, self.next_at, self.revision)
        return Milestone(self.level, self.next_at, self.revision)

    def _take(self, promise: Promise) -> None:
        self.sla, self.calendar, self.target, self.version = promise.sla, promise.calendar, promise.target, promise.version

    def _renew(self, promise: Promise) -> None:
        """What was passed and lies ahead again is void: it may be passed once more, as something of another revision."""
        passed = promise.working if self.breached_at else promise.warn if self.warned_at else None
        void = promise.differs(self) or (passed is not None and passed > self.used)
        self.revision += void
        self._take(promise)
        if promise.working > self.used:
            self.held_until = self.held_by = None
            self.breached_at, self.level = None, 0
            self.warned_at = None if void else self.warned_at

    def _run(self, promise: Promise, at: datetime) -> None:
        self.phase, self.since = Phase.RUNNING, self._not_before(at)
        self._deadlines(promise)

    def _deadlines(self, promise: Promise) -> None:
        self.due_at = self.breached_at or self._when(promise, promise.working)
        self.warn_at = None if promise.warn is None else self._when(promise, promise.warn)
        self._look_next(promise)

    def _stand(self, phase: Phase, hours: Calendar, at: datetime) -> None:
        self.used, self.phase, self.since = self.used_at(at, hours), phase, self._not_before(at)
        self.warn_at = self.next_at = None
        self.due_at = self.due_at if phase is Phase.MET else self.breached_at

    def _not_before(self, at: datetime) -> datetime:
        """Another machine's clock may be a little behind the one that wrote the last line: nothing counts twice."""
        return at if self.since is None else max(at, self.since)

    def _when(self, promise: Promise, used: timedelta) -> datetime | None:
        """When so much will have been used; at once where it is already, None where it never will."""
        assert self.since is not None
        return promise.hours.due(self.since, max(used - self.used, NOTHING))

    def _look_next(self, promise: Promise) -> None:
        if self.breached_at:
            rungs = promise.rungs[self.level - 1 :]
            rung = self._when(promise, self.over + rungs[0]) if rungs else None
            self.next_at = max(rung, self.held_until or rung) if rung else None
            return
        warn = None if self.warned_at else self.warn_at
        self.next_at = min((at for at in (warn, self.due_at) if at is not None), default=None)

    def _line(self, why: Why) -> None:
        assert self.since is not None
        self.lines += 1
        self.changes.append(
            Change(
                self.lines, self.since, why, self.phase, self.sla, self.calendar, self.target, self.version, self.used,
                self.due_at,
            )
        )  # fmt: skip
