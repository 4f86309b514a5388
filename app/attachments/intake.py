"""What hangs on a message is put on the ticket with it, in the same transaction; the bytes are fetched as work of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.attachments.kinds import kind_of
from app.attachments.model import Attachment, Origin
from app.attachments.naming import clean_name
from app.interaction import Attached, Where
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.tickets.model import Ticket
from app.turn import Turn

MOST = 50
"""Of one message more are not even listed: neither platform lets a person attach so many."""

FILE = "file"
"""What such a look-up is for (`jobs.look_up`)."""


def put_away(turn: Turn) -> None:
    """After a verb: what hung on the message that was said, or that was pointed at, goes where that message went."""
    asked = turn.interaction
    _with_message(turn, asked.where, asked.files)
    if asked.about is not None:
        _with_message(turn, asked.about.where, asked.about.files)


def _with_message(turn: Turn, where: Where, files: Sequence[Attached]) -> None:
    if not files or not where.message:
        return
    asked, org = turn.interaction, turn.org.id
    place = (asked.platform, asked.workspace, where.channel, where.message)
    number, comment = turn.tx.utterances.find(org, *place) or (0, 0)
    ticket = turn.tx.tickets.get(org, number) if number else turn.tx.tickets.by_source(org, *place)
    if ticket is not None:
        attach(turn, ticket, comment, files, where.link)


def attach(turn: Turn, ticket: Ticket, comment: int, files: Sequence[Attached], link: str = "") -> int:
    """Put `files` on a comment (0: on the request itself), each once; how many are new. `link` is the message's own address."""
    there = turn.tx.attachments.of_ticket(turn.org.id, ticket.number) if files else ()
    already = [one for one in there if one.comment == comment]
    new = [file for file in files[:MOST] if not any(_same(file, one) for one in already)]
    for position, file in enumerate(new, len(already)):
        _add(turn, ticket, comment, position, file if file.link else replace(file, link=link))
    return len(new)


def are_there(turn: Turn, ticket: Ticket, comment: int, files: Sequence[Attached]) -> bool:
    """Whether all of `files` hang on that comment already: the same message, brought again."""
    there = turn.tx.attachments.of_ticket(turn.org.id, ticket.number) if files else ()
    return all(any(one.comment == comment and _same(file, one) for one in there) for file in files[:MOST])


def _add(turn: Turn, ticket: Ticket, comment: int, position: int, file: Attached) -> None:
    asked, name = turn.interaction, clean_name(file.name)
    origin = Origin(asked.platform, asked.workspace, file.id[:255], _short(file.address, 8_000), _short(file.link, 2_000))
    attachment = Attachment(
        ticket.org_id, turn.chance(), ticket.number, comment, position, name, kind_of(name, file.media_type),
        max(0, min(file.size, 2**53)), origin, turn.at,
    )  # fmt: skip
    turn.tx.attachments.add(attachment)
    turn.tx.deliveries.plan(turn.org.id, to_fetch(attachment), turn.at)


def to_fetch(attachment: Attachment) -> NewDelivery:
    """Files of one ticket come one after the other, beside everything that is said."""
    origin = attachment.origin
    place = Destination(origin.platform, origin.workspace, Kind.CHANNEL, channel=f"files:T-{attachment.ticket}")
    payload = {"what": FILE, "attachment": attachment.id}
    return NewDelivery(
        DeliveryKind.READ, place, ticket=attachment.ticket, payload=payload, unique=f"file:{attachment.id}"
    )  # fmt: skip


def _same(file: Attached, there: Attachment) -> bool:
    """By the platform's id; where it gives none, by what it says of the file."""
    if file.id or there.origin.file:
        return file.id[:255] == there.origin.file
    return (clean_name(file.name), file.link) == (there.name, there.origin.link)


def _short(address: str, limit: int) -> str:
    """An address that was cut is none."""
    return address if len(address) <= limit else ""
