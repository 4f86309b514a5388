"""Policies that came into force since somebody last looked at a clock count from the moment each of them did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from app import events
from app.ports import Tx
from app.sla.clock import Clock, ClockKind, Why
from app.sla.promises import Promises, promises_then
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

    @cached_property
    def status(self) -> Status:
        stored = self.tx.tickets.get(self.ticket.org_id, self.ticket.number)
        return stored.status if stored else self.ticket.status

    def promises(self, version: int) -> Promises:
        return promises_then(self.tx, self.ticket.org_id, version)

    def versions_after(self, version: int) -> list[tuple[int, datetime]]:
        return list(self.tx.policies.since(self.ticket.org_id, version))


def catch_up(before: Before, clock: Clock, now: Promises) -> bool:
    """Whether it was behind."""
    if clock.version == now.version or not clock.counts:
        return False
    then = before.promises(clock.version)
    for version, at in before.versions_after(clock.version):
        after = before.promises(version)
        _settle(before, clock, then, after, at)
        then = after
    return True


def owed_since(before: Before, kind: ClockKind, clock: Clock | None) -> tuple[Promises, datetime] | None:
    """The policy that began to promise what later ones did not take back, and from when on; `clock` stood still until then."""
    team, priority = before.team_and_priority
    opened = before.ticket.created_at

    def promised(version: tuple[int, datetime]) -> bool:
        return before.promises(version[0]).of(team, priority, kind) is not None

    newest_first = reversed(before.versions_after(clock.version if clock else 0))
    unbroken = list(takewhile(promised, newest_first))
    already = next((version for version in unbroken if version[1] <= opened), None)
    first = already or (unbroken[-1] if unbroken else None)
    return (before.promises(first[0]), max(first[1], opened)) if first else None


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
