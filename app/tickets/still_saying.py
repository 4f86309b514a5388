"""Whether whoever said something may still say it: asked of an edit as it is of new words."""

from __future__ import annotations

from app.people.model import Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.tickets.comment import Comment, Visibility
from app.tickets.letting_in import may_on
from app.tickets.model import Ticket


def may_still_say(tx: Tx, ticket: Ticket, said: Comment | None, by: int | None) -> bool:
    """`said` is the comment, None for the request itself, which `by` rewords; a comment is its author's, whoever tells of it.

    The words of a request are those of whoever it is for: what somebody else wrote was asked with once, and is not read on.
    """
    author = said.author_id if said else by
    if said is None and not _is_own(ticket, by):
        return False
    if author is None:
        return True
    person = tx.people.get(ticket.org_id, author)
    if said is None or author == ticket.requester_id:
        return may_on(tx, person, Action.COMMENT, ticket)
    if said.visibility is Visibility.INTERNAL:
        return _may_note(tx, ticket, said, person)
    return _may(person, Action.REPLY, ticket) or (not spoke_as_agent(tx, said) and _follows(tx, ticket, person))


def _is_own(ticket: Ticket, by: int | None) -> bool:
    """Whether the message is of whoever it is for, and they changed it; nobody else can, where a platform does not tell who."""
    return ticket.source.own and by in (None, ticket.requester_id)


def spoke_as_agent(tx: Tx, said: Comment) -> bool:
    """Whether its author helped when they said it, whatever they are now."""
    return tx.trail.answered(said.org_id, said.ticket, said.id)


def _may_note(tx: Tx, ticket: Ticket, said: Comment, person: Person) -> bool:
    """A reply that was held or taken back is a note of whoever may reply."""
    held = tx.held.of(said.org_id, said.id) is not None
    return _may(person, Action.NOTE, ticket) or (held and _may(person, Action.REPLY, ticket))


def _follows(tx: Tx, ticket: Ticket, person: Person) -> bool:
    follows = tx.followers.find(ticket.org_id, ticket.number, person.id) is not None
    return follows and may_on(tx, person, Action.COMMENT, ticket)


def _may(person: Person, action: Action, ticket: Ticket) -> bool:
    return may(person, action, ticket.team_id, ticket.requester_id)
