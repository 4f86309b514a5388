"""The only things that change a ticket: load, ask the object to change itself, store what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.errors import Conflict
from app.events import EVENTS
from app.people.model import Person, Team
from app.ports import Tx
from app.tickets import assigning, snoozing
from app.tickets.model import Comment, Priority, Source, Status, Ticket, Via, Visibility

_BY_ITSELF = ("ticket.snoozed", "ticket.woken", "ticket.reminded", "ticket.closing")
_CLOCKS = (name for name in EVENTS if name.startswith("sla."))
_SAID = frozenset({"ticket.commented", "ticket.noted", "ticket.nobody_available", *_BY_ITSELF, *_CLOCKS})
"""Events after which the buttons on an older card still mean the same."""


@dataclass(frozen=True)
class Opening:
    """Everything a new ticket starts with."""

    summary: str
    details: str
    requester: Person
    team: Team
    category_id: int | None
    category: str | None
    priority: Priority
    priority_reason: str
    source: Source
    via: Via
    by: Person | None = None
    """Who asked for the requester, if it was not they themselves."""


def open_ticket(tx: Tx, opening: Opening, at: datetime) -> Ticket:
    """A new ticket with the organisation's next number; somebody has it at once where the team's policy says so."""
    search = assigning.NOTHING

    def begin(ticket: Ticket) -> None:
        nonlocal search
        ticket.opened(opening.team.key, opening.category, at, opening.by)
        search = assigning.assign(tx, ticket, at)

    opened = tx.tickets.open(
        Ticket(
            org_id=opening.requester.org_id,
            number=0,
            summary=opening.summary,
            details=opening.details,
            status=Status.NEW,
            priority=opening.priority,
            priority_reason=opening.priority_reason,
            team_id=opening.team.id,
            category_id=opening.category_id,
            requester_id=opening.requester.id,
            assignee_id=None,
            source=opening.source,
            via=opening.via,
            created_at=at,
            updated_at=at,
        ),
        begin=begin,
    )
    assigning.remember(tx, opened, search)
    return opened


def claim(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.claim(by, at)
    _settle(tx, ticket, seen, by)


def assign(tx: Tx, ticket: Ticket, assignee: Person, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.assign(assignee, by, at)
    _settle(tx, ticket, seen, by)


def prioritise(tx: Tx, ticket: Ticket, priority: Priority, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.prioritise(priority, by, at)
    _settle(tx, ticket, seen, by)


def move(tx: Tx, ticket: Ticket, to: Team, by: Person, at: datetime, seen: int = 0) -> None:
    before = tx.teams.get(ticket.org_id, ticket.team_id)
    ticket.move_to(to.id, before.key, to.key, by, at)
    search = assigning.assign(tx, ticket, at)
    _settle(tx, ticket, seen, by)
    assigning.remember(tx, ticket, search)


def wait(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.wait(by, at)
    _settle(tx, ticket, seen, by)


def resolve(tx: Tx, ticket: Ticket, what_was_done: str, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.resolve(what_was_done, by, at)
    _settle(tx, ticket, seen, by)


def confirm(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.confirm(by, at)
    _settle(tx, ticket, seen, by)


def reject(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.reject(by, at)
    _settle(tx, ticket, seen, by)


def withdraw(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.withdraw(by, at)
    _settle(tx, ticket, seen, by)


def reopen(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.reopen(by, at)
    search = assigning.assign(tx, ticket, at)
    _settle(tx, ticket, seen, by)
    assigning.remember(tx, ticket, search)


def snooze(tx: Tx, ticket: Ticket, until: datetime | None, by: Person, at: datetime, seen: int = 0) -> None:
    snoozing.snooze(ticket, until, by, at)
    _settle(tx, ticket, seen, by)


def wake(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    snoozing.wake(ticket, "person", by.id, at)
    _settle(tx, ticket, seen, by)


def reply(tx: Tx, ticket: Ticket, text: str, by: Person, at: datetime) -> Comment:
    """What an agent tells the requester."""
    comment = tx.comments.add(ticket, by.id, Visibility.PUBLIC, text, at)
    ticket.say(comment, from_agent=by.id != ticket.requester_id)
    _settle(tx, ticket)
    return comment


def note(tx: Tx, ticket: Ticket, text: str, by: Person, at: datetime) -> Comment:
    """What only agents may read."""
    comment = tx.comments.add(ticket, by.id, Visibility.INTERNAL, text, at)
    ticket.note(comment)
    _settle(tx, ticket)
    return comment


def add_detail(tx: Tx, ticket: Ticket, text: str, by: Person, source: Source, at: datetime) -> Comment:
    """What the requester adds; a ticket that waited for it goes on."""
    comment = tx.comments.add(ticket, by.id, Visibility.PUBLIC, text, at, source)
    ticket.say(comment, from_agent=False)
    if by.id == ticket.requester_id:
        ticket.resume(by, at)
    _settle(tx, ticket)
    return comment


def _settle(tx: Tx, ticket: Ticket, seen: int = 0, by: Person | None = None) -> None:
    """Store what happened, unless it was asked for by a card that no longer tells the truth."""
    if ticket.changed and seen and seen != ticket.version and _changed_since(tx, ticket, seen, by):
        raise Conflict("refusal.stale", ticket=ticket.key)
    tx.tickets.save(ticket)


def _changed_since(tx: Tx, ticket: Ticket, seen: int, by: Person | None) -> bool:
    """Whether somebody else moved it on meanwhile; one's own doing one knows, whatever the card still shows."""
    later = [line for line in tx.tickets.history(ticket.org_id, ticket.number) if line.seq > seen]
    return any(line.event not in _SAID and not (by and line.by_id == by.id) for line in later)
