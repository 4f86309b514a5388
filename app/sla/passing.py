"""What it entails that a clock has passed something: one way, whoever comes upon it first, the watch or somebody's command.

A milestone is kept under its unique key, and only who keeps it goes on: so people hear of it once, and what the ladder wants is
done once. What has just been done to the ticket wins: nobody is woken for what is settled by now, and the ladder takes back
nothing that somebody decided in the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app import events
from app.policy.promises import Level
from app.ports import Tx
from app.sla.clock import Clock
from app.sla.ladder import BREACH, WARNING, step
from app.sla.promises import Promises
from app.sla.terms import Milestone, Phase
from app.tickets import assigning
from app.tickets.model import Ticket

UNNOTICED = timedelta(minutes=2)
"""A warning that is later than this says so."""


@dataclass(frozen=True)
class Passing:
    """A clock, and what it has passed."""

    clock: Clock
    milestone: Milestone

    @property
    def matters(self) -> bool:
        """People hear of it and the ladder acts: on a warning while there is time, on a breach and all above while it stands."""
        clock, broken = self.clock, self.clock.breached_at
        if self.milestone.level == WARNING:
            return clock.phase is Phase.RUNNING and broken is None and self.milestone.revision == clock.revision
        return clock.is_late and broken is not None and self.milestone.at >= broken


def keep_first(tx: Tx, ticket: Ticket, passed: Iterable[Passing], at: datetime) -> list[Passing]:
    """Those that nobody had kept before. That a promise is broken is history from here on, whatever becomes of it."""
    first = [one for one in passed if tx.clocks.passed(one.clock, one.milestone, at)]
    for one in first:
        if one.milestone.level == BREACH:
            ticket.happened(events.SlaBreached(ticket=ticket.number, at=at, kind=str(one.clock.kind)))
    return first


def entail(tx: Tx, ticket: Ticket, passed: Sequence[Passing], now: Promises, team: str, at: datetime) -> None:
    """What was kept for the first time is told, and what the ladder of `team` wants is done."""
    matters = [one for one in passed if ticket.is_open and one.matters]
    for one in matters:
        _tell(ticket, one, at)
    for one in matters:
        wanted = step(now.document, team, one.milestone.level)
        if wanted is not None:
            _act(tx, ticket, wanted, at)


def _tell(ticket: Ticket, one: Passing, at: datetime) -> None:
    about: dict[str, Any] = {"ticket": ticket.number, "at": at, "kind": str(one.clock.kind)}
    if one.milestone.level != WARNING:
        ticket.happened(events.SlaEscalated(**about, level=one.milestone.level))
        return
    late = at - one.milestone.at
    due = one.clock.due_at.isoformat() if one.clock.due_at else None
    ticket.happened(events.SlaWarned(**about, due=due, late=int(late.total_seconds()) if late > UNNOTICED else None))


def _act(tx: Tx, ticket: Ticket, wanted: Level, at: datetime) -> None:
    if wanted.raise_priority and not _priority_was_set(ticket):
        ticket.escalate(at)
    target = tx.teams.by_key(ticket.org_id, wanted.move_to) if wanted.move_to else None
    if target is not None and target.id != ticket.team_id and not _somebody_has_it(ticket):
        before = tx.teams.get(ticket.org_id, ticket.team_id).key
        ticket.move_to(target.id, before, target.key, None, at)
        assigning.look_soon(tx, ticket, at)


def _priority_was_set(ticket: Ticket) -> bool:
    """In the same moment, by a person."""
    return any(isinstance(event, events.TicketPrioritised) and event.by is not None for event in ticket.changed)


def _somebody_has_it(ticket: Ticket) -> bool:
    """In the same moment it was claimed, given to somebody, moved, made to wait, or somebody said that they are on it."""
    taken = (events.TicketClaimed, events.TicketAssigned, events.TicketWaiting, events.SlaAcknowledged)
    moved = any(isinstance(event, events.TicketMoved) and event.by is not None for event in ticket.changed)
    return moved or any(isinstance(event, taken) for event in ticket.changed)
