"""Which files somebody may see, and how they open them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.attachments.cards import Shown, file_card
from app.attachments.links import EVERYBODY, FileLinks, FileReader
from app.attachments.model import Attachment
from app.cards import Card, File, Store
from app.people.permissions import Action
from app.policy.changes import current
from app.ports import Tx
from app.posts.model import Delivery, Kind
from app.tickets.comment import Comment, Visibility
from app.tickets.letting_in import may_on
from app.tickets.model import Ticket

REF = "file:"
"""A file's own reference where it is offered: this and the number of the delivery that offers it."""


def shown(tx: Tx, ticket: Ticket, said: Sequence[Comment], reader: FileReader) -> list[Shown]:
    """The files of the request and of these comments."""
    every = tx.attachments.of_ticket(ticket.org_id, ticket.number)
    standing = {0, *(comment.id for comment in said if not comment.removed)} - ({0} if ticket.removed else set())
    return [Shown(one, reader.link(one)) for one in every if one.comment in standing]


def carried(tx: Tx, delivery: Delivery, links: FileLinks, at: datetime) -> Card | None:
    """The message that brings a file to a place; None where it was erased, or is not for who reads there."""
    attachment = tx.attachments.get(delivery.org_id, str(delivery.payload["attachment"]))
    ticket = tx.tickets.get(delivery.org_id, attachment.ticket) if attachment else None
    if attachment is None or ticket is None or not _may_read(tx, delivery, attachment, ticket):
        return None
    link = FileReader(links, delivery.viewer_id or EVERYBODY, at).link(attachment)
    comment = tx.comments.get(delivery.org_id, attachment.comment) if attachment.comment else None
    author = tx.people.get(delivery.org_id, comment.author_id if comment and comment.author_id else ticket.requester_id)
    card = file_card(attachment, author.name, ticket.key, delivery.locale, link, current(tx, delivery.org_id).files.largest)
    return replace(card, file=_file(delivery, attachment, links, at)) if attachment.is_kept else card


def opened(tx: Tx, links: FileLinks, file_id: str, query: Mapping[str, str], at: datetime) -> Attachment | None:
    """What a link opens; None, in one way for all, where there is nothing for whoever has it."""
    asked = links.opened(file_id, query, at)
    attachment = tx.attachments.get(asked.org_id, asked.id) if asked else None
    ticket = tx.tickets.get(attachment.org_id, attachment.ticket) if attachment else None
    if asked is None or attachment is None or ticket is None or not attachment.is_kept:
        return None
    comment = tx.comments.get(asked.org_id, attachment.comment) if attachment.comment else None
    if not _stands(attachment, ticket, comment):
        return None
    return attachment if asked.person == EVERYBODY or _person_may(tx, asked.person, ticket, comment) else None


def _file(delivery: Delivery, attachment: Attachment, links: FileLinks, at: datetime) -> File:
    payload = delivery.payload
    return File(
        name=attachment.name,
        media_type=attachment.media_type,
        content=b"",
        ref=f"{REF}{delivery.id}",
        without="",
        store=Store(**payload["store"]) if "store" in payload else None,
        stored=bool(payload.get("stored")),
        kept=attachment.id,
        length=attachment.size,
        pixels=(attachment.width, attachment.height),
        link=links.to(attachment, delivery.viewer_id or EVERYBODY, at),
    )


def _may_read(tx: Tx, delivery: Delivery, attachment: Attachment, ticket: Ticket) -> bool:
    """Asked anew when it leaves: a note's file is for agents' threads alone, a person's for one who still sees the ticket."""
    comment = tx.comments.get(ticket.org_id, attachment.comment) if attachment.comment else None
    if not _stands(attachment, ticket, comment):
        return False
    where = delivery.destination
    if where.kind is Kind.DIRECT:
        return _person_may(tx, delivery.viewer_id or 0, ticket, comment)
    team = tx.teams.get(ticket.org_id, ticket.team_id)
    agents = team.triage.get(where.platform) == where.channel
    return agents or comment is None or comment.visibility is Visibility.PUBLIC


def _stands(attachment: Attachment, ticket: Ticket, comment: Comment | None) -> bool:
    """What was said with it has not been removed."""
    return not ticket.removed if not attachment.comment else comment is not None and not comment.removed


def _person_may(tx: Tx, person_id: int, ticket: Ticket, comment: Comment | None) -> bool:
    person = tx.people.many(ticket.org_id, [person_id]).get(person_id)
    action = Action.SEE_NOTES if comment and comment.visibility is Visibility.INTERNAL else Action.SEE
    return person is not None and may_on(tx, person, action, ticket)
