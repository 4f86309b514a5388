"""Looks at the clocks that have something to tell: warnings, breaches, and the levels above.

Each is kept under a unique key in the transaction that tells of it, so it happens once, whoever looks and however late.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from app import events
from app.ports import Tx
from app.sla.clock import Clock, Milestone, Phase
from app.sla.keeping import Keeper
from app.sla.ladder import BREACH, WARNING, step
from app.sla.promises import Promises, promises
from app.tickets import assigning
from app.tickets.model import Ticket

AT_ONCE = 100
"""Tickets of one transaction, and so of one message where many promises break together."""

UNNOTICED = timedelta(minutes=2)
"""A watch that is later than this says so."""


def look(tx: Tx, org_id: int, at: datetime, limit: int = AT_ONCE, leave: Collection[int] = ()) -> int:
    """Tell what the clocks have passed by `at`, and let those count anew for which another policy came into force meanwhile.

    How many tickets were looked at, those to `leave` aside. Raises Stale when one is being changed.
    """
    now = promises(tx, org_id)
    numbers = waiting(tx, org_id, at, limit, leave)
    for number in numbers:
        ticket = tx.tickets.get(org_id, number)
        if ticket is not None:
            look_at(tx, ticket, now, at)
    return len(numbers)


def waiting(tx: Tx, org_id: int, at: datetime, limit: int, leave: Collection[int] = ()) -> list[int]:
    """Whom `look` would look at."""
    many, version = limit + len(leave), promises(tx, org_id).version
    due = [number for number in tx.clocks.due(org_id, at, many) if number not in leave]
    return (due or [number for number in tx.clocks.behind(org_id, version, many) if number not in leave])[:limit]


def look_at(tx: Tx, ticket: Ticket, now: Promises, at: datetime) -> None:
    """One ticket: what its clocks have passed becomes history, and what the policy wants is done.

    A priority that was raised may break the other promise in the same moment: that is told together.
    """
    while _step(tx, ticket, now, at):
        pass


def _step(tx: Tx, ticket: Ticket, now: Promises, at: datetime) -> bool:
    """Whether something was passed: then there may be more."""
    keeper = Keeper(tx, ticket, now)
    keeper.load()
    reached = [(clock, passed) for clock in keeper.clocks.values() if (passed := _passed(tx, keeper, clock, at))]
    keeper.save(every=True)
    for clock, passed in reached:
        _remember(ticket, clock, passed, at)
    for _, passed in reached:
        for milestone in passed:
            _act(tx, ticket, keeper, milestone.level, at)
    if ticket.changed:
        tx.tickets.save(ticket)
    return bool(reached)


def _passed(tx: Tx, keeper: Keeper, clock: Clock, at: datetime) -> list[Milestone]:
    promise = keeper.promise(clock)
    if clock.phase is not Phase.RUNNING or promise is None:
        return []
    return [milestone for milestone in clock.pass_by(promise, at) if tx.clocks.passed(clock, milestone, at)]


def _remember(ticket: Ticket, clock: Clock, passed: list[Milestone], at: datetime) -> None:
    """Every level is a line of the history; a warning is none where the promise is broken already."""
    about: dict[str, Any] = {"ticket": ticket.number, "at": at, "kind": str(clock.kind)}
    broken = any(milestone.level >= BREACH for milestone in passed)
    for milestone in passed:
        if milestone.level == WARNING:
            if not broken:
                late = at - milestone.at
                due = clock.due_at.isoformat() if clock.due_at else None
                seconds = int(late.total_seconds()) if late > UNNOTICED else None
                ticket.happened(events.SlaWarned(**about, due=due, late=seconds))
            continue
        if milestone.level == BREACH:
            ticket.happened(events.SlaBreached(**about))
        ticket.happened(events.SlaEscalated(**about, level=milestone.level))


def _act(tx: Tx, ticket: Ticket, keeper: Keeper, level: int, at: datetime) -> None:
    wanted = step(keeper.now.document, keeper.team, level)
    if wanted is None or not ticket.is_open:
        return
    if wanted.raise_priority:
        ticket.escalate(at)
    target = tx.teams.by_key(ticket.org_id, wanted.move_to) if wanted.move_to else None
    if target is not None and target.id != ticket.team_id:
        ticket.move_to(target.id, keeper.team, target.key, None, at)
        assigning.look_soon(tx, ticket, at)
