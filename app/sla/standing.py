"""Reads how the clocks of a ticket stand, and how they came to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from app import words
from app.ports import Tx
from app.sla.account import stretches, used
from app.sla.calendar import Calendar
from app.sla.clock import Clock
from app.sla.duration import parse
from app.sla.promises import Promises, promises, promises_then
from app.sla.steps import steps
from app.sla.telling import Explained
from app.sla.terms import NOTHING, Change, ClockKind, Phase, Why
from app.tickets.model import Ticket

_NAMED = {Why.PAUSED: "ticket.waiting", Why.PRIORITY: "ticket.prioritised", Why.MOVED: "ticket.moved"}
"""The line of the history that says more about a change."""


def clocks_of(tx: Tx, ticket: Ticket) -> Sequence[Clock]:
    """First response first; none where the policy in force promises nothing at all, and none that is void."""
    return [clock for clock in _clocks(tx, ticket, promises(tx, ticket.org_id)) if clock.phase is not Phase.VOID]


def clocks_of_many(tx: Tx, tickets: Sequence[Ticket]) -> Mapping[int, Sequence[Clock]]:
    """Those of a list, read at once, by ticket."""
    if not tickets or not promises(tx, tickets[0].org_id).document.sla:
        return {}
    return tx.clocks.of_many(tickets[0].org_id, [ticket.number for ticket in tickets])


def explained(tx: Tx, ticket: Ticket, at: datetime, locale: str) -> list[Explained]:
    """How each clock came to be what it is at `at`; `locale` is that of the names in it."""
    now = promises(tx, ticket.org_id)
    clocks = _clocks(tx, ticket, now)
    if not clocks:
        return []
    changes = tx.clocks.changes(ticket.org_id, ticket.number)
    names = _names(tx, ticket, changes, locale)
    return [_explained(clock, changes[clock.kind], _hours(tx, ticket.org_id, now), at, locale, names) for clock in clocks]


def _clocks(tx: Tx, ticket: Ticket, now: Promises) -> Sequence[Clock]:
    return tx.clocks.of(ticket.org_id, ticket.number) if now.document.sla else ()


def _hours(tx: Tx, org_id: int, now: Promises) -> Callable[[Change], Calendar]:
    known: dict[int, Promises] = {now.version: now}

    def hours_of(change: Change) -> Calendar:
        if change.version not in known:
            known[change.version] = promises_then(tx, org_id, change.version)
        return known[change.version].hours(change.calendar)

    return hours_of


Names = Mapping[tuple[Why, datetime], str]


def _explained(
    clock: Clock, changes: Sequence[Change], hours_of: Callable[[Change], Calendar], at: datetime, locale: str, names: Names
) -> Explained:
    last = changes[-1]
    until = max(at, last.at) if clock.counts else last.at
    told = stretches(changes, hours_of, until, locale)
    return Explained(
        clock=clock,
        first=changes[0],
        last=last,
        steps=steps(told),
        used=sum((used(stretch.segments) for stretch in told), NOTHING),
        promised={change.seq: _length(change, hours_of(change)) for change in changes},
        names={change.seq: names[change.why, change.at] for change in changes if (change.why, change.at) in names},
    )


def _length(change: Change, hours: Calendar) -> timedelta:
    return hours.working_time(parse(change.target))


def _names(tx: Tx, ticket: Ticket, changes: Mapping[ClockKind, Sequence[Change]], locale: str) -> Names:
    """Who was waited for, which priority and which team it was: asked only where there is something to name."""
    wanted = {change.why for some in changes.values() for change in some} & _NAMED.keys()
    if not wanted:
        return {}
    requester = tx.people.get(ticket.org_id, ticket.requester_id).name
    found: dict[tuple[Why, datetime], str] = {}
    for line in tx.tickets.history(ticket.org_id, ticket.number):
        for why in wanted:
            if line.event == _NAMED[why]:
                found[why, line.at] = requester if why is Why.PAUSED else _after(tx, ticket, why, line.changes["after"], locale)
    return found


def _after(tx: Tx, ticket: Ticket, why: Why, key: str, locale: str) -> str:
    if why is Why.PRIORITY:
        return words.say(f"priority.{key}", locale)
    team = tx.teams.by_key(ticket.org_id, key)
    return team.name if team else key
