"""Who hears of a ticket besides its requester: whoever wants to, and whom an agent has added."""

from __future__ import annotations

from datetime import datetime

from app.errors import Conflict
from app.events import TicketFollowed, TicketUnfollowed
from app.people.model import Kind, Person
from app.ports import Tx
from app.ports.followers import Follower
from app.tickets.model import Ticket

MOST = 50
"""Followers of one ticket: each public word is a message to every one of them."""


def follow(tx: Tx, ticket: Ticket, person: Person, by: Person, at: datetime) -> None:
    """`person` hears of its public part from now on. Refuses whoever asked, whoever follows already, and those of outside."""
    if person.id == ticket.requester_id:
        raise Conflict("refusal.follows_anyway" if person.id == by.id else "refusal.is_requester", ticket=ticket.key)
    if not person.active or person.kind is not Kind.EMPLOYEE:
        raise Conflict("refusal.cannot_follow", ticket=ticket.key)
    others = tx.followers.of(ticket.org_id, ticket.number)
    if any(one.person_id == person.id for one in others):
        raise Conflict("refusal.follows_already" if person.id == by.id else "refusal.they_follow", ticket=ticket.key)
    if len(others) >= MOST:
        raise Conflict("refusal.too_many_followers", ticket=ticket.key, limit=MOST)
    tx.followers.add(ticket.org_id, ticket.number, Follower(person.id, by.id, at))
    ticket.happened(TicketFollowed(ticket=ticket.number, at=at, by=by.id, follower=person.id))
    tx.tickets.save(ticket)


def unfollow(tx: Tx, ticket: Ticket, person: Person, at: datetime) -> bool:
    """They hear of it no more; False where they did not anyway."""
    if not tx.followers.remove(ticket.org_id, ticket.number, person.id):
        return False
    ticket.happened(TicketUnfollowed(ticket=ticket.number, at=at, by=person.id, follower=person.id))
    tx.tickets.save(ticket)
    return True


def follows(tx: Tx, ticket: Ticket, person: Person) -> bool:
    return tx.followers.find(ticket.org_id, ticket.number, person.id) is not None
