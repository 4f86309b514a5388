"""Somebody is on it: the ladder goes no higher for a while."""

from __future__ import annotations

from datetime import datetime

from app import events
from app.errors import Conflict
from app.people.model import Person
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.sla.keeping import Keeper
from app.sla.promises import promises
from app.tickets.model import Ticket


def acknowledge(tx: Tx, ticket: Ticket, by: Person, at: datetime) -> datetime:
    """For as long as the policy lets somebody be on it, in working time; until when. Raises Conflict where nothing is late."""
    now = promises(tx, ticket.org_id)
    team = tx.teams.get(ticket.org_id, ticket.team_id).key
    sla = now.document.sla_of(team)
    hours = calendar_of(now.document, team)
    until = hours.due(at, hours.working_time(sla.acknowledge_for)) if sla else None
    return hold(tx, ticket, until or at, by, at)


def hold(tx: Tx, ticket: Ticket, until: datetime, by: Person, at: datetime) -> datetime:
    """The ladder waits until then. Raises Conflict where nothing is late."""
    keeper = Keeper(tx, ticket, promises(tx, ticket.org_id))
    keeper.look(at)
    late = [clock for clock in keeper.clocks.values() if clock.is_late]
    if not late or not ticket.is_open:
        raise Conflict("refusal.nothing_late", ticket=ticket.key)
    for clock in late:
        promise = keeper.promise(clock)
        if promise is not None:
            clock.hold(promise, until, by.id)
    ticket.happened(
        events.SlaAcknowledged(ticket=ticket.number, at=at, by=by.id, kind=str(late[0].kind), until=until.isoformat())
    )
    keeper.save(every=True)
    keeper.entail(at)
    tx.tickets.save(ticket)
    return until
