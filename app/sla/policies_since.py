"""Policies that came into force since somebody last looked at a clock count from the moment each of them did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from app import events
from app.ports import Tx
from app.sla.clock import Clock
from app.sla.promises import Promises, promises_then
from app.sla.terms import ClockKind, Milestone, Phase, Why
from app.tickets.model import Priority, Status, Ticket


@dataclass
class Before:
    """The ticket as it was before what is just happening to it; `team` is the key of the one it has now."""

    tx: Tx
    ticket: Ticket
    team: str

    @property
    def team_and_priority(self) -> tuple[str, Priority]:
        moved = (event.before for event in self.ticket.changed if isinstance(event, events.TicketMoved))
        raised = (event.before for event in self.ticket.changed if isinstance(event, events.TicketPrioritised))
        return next(moved, self.team), Priority(next(raised, self.ticket.priority))

    @property
    def status(self) -> Status:
        return self._stored.status

    @property
    def heard_until(self) -> datetime:
        """When something last happened to it."""
        return self._stored.updated_at

    @cached_property
    def _stored(self) -> Ticket:
        return self.tx.tickets.get(self.ticket.org_id, self.ticket.number) or self.ticket

    def promises(self, version: int) -> Promises:
        return promises_then(self.tx, self.ticket.org_id, version)

    def versions_after(self, version: int) -> list[tuple[int, datetime]]:
        return list(self.tx.policies.since(self.ticket.org_id, version))


def catch_up(before: Before, clock: Clock, now: Promises) -> list[Milestone] | None:
    """What it has passed under earlier policies though nobody looked; None where it is not behind."""
    if clock.version == now.version or not clock.counts:
        return None
    passed: list[Milestone] = []
    then = before.promises(clock.version)
    for version, at in before.versions_after(clock.version):
        after = before.promises(version)
        passed += _passed_until(before, clock, then, at)
        _settle(before, clock, then, after, at)
        then = after
    return passed


def owed_since(before: Before, kind: ClockKind, clock: Clock | None) -> tuple[Promises, datetime] | None:
    """The next policy that promises what `clock` does not count, and from when on; None: nothing is owed, or it counts.

    What was in force when the ticket last changed had been heard of: only a ticket from before there were clocks owes by that.
    """
    if clock is not None and (clock.counts or (kind is ClockKind.FIRST_RESPONSE and clock.phase is Phase.MET)):
        return None
    versions, opened = before.versions_after(clock.version if clock else 0), before.ticket.created_at
    if not versions:
        return None
    team, priority = before.team_and_priority

    def promised(version: tuple[int, datetime]) -> bool:
        return before.promises(version[0]).of(team, priority, kind) is not None

    heard = [version for version in versions if version[1] <= opened or version[1] <= before.heard_until]
    unbroken = list(takewhile(promised, reversed(heard)))
    already = next((version for version in unbroken if version[1] <= opened), unbroken[-1] if unbroken else None)
    first = already or next(filter(promised, versions[len(heard) :]), None)
    return (before.promises(first[0]), max(first[1], opened)) if first else None


def _passed_until(before: Before, clock: Clock, then: Promises, at: datetime) -> list[Milestone]:
    """A promise that was broken before `at` was broken under the policy of its time, whatever the next one promises."""
    promise = then.of(*before.team_and_priority, clock.kind)
    return clock.pass_before(promise, at) if promise is not None else []


def _settle(before: Before, clock: Clock, then: Promises, after: Promises, at: datetime) -> None:
    if not clock.counts:
        return
    team, priority = before.team_and_priority
    promise, hours = after.of(team, priority, clock.kind), then.hours(clock.calendar)
    if promise is None:
        clock.void(hours, at)
        clock.version = after.version
        return
    if promise.differs(clock) or promise.hours != hours:
        clock.promise_anew(promise, hours, Why.POLICY, at)
    else:
        clock.look_again(promise, at)
    if then.pauses(team, Status.WAITING) != after.pauses(team, Status.WAITING):
        if after.pauses(team, before.status):
            clock.pause(promise.hours, at)
        else:
            clock.resume(promise, at)
