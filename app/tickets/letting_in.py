"""What somebody may do to a ticket, those counted whom an agent has added to its followers."""

from __future__ import annotations

from app.people.model import Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.tickets.model import Ticket


def let_in(tx: Tx, person: Person, ticket: Ticket) -> bool:
    """Whether they see it because an agent wants them to. Asked only of those who could not see it otherwise."""
    if may(person, Action.SEE, ticket.team_id, ticket.requester_id):
        return False
    follower = tx.followers.find(ticket.org_id, ticket.number, person.id)
    return follower is not None and follower.invited


def may_on(tx: Tx, person: Person, action: Action, ticket: Ticket) -> bool:
    """The policy function for one ticket."""
    return may(person, action, ticket.team_id, ticket.requester_id, follows=let_in(tx, person, ticket))
