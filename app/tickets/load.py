"""For whom a ticket counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.tickets.model import Ticket


def counts_for(ticket: Ticket) -> int | None:
    """Who has it and could have another one instead; None: nobody. What is set aside counts for nobody.

    A ticket remembers for whom it counted when it was read.
    """
    return ticket.assignee_id if ticket.is_open and ticket.snooze is None else None
