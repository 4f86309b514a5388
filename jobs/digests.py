"""Sends the digests whose time has come, each in a transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app.policy.digests import DigestPolicy
from app.ports import Clock, Reception, Tx
from app.reports import digests
from jobs.apart import apart

LEASE = timedelta(minutes=1)
"""One worker at a time looks: two would do no harm, but work out the same figures."""


async def send_due(reception: Reception, clock: Clock, holder: str) -> int:
    """How many left. What goes wrong is due the next time too; any number of workers may run it at once."""
    sent, at = 0, clock()
    for org_id, digest in await reception.within(lambda tx: _due(tx, at, holder)):
        work = partial(digests.send, org_id=org_id, digest=digest, at=at)
        sent += await apart(reception, "digests", work, team=digest.team or "") or 0
    return sent


def _due(tx: Tx, at: datetime, holder: str) -> list[tuple[int, DigestPolicy]]:
    if not tx.operations.lease("digests", holder, at, at + LEASE):
        return []
    return [(org.id, digest) for org in tx.organisations.all() for digest in digests.due(tx, org.id, at)]
