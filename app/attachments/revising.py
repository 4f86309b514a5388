"""Which files hang on a message after it was edited: those that the latest of its revisions tells of, however we heard of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.attachments.adding import add, is_same
from app.attachments.hanging import Hanging
from app.attachments.settling import withdraw
from app.policy.changes import current
from app.policy.conversation import OnDelete
from app.ports import Tx
from app.tickets.edit_guard import without_held
from app.tickets.model import Ticket
from app.tickets.revision import Revision


def latest_files(every: Sequence[Revision]) -> tuple[Hanging, ...] | None:
    """What hung on it when it was last told of; None where it never was: then it is what came with the message."""
    told = [revision for revision in every if revision.files is not None and not revision.removed]
    return max(told, key=lambda one: one.order).files if told else None


def is_told_otherwise(tx: Tx, ticket: Ticket, comment: int) -> bool:
    """Whether an edit has told what hangs on it, or a deletion leaves nothing of it: what came with it counts no more."""
    every = without_held(tx, ticket.org_id, comment, tx.utterances.revisions(ticket.org_id, ticket.number, comment))
    erases = current(tx, ticket.org_id).conversation.on_delete is OnDelete.ERASE
    return any((revision.removed and erases) or revision.files is not None for revision in every)


def files_alone(tx: Tx, ticket: Ticket, changes: Sequence[Revision], by: int | None, at: datetime) -> None:
    """What was done to the message of a request that reads as somebody typed it: their words stay, and its files follow it. New
    ones only where it is the message of whoever the request is for. May raise Stale.
    """
    mine = ticket.source.own and by in (None, ticket.requester_id)
    for change in changes:
        if change.removed or mine:
            kept = Revision(change.stamp, removed=change.removed, files=() if change.removed else change.files)
            tx.utterances.revise(ticket.org_id, ticket.number, 0, kept, at)
    every = tx.utterances.revisions(ticket.org_id, ticket.number, 0)
    if every and max(every, key=lambda one: one.order).removed:
        hanging = [one.id for one in tx.attachments.of_ticket(ticket.org_id, ticket.number) if one.comment == 0]
        withdraw(tx, ticket, hanging, at)
    elif mine:
        keep_up(tx, ticket, 0, every, at)


def keep_up(tx: Tx, ticket: Ticket, comment: int, every: Sequence[Revision], at: datetime) -> bool:
    """Take in what hangs on it now, leave nothing of what hangs there no more; whether anything was done."""
    wanted = latest_files(every)
    source = tx.utterances.source_of(ticket.org_id, comment) if comment else ticket.source
    if wanted is None or source is None:
        return False
    there = [one for one in tx.attachments.of_ticket(ticket.org_id, ticket.number) if one.comment == comment]
    gone = [one.id for one in there if not any(is_same(hung.file, one) for hung in wanted)]
    withdraw(tx, ticket, gone, at)
    new = [(position, hung) for position, hung in enumerate(wanted) if not any(is_same(hung.file, one) for one in there)]
    for position, hung in new:
        add(tx, ticket, comment, position, hung, source.platform, source.workspace, at)
    return bool(gone or new)
