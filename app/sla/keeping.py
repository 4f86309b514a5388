"""Clocks follow their ticket: called before a ticket is stored, with what has just happened to it still at hand.

Whatever command changed the ticket, its clocks change in the same transaction; nobody can forget them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app import events
from app.ports import Tx
from app.sla.clock import Clock
from app.sla.passing import Passing, entail, keep_first
from app.sla.policies_since import Before, catch_up, owed_since
from app.sla.promises import Promises, promises
from app.sla.terms import ANEW, ClockKind, Milestone, Phase, Promise, Why
from app.tickets.model import Ticket


def keep(tx: Tx, ticket: Ticket) -> None:
    """What has happened to the ticket happens to its clocks; what that means is remembered in its history."""
    happened = _happened(ticket)
    if not happened:
        return
    keeper = Keeper(tx, ticket, promises(tx, ticket.org_id))
    while happened:
        heard = len(ticket.changed)
        for event in happened:
            keeper.hear(event)
        keeper.entail(happened[-1].at)
        happened = _happened(ticket, heard)
    keeper.save()


def _happened(ticket: Ticket, heard: int = 0) -> list[events.Event]:
    """What its clocks have not heard of yet; what they said themselves is no news to them."""
    return [event for event in ticket.changed[heard:] if not isinstance(event, events.SlaEvent)]


@dataclass
class Keeper:
    """The clocks of one ticket under the policy in force; `unkept` is what they have passed and nobody has kept yet."""

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
        self.unkept: list[Passing] = []
        self._kept: list[Passing] = []

    def load(self) -> None:
        """The clocks as they stand, counting under the policy in force."""
        if not self._loaded:
            self._loaded = True
            self.clocks = {clock.kind: clock for clock in self.tx.clocks.of(self.ticket.org_id, self.ticket.number)}
            self._said = {clock.kind: clock.due_at for clock in self._counting() if clock.due_at and not clock.breached_at}
            before = self._before()
            for clock in self.clocks.values():
                self._catch_up(before, clock)
            self._owe_since(before)

    def hear(self, event: events.Event) -> None:
        """One thing that has happened."""
        at = event.at
        if isinstance(event, events.TicketOpened):
            self._loaded = True
        self.load()
        self._see_before(at)
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
            case events.TicketClosed() | events.TicketWithdrawn() | events.TicketMerged():
                self._end(at)
            case events.TicketReopened() | events.TicketUnmerged():
                self._reopen(at)
            case events.TicketUnsent():
                self._unanswer(at)
            case events.TicketPrioritised():
                self._promise_anew(Why.PRIORITY, at)
            case events.TicketMoved():
                self.team = event.after
                self._promise_anew(Why.MOVED, at)
            case _:
                pass
        if self.ticket.is_open:
            self._run_or_pause(at)

    def look(self, at: datetime) -> bool:
        """Everything that was passed by `at`; whether that is anything which nobody had kept."""
        self.load()
        for clock in self.clocks.values():
            promise = self.promise(clock)
            if clock.phase is Phase.RUNNING and promise is not None:
                self._passed(clock, clock.pass_by(promise, at))
        self._keep_first(at)
        return bool(self._kept)

    def entail(self, at: datetime) -> None:
        """What follows from what was passed."""
        passed, self._kept = self._kept, []
        if passed:
            entail(self.tx, self.ticket, passed, self.now, self._before().team_and_priority[0], at)

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

    def _see_before(self, at: datetime) -> None:
        """What broke before any watch could look is a fact all the same, whatever happens to the clock now."""
        team_and_priority = self._before().team_and_priority
        for clock in self.clocks.values():
            promise = self.now.of(*team_and_priority, clock.kind)
            if promise is not None:
                self._passed(clock, clock.pass_before(promise, at))
        self._keep_first(at)

    def _passed(self, clock: Clock, milestones: Sequence[Milestone]) -> None:
        if milestones:
            self._touched.add(clock.kind)
            self.unkept += [Passing(clock, milestone) for milestone in milestones]

    def _keep_first(self, at: datetime) -> None:
        passed, self.unkept = self.unkept, []
        self._kept += keep_first(self.tx, self.ticket, passed, at)

    def _catch_up(self, before: Before, clock: Clock) -> None:
        passed = catch_up(before, clock, self.now)
        if passed is not None:
            self._touched.add(clock.kind)
            self._passed(clock, passed)

    def _before(self) -> Before:
        return Before(self.tx, self.ticket, self.team)

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

    def _unanswer(self, at: datetime) -> None:
        """The answer was taken back: where it was the only one, the promise goes on where it stopped."""
        kind = ClockKind.FIRST_RESPONSE
        clock, promise = self.clocks.get(kind), self.now.of(self.team, self.ticket.priority, kind)
        stands = clock is None or not clock.counts
        if stands and promise is not None and self.ticket.is_open and not self._was_answered():
            self._owe(kind, promise, Why.REOPENED, at)
            self._tell(events.SlaResumed, self.clocks[kind], at)

    def _promise_anew(self, why: Why, at: datetime) -> None:
        """Priority or team are others now: so is what was promised, from now on."""
        for kind in ClockKind:
            clock, promise = self.clocks.get(kind), self.now.of(self.team, self.ticket.priority, kind)
            if clock is not None and clock.counts:
                self._promise_other(clock, promise, why, at)
            elif promise is not None and self.ticket.is_open and not self._is_done(kind, why):
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
        """A policy that came into force meanwhile may have promised what none did before, even if a later one took it back."""
        team, priority = before.team_and_priority
        for kind in ClockKind:
            while (owed := owed_since(before, kind, self.clocks.get(kind))) and self._may_owe(before, kind):
                then, at = owed
                promise = then.of(team, priority, kind)
                assert promise is not None
                self._owe(kind, promise, Why.POLICY, at)
                if then.pauses(team, before.status):
                    self.clocks[kind].pause(promise.hours, at)
                self._catch_up(before, self.clocks[kind])

    def _may_owe(self, before: Before, kind: ClockKind) -> bool:
        return before.status.is_open and not self._is_done(kind, Why.POLICY)

    def _is_done(self, kind: ClockKind, why: Why) -> bool:
        """Whether the requester has been answered. An open ticket is not solved.

        A policy came into force before what is just happening: that answers nothing yet.
        """
        if kind is ClockKind.RESOLUTION or why is Why.OPENED:
            return False
        clock = self.clocks.get(kind)
        if clock is not None and clock.phase is Phase.MET:
            return True
        return self._was_answered(now=why is not Why.POLICY)

    def _was_answered(self, *, now: bool = True) -> bool:
        """By a reply that still stands or a deed that is one; `now`: what is just happening counts."""
        history = self.tx.tickets.history(self.ticket.org_id, self.ticket.number)
        told = [(line.event, line.changes) for line in history]
        told += [(event.name, event.changes) for event in self.ticket.changed] if now else []
        answers = {"ticket.resolved", *(["ticket.claimed"] if self.now.met_by_claim(self.team) else [])}
        unsent = {changes["comment"] for event, changes in told if event == "ticket.unsent"}
        replies = (changes["comment"] for _, changes in told if changes.get("from_agent") is True)
        return any(event in answers for event, _ in told) or any(comment not in unsent for comment in replies)

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
