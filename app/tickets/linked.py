"""What belongs to a ticket: its duplicates, how many people report it, and what it is a duplicate of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.people.places import everybody_reads
from app.ports import Tx
from app.tickets.merging import DUPLICATE, below, root_of
from app.tickets.model import Status, Ticket


@dataclass(frozen=True)
class Original:
    """The ticket that is worked on instead. `own`: the same person asked both; `resolution` only where it may be read here."""

    key: str
    solved: bool
    own: bool
    resolution: str = ""


@dataclass(frozen=True)
class Linked:
    """`people` are whoever asked, here and in duplicates, and whoever reports it. `me_too`: others may say that they have it."""

    duplicates: Sequence[str] = ()
    people: int = 1
    original: Original | None = None
    me_too: bool = False

    def discreet(self) -> Linked:
        """For a reader who may know that it is solved, and no more."""
        return replace(self, original=self.original and replace(self.original, resolution=""))


NOTHING = Linked()


def linked_of(tx: Tx, ticket: Ticket) -> Linked:
    """A ticket that nothing has happened to yet has nothing: nobody is asked."""
    me_too = may_be_reported(tx, ticket)
    if ticket.version <= 1:
        return Linked(me_too=me_too)
    org = ticket.org_id
    duplicates = sorted({there.ticket for there in below(tx, org, ticket.number)})
    asked = {one.requester_id for number in duplicates if (one := tx.tickets.get(org, number))}
    people = {ticket.requester_id, *asked, *(one.person_id for one in tx.reporters.of(org, ticket.number))}
    return Linked([f"T-{number}" for number in duplicates], len(people), _original(tx, ticket), me_too)


def readers_of_resolution(tx: Tx, root: Ticket) -> int:
    """How many besides whoever asked read what was done: those who asked the same or report it, where they may."""
    org = root.org_id
    found = [tx.tickets.get(org, number) for number in sorted({there.ticket for there in below(tx, org, root.number)})]
    told = [root, *(one for one in found if one is not None and _shares(tx, one, root))]
    asked = {one.requester_id for one in told}
    return len((asked | {one.person_id for ticket in told for one in tx.reporters.of(org, ticket.number)}) - {root.requester_id})


def may_be_reported(tx: Tx, ticket: Ticket) -> bool:
    """Open, and asked where others read along: in a request channel."""
    source = ticket.source
    if not ticket.is_open or _is_alone(ticket):
        return False
    return tx.request_channels.find(ticket.org_id, source.platform, source.channel) is not None


def _original(tx: Tx, ticket: Ticket) -> Original | None:
    if ticket.closed_how != DUPLICATE:
        return None
    root = root_of(tx, ticket)
    solved = root.status is Status.RESOLVED or (root.status is Status.CLOSED and root.resolution is not None)
    resolution = root.resolution or "" if solved and _shares(tx, ticket, root) else ""
    return Original(root.key, solved, ticket.requester_id == root.requester_id, resolution)


def _shares(tx: Tx, ticket: Ticket, root: Ticket) -> bool:
    """Whether what was done for the one may be read by the other: the strictest audience of both counts.

    Not across teams, and what was asked where few read along is told to whoever asked alone, or to the same few.
    """
    if ticket.team_id != root.team_id:
        return False
    return _is_alone(ticket) or _is_open(tx, root) or _same_place(ticket, root)


def _is_alone(ticket: Ticket) -> bool:
    """Only whoever asked reads what is said there."""
    return ticket.source.direct or not ticket.source.message or not ticket.source.answered


def _is_open(tx: Tx, ticket: Ticket) -> bool:
    """Asked in a request channel of the policy where everybody may read. Any other channel may be of a few."""
    place = ticket.source.platform, ticket.source.workspace, ticket.source.channel
    return not _is_alone(ticket) and everybody_reads(tx, ticket.org_id, *place)


def _same_place(ticket: Ticket, root: Ticket) -> bool:
    one, other = ticket.source, root.source
    return not _is_alone(root) and (one.platform, one.workspace, one.channel) == (other.platform, other.workspace, other.channel)
