"""Clocks follow their ticket: called before a ticket is stored, with what has just happened to it still at hand.

Whatever command changed the ticket, its clocks change in the same transaction; nobody can forget them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import events
from app.ports import Tx
from app.sla.clock import ANEW, Clock, ClockKind, Phase, Promise, Why
from app.sla.ladder import BREACH
from app.sla.policies_since import Before, catch_up, owed_since
from app.sla.promises import Promises, promises
from app.tickets.model import Ticket


def keep(tx: Tx, ticket: Ticket) -> None:
    """What has happened to the ticket happens to its clocks; what that means is remembered in its history."""
    happened = [event for event in ticket.changed if not isinstance(event, events.SlaEvent)]
    if not happened:
        return
    keeper = Keeper(tx, ticket, promises(tx, ticket.org_id))
    for event in happened:
        keeper.hear(event)
    keeper.save()


@dataclass
class Keeper:
    """The clocks of one ticket under the policy in force."""

    tx: Tx
    ticket: Ticket
    now: Promises

    def __post_init__(self) -> None:
        self.team = self.tx.teams.get(self.ticket.org_id, self.ticket.team_id).key
        self.clocks: dict[ClockKind, Clock] = {}
        self._loaded = False
        self._new: set[ClockKind] = set()
        self._touched: set[ClockKind] = set()
        self._said: dict[ClockKind, datetime] = {}

    def load(self) -> None:
        """The clocks as they stand, counting under the policy in force."""
        if not self._loaded:
            self._loaded = True
            self.clocks = {clock.kind: clock for clock in self.tx.clocks.of(self.ticket.org_id, self.ticket.number)}
            self._said = {clock.kind: clock.due_at for clock in self._counting() if clock.due_at and not clock.breached_at}
            before = Before(self.tx, self.ticket, self.team)
            for clock in self.clocks.values():
                if catch_up(before, clock, self.now):
                    self._touched.add(clock.kind)
            self._owe_since(before)

    def hear(self, event: events.Event) -> None:
        """One thing that has happened."""
        at = event.at
        if isinstance(event, events.TicketOpened):
            self._loaded = True
        self.load()
        broken = self._see_breaches(at)
        match event:
            case events.TicketOpened():
                self._promise_anew(Why.OPENED, at)
            case events.TicketCommented(from_agent=True):
                self._meet(ClockKind.FIRST_RESPONSE, at)
            case events.TicketClaimed() if self.now.met_by_claim(self.team):
                self._meet(ClockKind.FIRST_RESPONSE, at)
            case events.TicketResolved():
                self._meet(ClockKind.FIRST_RESPONSE, at)
                self._meet(ClockKind.RESOLUTION, at)
            case events.TicketClosed() | events.TicketWithdrawn():
                self._end(at)
            case events.TicketReopened():
                self._reopen(at)
            case events.TicketPrioritised():
                self._promise_anew(Why.PRIORITY, at)
            case events.TicketMoved():
                self._promise_anew(Why.MOVED, at)
            case _:
                pass
        if self.ticket.is_open:
            self._run_or_pause(at)
            self._escalate(broken, at)

    def save(self, *, every: bool = False) -> None:
        for kind, due in self._said.items():
            self._tell_postponed(self.clocks[kind], due)
        self._said.clear()
        for clock in self.clocks.values():
            if clock.kind in self._new:
                self.tx.clocks.add(clock)
            elif every or clock.changes or clock.kind in self._touched:
                self.tx.clocks.save(clock)
        self._new.clear()

    def promise(self, clock: Clock) -> Promise | None:
        """What is promised now where this clock counts."""
        return self.now.of(self.team, self.ticket.priority, clock.kind)

    def _run_or_pause(self, at: datetime) -> None:
        pause = self.now.pauses(self.team, self.ticket.status)
        for clock in self._counting():
            promise = self.promise(clock)
            if pause and clock.phase is Phase.RUNNING:
                clock.pause(self.now.hours(clock.calendar), at)
                self._tell(events.SlaPaused, clock, at)
            elif not pause and clock.phase is Phase.PAUSED and promise is not None:
                clock.resume(promise, at)
                self._tell(events.SlaResumed, clock, at)

    def _meet(self, kind: ClockKind, at: datetime) -> None:
        clock = self.clocks.get(kind)
        if clock is not None and clock.counts:
            clock.meet(self.now.hours(clock.calendar), at)
            if not clock.breached_at:
                self._tell(events.SlaMet, clock, at)

    def _see_breaches(self, at: datetime) -> list[Clock]:
        """What broke before any watch could look is a fact all the same, whatever happens to the clock now."""
        running = (clock for clock in self.clocks.values() if clock.phase is Phase.RUNNING and not clock.breached_at)
        return [clock for clock in running if clock.due_at is not None and clock.due_at < at and self._break(clock, at)]

    def _break(self, clock: Clock, at: datetime) -> bool:
        promise = self.now.of(*Before(self.tx, self.ticket, self.team).team_and_priority, clock.kind)
        if promise is None or clock.due_at is None:
            return False
        passed = [milestone for milestone in clock.pass_by(promise, clock.due_at) if self.tx.clocks.passed(clock, milestone, at)]
        self._touched.add(clock.kind)
        broken = any(milestone.level == BREACH for milestone in passed)
        if broken:
            self._tell(events.SlaBreached, clock, at)
        return broken

    def _escalate(self, broken: list[Clock], at: datetime) -> None:
        """Where the promise stays broken people hear of it as from the watch; of what is done by now nobody need be woken."""
        for clock in broken:
            if clock.is_late:
                self.ticket.happened(events.SlaEscalated(ticket=self.ticket.number, at=at, kind=str(clock.kind), level=BREACH))

    def _end(self, at: datetime) -> None:
        for clock in self._counting():
            clock.void(self.now.hours(clock.calendar), at)

    def _reopen(self, at: datetime) -> None:
        """The promise of a solution goes on; that of an answer only where none was ever given."""
        stood = [clock for clock in self.clocks.values() if not clock.counts]
        self._promise_anew(Why.REOPENED, at)
        for clock in stood:
            if clock.counts:
                self._tell(events.SlaResumed, clock, at)

    def _promise_anew(self, why: Why, at: datetime) -> None:
        """Priority or team are others now: so is what was promised, from now on."""
        for kind in ClockKind:
            clock, promise = self.clocks.get(kind), self.now.of(self.team, self.ticket.priority, kind)
            if clock is not None and clock.counts:
                self._promise_other(clock, promise, why, at)
            elif promise is not None and self.ticket.is_open and (why is Why.OPENED or not self._is_done(kind)):
                self._owe(kind, promise, why, at)

    def _promise_other(self, clock: Clock, promise: Promise | None, why: Why, at: datetime) -> None:
        hours = self.now.hours(clock.calendar)
        self._touched.add(clock.kind)
        if promise is None:
            clock.void(hours, at)
        elif promise.differs(clock) or promise.hours != hours:
            clock.promise_anew(promise, hours, why, at)
        else:
            clock.look_again(promise, at)

    def _owe(self, kind: ClockKind, promise: Promise, why: Why, at: datetime) -> None:
        """Promised from now on: a new clock, or the one that stood still goes on."""
        if (known := self.clocks.get(kind)) is not None:
            known.reopen(promise, at, why)
            return
        clock = self.clocks[kind] = Clock(self.ticket.org_id, self.ticket.number, kind, Phase.RUNNING)
        clock.start(promise, at, why)
        self._new.add(kind)

    def _owe_since(self, before: Before) -> None:
        """A policy that came into force meanwhile may promise what none did when the ticket was opened or moved."""
        team, priority = before.team_and_priority
        for kind in ClockKind:
            clock = self.clocks.get(kind)
            if (clock is not None and clock.counts) or self.now.of(team, priority, kind) is None:
                continue
            if before.status.is_open and not self._is_done(kind) and (begun := owed_since(before, kind, clock)):
                then, at = begun
                promise = then.of(team, priority, kind)
                assert promise is not None
                self._owe(kind, promise, Why.POLICY, at)
                if then.pauses(team, before.status):
                    self.clocks[kind].pause(promise.hours, at)
                catch_up(before, self.clocks[kind], self.now)

    def _is_done(self, kind: ClockKind) -> bool:
        """Whether the requester has been answered. An open ticket is not solved."""
        if kind is ClockKind.RESOLUTION:
            return False
        clock = self.clocks.get(kind)
        if clock is not None and clock.phase is Phase.MET:
            return True
        history = self.tx.tickets.history(self.ticket.org_id, self.ticket.number)
        answers = {"ticket.resolved", *(["ticket.claimed"] if self.now.met_by_claim(self.team) else [])}
        return any(line.event in answers or line.changes.get("from_agent") is True for line in history)

    def _counting(self) -> list[Clock]:
        return [clock for clock in self.clocks.values() if clock.counts]

    def _tell_postponed(self, clock: Clock, due: datetime) -> None:
        """What was promised by then is promised for later, or not at all: not because it waits for the requester or is done."""
        ends = clock.phase is Phase.VOID and self.ticket.is_open
        anew = clock.phase is Phase.RUNNING and any(change.why in ANEW for change in clock.changes)
        if ends or (anew and (clock.due_at is None or clock.due_at > due)):
            later = clock.due_at.isoformat() if clock.due_at else None
            at = max(self.ticket.updated_at, clock.changes[-1].at)
            number, kind = self.ticket.number, str(clock.kind)
            self.ticket.happened(events.SlaPostponed(ticket=number, at=at, kind=kind, before=due.isoformat(), due=later))

    def _tell(self, kind: type[events.SlaEvent], clock: Clock, at: datetime) -> None:
        self._touched.add(clock.kind)
        self.ticket.happened(kind(ticket=self.ticket.number, at=at, kind=str(clock.kind)))
