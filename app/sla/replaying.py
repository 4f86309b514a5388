"""What a ticket's clocks should be, told from its history and the policies of its time alone.

A second way to the same answer: nothing here looks at a clock that is kept, and time is summed up piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.ports import HistoryLine
from app.sla.promises import Promises
from app.sla.terms import NOTHING, Change, ClockKind, Phase, Promise, Why
from app.tickets.model import Priority, Status

InForce = Sequence[tuple[datetime, Promises]]
"""Every policy there ever was and since when, in order; the first one holds from the beginning."""

AFTERWARDS = {
    "ticket.opened": Status.NEW,
    "ticket.moved": Status.NEW,
    "ticket.waiting": Status.WAITING,
    "ticket.resumed": Status.IN_PROGRESS,
    "ticket.resolved": Status.RESOLVED,
    "ticket.closed": Status.CLOSED,
    "ticket.withdrawn": Status.CLOSED,
    "ticket.merged": Status.CLOSED,
    "ticket.reopened": Status.IN_PROGRESS,
}
"""What a ticket is after an event, as far as clocks care."""
_WHY = {
    "ticket.opened": Why.OPENED,
    "ticket.moved": Why.MOVED,
    "ticket.prioritised": Why.PRIORITY,
    "ticket.reopened": Why.REOPENED,
    "ticket.unmerged": Why.REOPENED,
    "ticket.unsent": Why.REOPENED,
}


@dataclass
class Should:
    """One clock as it should be. `used` counts up to `since`; `phase` is None while nothing was ever promised."""

    kind: ClockKind
    phase: Phase | None = None
    promise: Promise | None = None
    used: timedelta = NOTHING
    since: datetime | None = None
    due_at: datetime | None = None
    breached_at: datetime | None = None
    over: timedelta = NOTHING
    met_at: datetime | None = None
    lines: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        return self.phase in (Phase.RUNNING, Phase.PAUSED)

    def used_by(self, at: datetime) -> timedelta:
        if self.phase is not Phase.RUNNING or self.promise is None or self.since is None:
            return self.used
        return self.used + self.promise.hours.elapsed(self.since, max(at, self.since))

    def until(self, at: datetime) -> None:
        """Time goes by, and the promise may break."""
        if self.phase is Phase.RUNNING and self.promise is not None:
            if self.breached_at is None and self.due_at is not None and self.due_at < at:
                self.breached_at, self.over = self.due_at, max(self.promise.working, self.used)
            self.used = self.used_by(at)
        self.since = at if self.since is None else max(at, self.since)

    def end(self, phase: Phase, why: Why) -> None:
        self.phase = phase
        if phase is Phase.MET:
            self.met_at = self.since
        else:
            self.due_at = self.breached_at
        self.line(why)

    def owe(self, promise: Promise, *, paused: bool, why: Why) -> None:
        """From here on this is promised; what was used stays used, and a breach stays one unless there is time again."""
        assert self.since is not None
        if promise.working > self.used:
            self.breached_at = None
        self.phase, self.promise, self.met_at = Phase.PAUSED if paused else Phase.RUNNING, promise, None
        left = max(promise.working - self.used, NOTHING)
        self.due_at = self.breached_at if paused or self.breached_at else promise.hours.due(self.since, left)
        self.line(why)

    def line(self, why: Why) -> None:
        assert self.since is not None
        assert self.promise is not None
        assert self.phase is not None
        p = self.promise
        self.lines.append(
            Change(
                len(self.lines) + 1, self.since, why, self.phase, p.sla, p.calendar, p.target, p.version, self.used, self.due_at
            )
        )


@dataclass
class Replay:
    """The life of one ticket, once more."""

    team: str = ""
    priority: Priority = Priority.NORMAL
    status: Status = Status.NEW
    answered: bool = False
    replies: set[int] = field(default_factory=set)
    claimed: bool = False
    now: Promises | None = None
    clocks: dict[ClockKind, Should] = field(default_factory=lambda: {kind: Should(kind) for kind in ClockKind})

    def policy(self, policy: Promises, at: datetime) -> None:
        """Another policy comes into force."""
        self.now = policy
        if self.team:
            self._until(at)
            self._settle(Why.POLICY)

    def happened(self, line: HistoryLine) -> None:
        """The next line of the history."""
        changes = line.changes
        self._until(line.at)
        self.status = AFTERWARDS.get(line.event, self.status)
        match line.event:
            case "ticket.opened":
                self.team, self.priority = changes["team"], Priority(changes["priority"])
            case "ticket.moved":
                self.team = changes["after"]
            case "ticket.unmerged":
                self.status = Status(changes["status"])
            case "ticket.prioritised":
                self.priority = Priority(changes["after"])
            case "ticket.commented" if changes.get("from_agent"):
                self.replies.add(changes["comment"])
                self._meet(ClockKind.FIRST_RESPONSE)
            case "ticket.unsent":
                self.replies.discard(changes["comment"])
            case "ticket.claimed":
                self._claim()
            case "ticket.resolved":
                self._answer()
                self._meet(ClockKind.RESOLUTION)
            case _:
                pass
        self._settle(_WHY.get(line.event))

    def _until(self, at: datetime) -> None:
        for clock in self.clocks.values():
            clock.until(at)

    def _answer(self) -> None:
        self.answered = True
        self._meet(ClockKind.FIRST_RESPONSE)

    def _claim(self) -> None:
        self.claimed = True
        if self.now is not None and self.now.met_by_claim(self.team):
            self._answer()

    def _meet(self, kind: ClockKind) -> None:
        if self.clocks[kind].counts:
            self.clocks[kind].end(Phase.MET, Why.MET)

    def _settle(self, why: Why | None) -> None:
        if self.now is None or not self.team:
            return
        paused = self.now.pauses(self.team, self.status)
        for clock in self.clocks.values():
            promise = self.now.of(self.team, self.priority, clock.kind)
            if clock.counts:
                self._go_on(clock, promise, paused, why)
            elif promise is not None and self.status.is_open and not self._is_done(clock.kind):
                clock.owe(promise, paused=paused, why=why or Why.POLICY)

    def _go_on(self, clock: Should, promise: Promise | None, paused: bool, why: Why | None) -> None:
        if promise is None or not self.status.is_open:
            clock.end(Phase.VOID, Why.VOID)
        elif clock.promise is None or promise.hours != clock.promise.hours or _target(promise) != _target(clock.promise):
            clock.owe(promise, paused=paused, why=why or Why.POLICY)
        elif paused != (clock.phase is Phase.PAUSED):
            clock.owe(promise, paused=paused, why=Why.PAUSED if paused else Why.RESUMED)
        else:
            clock.promise = promise

    def _is_done(self, kind: ClockKind) -> bool:
        by_claim = self.claimed and self.now is not None and self.now.met_by_claim(self.team)
        return kind is ClockKind.FIRST_RESPONSE and (self.answered or bool(self.replies) or by_claim)


def replay(history: Sequence[HistoryLine], policies: InForce) -> Replay:
    """Everything that happened. Whatever stands there has, even if the machine that wrote it was a little ahead of this one."""
    life = Replay()
    for since, event in _in_order(history, policies):
        if isinstance(event, Promises):
            life.policy(event, since)
        else:
            life.happened(event)
    return life


def _in_order(history: Sequence[HistoryLine], policies: InForce) -> Iterator[tuple[datetime, HistoryLine | Promises]]:
    """By time; a policy comes before what happened in the same instant."""
    told = [line for line in history if line.event.startswith("ticket.")]
    opened = told[0].at if told else policies[-1][0]
    early = [policy for policy in policies if policy[0] <= opened][-1:]
    later = [policy for policy in policies if opened < policy[0]]
    waiting = [*early, *later]
    for line in told:
        while waiting and waiting[0][0] <= line.at:
            yield waiting.pop(0)
        yield line.at, line
    yield from waiting


def _target(promise: Promise) -> tuple[str, str, str]:
    return promise.sla, promise.calendar, promise.target
