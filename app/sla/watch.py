"""Looks at the clocks that have something to tell: warnings, breaches, and the levels above.

Each is kept under a unique key in the transaction that tells of it, so it happens once, whoever looks and however late.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from app.ports import Tx
from app.sla.keeping import Keeper
from app.sla.promises import Promises, promises
from app.tickets.model import Ticket

AT_ONCE = 100
"""Tickets of one transaction, and so of one message where many promises break together."""


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
    passed = keeper.look(at)
    keeper.save(every=True)
    keeper.entail(at)
    if ticket.changed:
        tx.tickets.save(ticket)
    return passed
