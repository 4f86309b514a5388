"""Which files somebody may see, and how they open them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from app.attachments.cards import Shown, file_card
from app.attachments.links import COLLEAGUES, EVERYBODY, FileLinks, FileReader
from app.attachments.model import Attachment
from app.cards import Card, File, Store
from app.people.permissions import Action
from app.people.places import is_of_agents
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
    return [Shown(one, _way(tx, reader, one)) for one in every if one.comment in standing]


class Missing(StrEnum):
    """Why a link opens nothing. OVER: it has ended, or never was one. REMOVED: it was one, and the file is not there any more."""

    OVER = "over"
    REMOVED = "removed"


def carried(
    tx: Tx, delivery: Delivery, links: FileLinks, at: datetime, reader: int | None = None, *, stands: bool = False
) -> Card | None:
    """The message that brings a file to a place; None where it was erased, or is not for who reads there. `stands`: it is there
    already, and nobody asks again who reads it.
    """
    person = (delivery.viewer_id or EVERYBODY) if reader is None else reader
    attachment = tx.attachments.get(delivery.org_id, str(delivery.payload["attachment"]))
    ticket = tx.tickets.get(delivery.org_id, attachment.ticket) if attachment else None
    if attachment is None or ticket is None or not (stands or _may_read(tx, delivery, attachment, ticket)):
        return None
    link = _way(tx, FileReader(links, person, at), attachment)
    comment = tx.comments.get(delivery.org_id, attachment.comment) if attachment.comment else None
    author = tx.people.get(delivery.org_id, comment.author_id if comment and comment.author_id else ticket.requester_id)
    card = file_card(attachment, author.name, ticket.key, delivery.locale, link, current(tx, delivery.org_id).files.largest)
    return replace(card, file=_file(delivery, attachment, links.to(attachment, person, at))) if attachment.is_kept else card


def _way(tx: Tx, reader: FileReader, attachment: Attachment) -> str:
    """Where they open it; '' where that would be a message of the agents' channel, which nobody else can see."""
    link = reader.link(attachment)
    if link != attachment.origin.link or reader.person == COLLEAGUES or not attachment.comment:
        return link
    source = tx.utterances.source_of(attachment.org_id, attachment.comment)
    inside = source is not None and is_of_agents(tx, attachment.org_id, source.platform, source.channel)
    return "" if inside else link


def may_stand(tx: Tx, attachment: Attachment, *, public: bool) -> bool:
    """Whether what was said with it still stands, and where it is `public` still for everybody to read."""
    comment = tx.comments.get(attachment.org_id, attachment.comment) if attachment.comment else None
    ticket = tx.tickets.get(attachment.org_id, attachment.ticket)
    if ticket is None or not _stands(attachment, ticket, comment):
        return False
    return not public or comment is None or comment.visibility is Visibility.PUBLIC


def opened(tx: Tx, links: FileLinks, file_id: str, query: Mapping[str, str], at: datetime) -> Attachment | Missing:
    """What a link opens. Whoever may not see it reads the same as of a link that has ended."""
    asked = links.opened(file_id, query, at)
    if asked is None:
        return Missing.OVER
    attachment = tx.attachments.get(asked.org_id, asked.id)
    if attachment is None or not may_stand(tx, attachment, public=asked.person == EVERYBODY):
        return Missing.REMOVED
    allowed = asked.person in (EVERYBODY, COLLEAGUES) or _may_open(tx, asked.person, attachment)
    return attachment if attachment.is_kept and allowed else Missing.OVER


def _may_open(tx: Tx, person: int, attachment: Attachment) -> bool:
    comment = tx.comments.get(attachment.org_id, attachment.comment) if attachment.comment else None
    ticket = tx.tickets.get(attachment.org_id, attachment.ticket)
    return ticket is not None and _person_may(tx, person, ticket, comment)


def _file(delivery: Delivery, attachment: Attachment, link: str) -> File:
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
        link=link,
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
