"""Looks at the tickets that rest: wakes what was snoozed, reminds, tells that a ticket will close, and closes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.ports import Clock, Reception, Tx
from app.tickets.resting import attend
from jobs.apart import apart

HOLD = timedelta(minutes=1)
"""How long one worker has the job to itself; it takes it anew with every list. Two at once would do no harm."""

AT_ONCE = 200
"""Tickets of one list."""

Due = Sequence[tuple[int, datetime]]


async def look(reception: Reception, clock: Clock, holder: str) -> int:
    """Everything that is due now, one transaction a ticket; how many were looked at. What goes wrong is due the next time too."""
    seen = 0
    for org_id in await reception.within(lambda tx: _organisations(tx, clock(), holder)):
        after: tuple[int, datetime] | None = None
        while due := await _due(reception, clock, holder, org_id, after):
            for number, _ in due:
                await _attend(reception, clock, org_id, number)
            seen, after = seen + len(due), due[-1]
    return seen


async def _due(reception: Reception, clock: Clock, holder: str, org_id: int, after: tuple[int, datetime] | None) -> Due:
    return await reception.within(lambda tx: _mine(tx, clock(), holder, org_id, after))


async def _attend(reception: Reception, clock: Clock, org_id: int, number: int) -> None:
    await apart(reception, "auto_close", lambda tx: attend(tx, org_id, number, clock()), ticket=number)


def _organisations(tx: Tx, at: datetime, holder: str) -> list[int]:
    return [organisation.id for organisation in tx.organisations.all()] if _has_it(tx, at, holder) else []


def _mine(tx: Tx, at: datetime, holder: str, org_id: int, after: tuple[int, datetime] | None) -> Due:
    return tx.silences.due(org_id, at, AT_ONCE, after) if _has_it(tx, at, holder) else ()


def _has_it(tx: Tx, at: datetime, holder: str) -> bool:
    return tx.operations.lease("auto_close", holder, at, at + HOLD)
