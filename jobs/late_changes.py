"""Changes of messages that were kept because the message had not come, while another process was just hearing of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import structlog

from app.errors import Stale
from app.ports import Clock, Reception, Tx
from app.tickets.model import Source
from app.tickets.rewording import catch_up, find

KEEP_EARLY = timedelta(days=7)
"""How long a change waits for its message; platforms bring what was lost within hours."""

AT_ONCE = 200

log = structlog.get_logger()


async def take_up(reception: Reception, clock: Clock) -> int:
    """Each in a transaction of its own; how many messages were looked at. What goes wrong is looked at the next time too."""
    late = await reception.within(_late)
    for org_id, where in late:
        try:
            await reception.within(partial(_catch_up, org_id=org_id, where=where, at=clock()))
        except Stale:
            log.info("late_changes.changed_meanwhile", org=org_id)
        except Exception as error:
            # One message must not keep the others from their changes; it is still there. The error may quote it.
            log.error("late_changes.failed", org=org_id, error=type(error).__name__)
    return len(late)


def _late(tx: Tx) -> list[tuple[int, Source]]:
    return [(org.id, where) for org in tx.organisations.all() for where in tx.utterances.late(org.id, AT_ONCE)]


def _catch_up(tx: Tx, org_id: int, where: Source, at: datetime) -> None:
    found = find(tx, org_id, where)
    if found is not None:
        ticket, comment = found
        said = tx.comments.get(org_id, comment) if comment else None
        catch_up(tx, ticket, comment, where, said.author_id if said else ticket.requester_id, at)
