"""What was kept because its message had not come, changes of it and answers to it, while another process just heard of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import structlog

from app.interaction import Interaction
from app.ports import Clock, Reception, Tx
from app.tickets import early_replies
from app.tickets.model import Source
from app.tickets.rewording import catch_up, find
from jobs.apart import apart

KEEP_EARLY = timedelta(days=7)
"""How long a change waits for its message. Platforms bring what was lost within minutes, but people take days to say that what
they were asked about is a request.
"""

AT_ONCE = 200

log = structlog.get_logger()


async def take_up(reception: Reception, clock: Clock) -> int:
    """Each in a transaction of its own; how many messages were looked at. What goes wrong is looked at the next time too."""
    return await _changes(reception, clock) + await _answers(reception)


async def _answers(reception: Reception) -> int:
    """Heard like any other message, once, whoever else does the same."""
    late = await reception.within(_waiting)
    for org_id, answer in late:
        try:
            await reception.ask(answer)
            await reception.within(partial(early_replies.heard, org_id=org_id, interaction=answer))
        except Exception as error:
            log.error("late_changes.answer_failed", org=org_id, error=type(error).__name__)
    return len(late)


async def _changes(reception: Reception, clock: Clock) -> int:
    late = await reception.within(_late)
    for org_id, where in late:
        work = partial(_catch_up, org_id=org_id, where=where, at=clock())
        await apart(reception, "late_changes", work, of_words=True, org=org_id)
    return len(late)


def _late(tx: Tx) -> list[tuple[int, Source]]:
    return [(org.id, where) for org in tx.organisations.all() for where in tx.utterances.late(org.id, AT_ONCE)]


def _waiting(tx: Tx) -> list[tuple[int, Interaction]]:
    return [(org.id, answer) for org in tx.organisations.all() for answer in early_replies.late(tx, org.id, AT_ONCE)]


def _catch_up(tx: Tx, org_id: int, where: Source, at: datetime) -> None:
    found = find(tx, org_id, where)
    if found is not None:
        ticket, comment = found
        said = tx.comments.get(org_id, comment) if comment else None
        catch_up(tx, ticket, comment, where, said.author_id if said else ticket.requester_id, at)
