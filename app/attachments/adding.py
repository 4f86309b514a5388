"""A file is put on a ticket; its bytes are fetched as work of their own."""

from __future__ import annotations

from datetime import datetime

from app.attachments.hanging import Hanging
from app.attachments.kinds import kind_of
from app.attachments.model import Attachment, Origin
from app.attachments.naming import clean_name
from app.interaction import Attached
from app.people.model import Platform
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.tickets.model import Ticket

FILE = "file"
"""What such a look-up is for (`jobs.look_up`)."""


def add(
    tx: Tx, ticket: Ticket, comment: int, position: int, hung: Hanging, platform: Platform, workspace: str, at: datetime
) -> None:
    """On a comment of the ticket, or with 0 on the request itself; `position` is its place in its message."""
    file, name = hung.file, clean_name(hung.file.name)
    origin = Origin(platform, workspace, file.id[:255], _short(file.address, 8_000), _short(file.link, 2_000))
    attachment = Attachment(
        ticket.org_id, hung.id, ticket.number, comment, position, name, kind_of(name, file.media_type),
        max(0, min(file.size, 2**53)), origin, at,
    )  # fmt: skip
    tx.attachments.add(attachment)
    tx.deliveries.plan(ticket.org_id, to_fetch(attachment), at)


def to_fetch(attachment: Attachment) -> NewDelivery:
    """Files of one ticket come one after the other, beside everything that is said."""
    origin = attachment.origin
    place = Destination(origin.platform, origin.workspace, Kind.CHANNEL, channel=f"files:T-{attachment.ticket}")
    payload = {"what": FILE, "attachment": attachment.id}
    return NewDelivery(
        DeliveryKind.READ, place, ticket=attachment.ticket, payload=payload, unique=f"file:{attachment.id}"
    )  # fmt: skip


def is_same(file: Attached, there: Attachment) -> bool:
    """By the platform's id; where it gives none, by what it says of the file."""
    if file.id or there.origin.file:
        return file.id[:255] == there.origin.file
    return (clean_name(file.name), file.link) == (there.name, there.origin.link)


def _short(address: str, limit: int) -> str:
    """An address that was cut is none."""
    return address if len(address) <= limit else ""
