"""Finds somebody for the tickets that waited: for the working hours to begin, or for an agent who can take one more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app.errors import Stale
from app.ports import Clock, Reception, Tx
from app.tickets.assigning import next_in_line

LEASE = timedelta(minutes=1)
"""One worker at a time looks: two would do no harm, but wait for each other."""


async def assign_waiting(reception: Reception, clock: Clock, holder: str) -> int:
    """Everything that is due now, a ticket a transaction; how many found somebody. Any number of workers may do it at once."""
    at, looked = clock(), 0
    for org_id, team_id in await reception.within(lambda tx: _due(tx, at, holder)):
        while await _one(reception, org_id, team_id, at):
            looked += 1
    return looked


async def _one(reception: Reception, org_id: int, team_id: int, at: datetime) -> bool:
    try:
        return await reception.within(partial(next_in_line, org_id=org_id, team_id=team_id, at=at))
    except Stale:
        return True  # somebody else had this one: look for the next


def _due(tx: Tx, at: datetime, holder: str) -> list[tuple[int, int]]:
    if not tx.operations.lease("assign", holder, at, at + LEASE):
        return []
    return [(org.id, team) for org in tx.organisations.all() for team in tx.assignments.teams_due(org.id, at)]
