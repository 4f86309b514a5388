"""Says "now" to the clocks: what they have passed is told, in transactions of a hundred tickets."""

from __future__ import annotations

from functools import partial

import structlog

from app.errors import Stale
from app.ports import Clock, Reception, Tx
from app.sla.watch import AT_ONCE, look, waiting

MOST_ROUNDS = 1000
"""Of one tick: after a long downtime everything is told at once, and nothing runs for ever."""

log = structlog.get_logger()


async def watch(reception: Reception, clock: Clock) -> int:
    """How many tickets were looked at. Any number of workers may do so at the same time: a milestone is told once."""
    organisations = await reception.within(lambda tx: [organisation.id for organisation in tx.organisations.all()])
    return sum([await _watch_one(reception, clock, org_id) for org_id in organisations])


async def _watch_one(reception: Reception, clock: Clock, org_id: int) -> int:
    looked, limit, leave = 0, AT_ONCE, set[int]()
    for _ in range(MOST_ROUNDS):
        try:
            found = await reception.within(partial(_look, org_id=org_id, clock=clock, limit=limit, leave=leave))
        except Stale:
            # Somebody is changing one of them: smaller steps leave the others untouched by that.
            if limit == 1:
                break
            limit = max(1, limit // 4)
            continue
        except Exception:
            # One ticket must not keep the others from being told of: it is left until the next tick, by itself.
            broken = await reception.within(partial(_head, org_id=org_id, clock=clock, leave=leave)) if limit == 1 else []
            log.exception("watch.failed", tickets=broken or "one of several")
            leave.update(broken)
            limit = 1
            continue
        looked += found
        if not found:
            break
    return looked


def _look(tx: Tx, org_id: int, clock: Clock, limit: int, leave: set[int]) -> int:
    return look(tx, org_id, clock(), limit, leave)


def _head(tx: Tx, org_id: int, clock: Clock, leave: set[int]) -> list[int]:
    return waiting(tx, org_id, clock(), 1, leave)
