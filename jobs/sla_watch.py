"""Says "now" to the clocks: what they have passed is told, in transactions of a hundred tickets."""

from __future__ import annotations

from functools import partial

import structlog

from app.errors import Stale
from app.ports import Clock, Reception, Tx
from app.sla.watch import AT_ONCE, look

MOST_ROUNDS = 1000
"""Of one tick: after a long downtime everything is told at once, and nothing runs for ever."""

log = structlog.get_logger()


async def watch(reception: Reception, clock: Clock) -> int:
    """How many tickets were looked at. Any number of workers may do so at the same time: a milestone is told once."""
    organisations = await reception.within(lambda tx: [organisation.id for organisation in tx.organisations.all()])
    return sum([await _watch_one(reception, clock, org_id) for org_id in organisations])


async def _watch_one(reception: Reception, clock: Clock, org_id: int) -> int:
    looked, limit = 0, AT_ONCE
    for _ in range(MOST_ROUNDS):
        try:
            found = await reception.within(partial(_look, org_id=org_id, clock=clock, limit=limit))
        except Stale:
            # Somebody is changing one of them: smaller steps leave the others untouched by that.
            if limit == 1:
                break
            limit = max(1, limit // 4)
            continue
        looked += found
        if not found:
            break
    return looked


def _look(tx: Tx, org_id: int, clock: Clock, limit: int) -> int:
    return look(tx, org_id, clock(), limit)
