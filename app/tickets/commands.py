"""The only things that change a ticket: load, ask the object to change itself, store what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import Conflict
from app.events import EVENTS
from app.people.model import Category, Person, Team
from app.ports import Tx
from app.tickets import assigning, editing, merging, rewording, snoozing
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Priority, Source, Status, Ticket, Via
from app.tickets.spoken import Spoken

_BY_ITSELF = ("ticket.snoozed", "ticket.woken", "ticket.reminded", "ticket.closing", "ticket.followed", "ticket.unfollowed")
_LINKS = (
    "ticket.duplicate_added", "ticket.duplicate_removed", "ticket.reported", "ticket.unreported", "ticket.known_issue",
    "ticket.known_issue_put_off",
)  # fmt: skip
_CLOCKS = (name for name in EVENTS if name.startswith("sla."))
_CHATTER = ("ticket.commented", "ticket.noted", "ticket.separated", "ticket.reworded", "ticket.unsent")
_CORRECTED = ("ticket.edited", "ticket.categorised")
_SAID = frozenset({*_CHATTER, *_CORRECTED, "ticket.nobody_available", *_BY_ITSELF, *_LINKS, *_CLOCKS})
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
    stamp: int = 0
    body: Any = None
    """The platform's own order of messages, where it was one."""


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
            stamp=opening.stamp,
            body=opening.body,
        ),
        begin=begin,
    )
    assigning.remember(tx, opened, search)
    rewording.catch_up(tx, opened, rewording.REQUEST, opening.source, opened.requester_id, at)
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


def edit(
    tx: Tx, ticket: Ticket, summary: str, before: Category | None, after: Category | None, by: Person, at: datetime, seen: int = 0
) -> None:
    editing.edit(ticket, summary, before, after, by, at)
    _settle(tx, ticket, seen, by)
    tx.comments.find_anew(ticket)


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
    merging.release(tx, ticket, by, at)
    _settle(tx, ticket, seen, by)


def withdraw(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.withdraw(by, at)
    merging.release(tx, ticket, by, at)
    _settle(tx, ticket, seen, by)


def reopen(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    ticket.reopen(by, at)
    merging.let_go(tx, ticket, by, at)
    search = assigning.assign(tx, ticket, at)
    _settle(tx, ticket, seen, by)
    assigning.remember(tx, ticket, search)


def snooze(tx: Tx, ticket: Ticket, until: datetime | None, by: Person, at: datetime, seen: int = 0) -> None:
    snoozing.snooze(ticket, until, by, at)
    _settle(tx, ticket, seen, by)


def wake(tx: Tx, ticket: Ticket, by: Person, at: datetime, seen: int = 0) -> None:
    snoozing.wake(ticket, "person", by.id, at)
    _settle(tx, ticket, seen, by)


def reply(tx: Tx, ticket: Ticket, said: Spoken | str, by: Person, at: datetime) -> Comment:
    """What an agent tells the requester."""
    comment = tx.comments.add(ticket, by.id, Visibility.PUBLIC, _spoken(said), at)
    ticket.say(comment, from_agent=by.id != ticket.requester_id)
    return _said(tx, ticket, comment, said)


def note(tx: Tx, ticket: Ticket, said: Spoken | str, by: Person, at: datetime) -> Comment:
    """What only agents may read."""
    comment = tx.comments.add(ticket, by.id, Visibility.INTERNAL, _spoken(said), at)
    ticket.note(comment)
    return _said(tx, ticket, comment, said)


def add_detail(tx: Tx, ticket: Ticket, said: Spoken | str, by: Person, at: datetime, *, answers: bool = True) -> Comment:
    """What the requester adds; a ticket that waited for it goes on, unless it `answers` nothing ("thanks")."""
    comment = tx.comments.add(ticket, by.id, Visibility.PUBLIC, _spoken(said), at)
    ticket.say(comment, from_agent=False)
    if by.id == ticket.requester_id and answers:
        ticket.resume(by, at)
    return _said(tx, ticket, comment, said)


def _said(tx: Tx, ticket: Ticket, comment: Comment, said: Spoken | str) -> Comment:
    """Store it, and whatever was done to its message before it came."""
    _settle(tx, ticket)
    rewording.catch_up(tx, ticket, comment.id, _spoken(said).source, comment.author_id, comment.at)
    return comment


def _spoken(said: Spoken | str) -> Spoken:
    return said if isinstance(said, Spoken) else Spoken(said)


def _settle(tx: Tx, ticket: Ticket, seen: int = 0, by: Person | None = None) -> None:
    """Store what happened, unless it was asked for by a card that no longer tells the truth."""
    if ticket.changed and seen and seen != ticket.version and _changed_since(tx, ticket, seen, by):
        raise Conflict("refusal.stale", ticket=ticket.key)
    tx.tickets.save(ticket)


def _changed_since(tx: Tx, ticket: Ticket, seen: int, by: Person | None) -> bool:
    """Whether somebody else moved it on meanwhile; one's own doing one knows, whatever the card still shows."""
    later = [line for line in tx.tickets.history(ticket.org_id, ticket.number) if line.seq > seen]
    return any(line.event not in _SAID and not (by and line.by_id == by.id) for line in later)
