"""Finds somebody for the tickets that waited: for the working hours to begin, or for an agent who can take one more.

Also tells the leads what somebody leaves open who has gone away.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app.ports import Clock, Reception, Tx
from app.posts.absent import tell_leads
from app.tickets.assigning import next_in_line, notice
from jobs.apart import apart

LEASE = timedelta(minutes=1)
"""One worker at a time looks: two would do no harm, but wait for each other."""


async def assign_waiting(reception: Reception, clock: Clock, holder: str) -> int:
    """Everything that is due now, a ticket a transaction; how many found somebody. Any number of workers may do it at once."""
    at, looked = clock(), 0
    for org_id, team_id in await reception.within(lambda tx: _vacant(tx, at, holder)):
        await apart(reception, "assign", partial(notice, org_id=org_id, team_id=team_id, at=at), team=team_id)
    for org_id, team_id in await reception.within(lambda tx: _due(tx, at, holder)):
        work = partial(next_in_line, org_id=org_id, team_id=team_id, at=at)
        while await apart(reception, "assign", work, team=team_id):
            looked += 1
    return looked


async def tell_absences(reception: Reception, clock: Clock) -> int:
    """The leads hear of every absence that has begun, each once; how many were looked at. Any number of workers may do it."""
    at, looked = clock(), 0
    for org_id in await reception.within(lambda tx: [organisation.id for organisation in tx.organisations.all()]):
        while found := await apart(reception, "absences", partial(tell_leads, org_id=org_id, at=at), org=org_id):
            looked += found
    return looked


def _vacant(tx: Tx, at: datetime, holder: str) -> list[tuple[int, int]]:
    """Teams of which somebody can take one more since the last look."""
    if not tx.operations.lease("assign", holder, at, at + LEASE):
        return []
    return [(org.id, team) for org in tx.organisations.all() for team in tx.assignments.teams_vacant(org.id)]


def _due(tx: Tx, at: datetime, holder: str) -> list[tuple[int, int]]:
    if not tx.operations.lease("assign", holder, at, at + LEASE):
        return []
    return [(org.id, team) for org in tx.organisations.all() for team in tx.assignments.teams_due(org.id, at)]
