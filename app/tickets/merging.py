"""Duplicates: a ticket that asks what another one asks is closed, and its requester hears when that one is solved.

A duplicate of a duplicate belongs to the first of them all, its root; each keeps what it was joined to, so that every step can
be undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.errors import Conflict
from app.events import DuplicateAdded, DuplicateRemoved, TicketMerged, TicketUnmerged
from app.people.model import Person
from app.ports import Tx
from app.ports.links import Duplicate
from app.tickets.model import Status, Ticket
from app.tickets.silence import Silence

DUPLICATE = "duplicate"
"""How such a ticket was closed."""

UNDO = timedelta(days=1)
NO_HELP = ("withdrawn", "not_a_request")
"""How a ticket ends that nobody was helped with."""


def merge(tx: Tx, ticket: Ticket, original: Ticket, by: Person, at: datetime) -> Ticket:
    """`ticket` asks the same as `original`; the ticket it belongs to now. Refuses itself, circles and what nobody works on."""
    if (there := tx.duplicates.find(ticket.org_id, ticket.number)) is not None:
        raise Conflict("refusal.is_duplicate", ticket=ticket.key, into=f"T-{there.original}")
    if not ticket.is_open:
        raise Conflict("refusal.finished", ticket=ticket.key)
    root = root_of(tx, original)
    if root.number == ticket.number:
        itself = original.number == ticket.number
        raise Conflict("refusal.duplicate_itself" if itself else "refusal.duplicate_circle", ticket=ticket.key, into=original.key)
    if root.closed_how in NO_HELP:
        raise Conflict("refusal.original_is_over", ticket=ticket.key, into=root.key)
    tx.duplicates.add(ticket.org_id, Duplicate(ticket.number, root.number, by.id, at, ticket.status, ticket.snooze))
    close(ticket, root.number, by.id, at)
    root.happened(DuplicateAdded(ticket=root.number, at=at, by=by.id, duplicate=ticket.number))
    _save(tx, ticket, root)
    return root


def close(ticket: Ticket, into: int, by: int | None, at: datetime) -> None:
    """The rule alone: whoever has it keeps it, for the case that it comes back."""
    if not ticket.is_open:
        raise Conflict("refusal.finished", ticket=ticket.key)
    ticket.status, ticket.closed_at, ticket.closed_how = Status.CLOSED, at, DUPLICATE
    ticket.happened(TicketMerged(ticket=ticket.number, at=at, by=by, into=into))


def come_back(ticket: Ticket, original: int, status: Status, by: int | None, at: datetime) -> None:
    """The rule alone: it is open again, as it was."""
    if ticket.closed_how != DUPLICATE:
        raise Conflict("refusal.no_duplicate", ticket=ticket.key)
    ticket.status, ticket.closed_at, ticket.closed_how = status, None, None
    ticket.silence = Silence(at) if status is Status.WAITING else None
    ticket.happened(TicketUnmerged(ticket=ticket.number, at=at, by=by, original=original, status=status))


def undo(tx: Tx, ticket: Ticket, by: Person, at: datetime) -> None:
    """It is no duplicate after all. Refuses when more than a day has passed: it can be reopened then."""
    there = tx.duplicates.find(ticket.org_id, ticket.number)
    if there is None:
        raise Conflict("refusal.no_duplicate", ticket=ticket.key)
    if at - there.at > UNDO:
        raise Conflict("refusal.too_late_to_undo", ticket=ticket.key)
    original = _known(tx, ticket.org_id, there.original)
    _part(tx, ticket, there, by.id, at)
    original.happened(DuplicateRemoved(ticket=original.number, at=at, by=by.id, duplicate=ticket.number))
    _save(tx, ticket, original)


def let_go(tx: Tx, ticket: Ticket, by: Person, at: datetime) -> None:
    """It was reopened: from now on it stands by itself. Its own change is saved by whoever changed it."""
    there = tx.duplicates.find(ticket.org_id, ticket.number)
    if there is not None and tx.duplicates.remove(ticket.org_id, ticket.number):
        original = _known(tx, ticket.org_id, there.original)
        original.happened(DuplicateRemoved(ticket=original.number, at=at, by=by.id, duplicate=ticket.number))
        tx.tickets.save(original)


def release(tx: Tx, original: Ticket, by: Person, at: datetime) -> None:
    """Nobody works on it any more and it is not solved: its duplicates are open again, as they were."""
    for there in tx.duplicates.of(original.org_id, original.number):
        ticket = _known(tx, original.org_id, there.ticket)
        _part(tx, ticket, there, by.id, at)
        original.happened(DuplicateRemoved(ticket=original.number, at=at, by=by.id, duplicate=ticket.number))
        tx.tickets.save(ticket)


def root_of(tx: Tx, ticket: Ticket) -> Ticket:
    """The ticket that is worked on for this one: itself, where it is no duplicate."""
    while ticket.closed_how == DUPLICATE and (there := tx.duplicates.find(ticket.org_id, ticket.number)) is not None:
        ticket = _known(tx, ticket.org_id, there.original)
    return ticket


def above(tx: Tx, ticket: Ticket) -> Iterator[int]:
    """The numbers of the tickets that it is a duplicate of, the root last."""
    root, number = root_of(tx, ticket).number, ticket.number
    while number != root and (there := tx.duplicates.find(ticket.org_id, number)) is not None:
        yield (number := there.original)


def below(tx: Tx, org_id: int, number: int) -> Iterator[Duplicate]:
    """Its duplicates and theirs."""
    for there in tx.duplicates.of(org_id, number):
        yield there
        yield from below(tx, org_id, there.ticket)


def _part(tx: Tx, ticket: Ticket, there: Duplicate, by: int, at: datetime) -> None:
    come_back(ticket, there.original, there.status, by, at)
    ticket.snooze = there.snooze
    tx.duplicates.remove(ticket.org_id, ticket.number)


def _known(tx: Tx, org_id: int, number: int) -> Ticket:
    found = tx.tickets.get(org_id, number)
    assert found is not None, f"T-{number} is linked and not there"
    return found


def _save(tx: Tx, *tickets: Ticket) -> None:
    """In the order of their numbers, so that two who join the same tickets do not wait for each other."""
    for ticket in sorted(tickets, key=lambda one: one.number):
        tx.tickets.save(ticket)
