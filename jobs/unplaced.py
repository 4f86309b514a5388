"""Whoever has not said where their words belong is asked once more, in working hours."""

from __future__ import annotations

from functools import partial

from app.ports import Clock, Reception, Tx
from app.ports.private_chats import Unplaced
from app.tickets.waiting_words import remind
from jobs.apart import apart

AT_ONCE = 200


async def ask_again(reception: Reception, clock: Clock) -> int:
    """Each in a transaction of its own, once; how many were asked. What goes wrong is looked at the next time too."""
    asked = 0
    for message in await reception.within(lambda tx: _due(tx, clock)):
        work = partial(remind, message=message, at=clock())
        asked += await apart(reception, "unplaced", work, of_words=True, org=message.org_id) or 0
    return asked


def _due(tx: Tx, clock: Clock) -> list[Unplaced]:
    return [message for org in tx.organisations.all() for message in tx.private_chats.to_remind(org.id, clock(), AT_ONCE)]
