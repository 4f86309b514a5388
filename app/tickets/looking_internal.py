"""Whether words read as if they were meant for the team that has the ticket."""

from __future__ import annotations

import hashlib

from app.errors import Invalid
from app.policy.teams import ThreadDefault
from app.ports import Tx
from app.tickets.audience_guard import Looks, looks_internal
from app.tickets.marking import marked
from app.tickets.model import Ticket
from app.turn import Turn


def looks(tx: Tx, ticket: Ticket, text: str) -> Looks | None:
    """The gravest reason, None where they read like an answer."""
    requester = tx.people.get(ticket.org_id, ticket.requester_id)
    members = [person for person, _ in tx.teams.members(ticket.org_id, ticket.team_id)]
    found = looks_internal(text, [person.name for person in members if person.id != requester.id], requester.name)
    return found or (Looks.WORDS if marked(text).kind is ThreadDefault.NOTE else None)


def insisted(turn: Turn, ticket: Ticket, field: str, text: str) -> None:
    """What a form is about to tell whoever asked. Raises Invalid the first time these words look internal; who sends them again
    means it.
    """
    words = hashlib.sha256(text.encode()).hexdigest()[:32]
    said = f"insists:{field}:{ticket.number}:{turn.person.id}:{words}"
    found = looks(turn.tx, ticket, text)
    if found is not None and not turn.tx.inbox.seen(turn.org.id, said):
        raise Invalid(fields={field: "refusal.looks_internal"}, said=said, reason=turn.say(f"reason.guard.{found}"))
