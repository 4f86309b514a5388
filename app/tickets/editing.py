"""An agent gives a ticket another summary or category."""

from __future__ import annotations

from datetime import datetime

from app.errors import Conflict
from app.events import TicketCategorised, TicketEdited
from app.people.model import Category, Person
from app.tickets.model import Ticket


def edit(ticket: Ticket, summary: str, before: Category | None, after: Category | None, by: Person, at: datetime) -> None:
    """What stays as it was is no event. Refuses on a ticket that is done with."""
    if not ticket.is_open:
        raise Conflict("refusal.finished", ticket=ticket.key)
    if summary != ticket.summary:
        ticket.summary = summary
        ticket.happened(TicketEdited(ticket=ticket.number, at=at, by=by.id, what="summary"))
    if (after.id if after else None) != ticket.category_id:
        ticket.category_id = after.id if after else None
        was, becomes = before.key if before else None, after.key if after else None
        ticket.happened(TicketCategorised(ticket=ticket.number, at=at, by=by.id, before=was, after=becomes))
