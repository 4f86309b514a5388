"""What became of a file that was to be fetched: written down once, shown on the cards, carried to the other side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO

from app import events
from app.attachments.kinds import fits, is_program, kind_of
from app.attachments.model import STATE_FOR, Attachment, Reason, State
from app.attachments.pictures import size_of
from app.policy.files import FilesPolicy
from app.ports import Tx
from app.posts.carrying import carry, recall
from app.posts.planning import Plan, card_delivery
from app.posts.refused_files import tell_sender
from app.tickets.model import Ticket


def objection(attachment: Attachment, policy: FilesPolicy, head: bytes = b"") -> Reason:
    """Why it is not taken, as far as its name, its size and its first bytes tell."""
    kind = kind_of(attachment.name, attachment.media_type, head)
    if attachment.position >= policy.each_message:
        return Reason.TOO_MANY
    if is_program(attachment.name, head) or not fits(kind, attachment.name, policy.wanted):
        return Reason.TYPE
    return Reason.TOO_BIG if attachment.size > policy.largest_bytes else Reason.NONE


def kept(attachment: Attachment, head: bytes, size: int, sha256: str) -> Attachment:
    """As it is once its bytes are here."""
    kind = kind_of(attachment.name, attachment.media_type, head)
    width, height = size_of(head) or (0, 0)
    return replace(attachment, state=State.KEPT, media_type=kind, size=size, sha256=sha256, width=width, height=height)


def not_kept(attachment: Attachment, reason: Reason) -> Attachment:
    return replace(attachment, state=STATE_FOR[reason], reason=reason)


def settle(tx: Tx, settled: Attachment, bytes_: IO[bytes] | None, at: datetime) -> None:
    """All of it in one transaction: whoever is second, and whoever was too late, changes and says nothing."""
    if not tx.attachments.settle(settled):
        return
    if bytes_ is not None:
        bytes_.seek(0)
        tx.attachments.write(settled, bytes_)
    ticket = tx.tickets.get(settled.org_id, settled.ticket)
    if ticket is not None:
        plan = Plan(tx, ticket, [events.Event(ticket=ticket.number, at=at)])
        carry(plan, settled)
        if not settled.is_kept:
            tell_sender(plan, settled)
        _refresh(tx, ticket, at)


def forget(tx: Tx, org_id: int, ticket: int, comment: int, at: datetime) -> int:
    """Nothing is left of the files of a comment (0: of the request), in no chat, on no card and behind no link; how many there
    were.
    """
    found = tx.tickets.get(org_id, ticket)
    theirs = [one.id for one in tx.attachments.of_ticket(org_id, ticket) if one.comment == comment]
    if found is not None:
        withdraw(tx, found, theirs, at)
    return len(theirs)


def withdraw(tx: Tx, ticket: Ticket, files: Sequence[str], at: datetime) -> None:
    """Nothing is left of these files of a ticket. What is on its way to somewhere stays where it is, or is fetched for nobody."""
    if files:
        tx.attachments.forget(ticket.org_id, files)
        recall(tx, ticket.org_id, files, at)
        _refresh(tx, ticket, at)


def _refresh(tx: Tx, ticket: Ticket, at: datetime) -> None:
    for post in tx.posts.of_ticket(ticket.org_id, ticket.number):
        tx.deliveries.plan(ticket.org_id, card_delivery(post), at)
