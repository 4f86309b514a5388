"""What hangs on a message is put on the ticket with it, in the same transaction; the bytes are fetched as work of their own."""

from __future__ import annotations

from collections.abc import Sequence

from app.attachments.adding import add, is_same
from app.attachments.hanging import MOST, hanging
from app.attachments.revising import is_told_otherwise
from app.interaction import Attached, Where
from app.tickets.model import Ticket
from app.turn import Turn


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
    unasked = ticket is not None and not comment and not ticket.source.own and turn.person.id != ticket.requester_id
    if ticket is not None and not unasked and not is_told_otherwise(turn.tx, ticket, comment):
        attach(turn, ticket, comment, files, where.link)


def attach(turn: Turn, ticket: Ticket, comment: int, files: Sequence[Attached], link: str = "") -> int:
    """Put `files` on a comment (0: on the request itself), each once; how many are new. `link` is the message's own address."""
    there = turn.tx.attachments.of_ticket(turn.org.id, ticket.number) if files else ()
    already = [one for one in there if one.comment == comment]
    new = [file for file in files[:MOST] if not any(is_same(file, one) for one in already)]
    for position, hung in enumerate(hanging(new, link, turn.chance), len(already)):
        add(turn.tx, ticket, comment, position, hung, turn.interaction.platform, turn.interaction.workspace, turn.at)
    return len(new)


def are_there(turn: Turn, ticket: Ticket, comment: int, files: Sequence[Attached]) -> bool:
    """Whether all of `files` hang on that comment already: the same message, brought again."""
    there = turn.tx.attachments.of_ticket(turn.org.id, ticket.number) if files else ()
    return all(any(one.comment == comment and is_same(file, one) for one in there) for file in files[:MOST])
