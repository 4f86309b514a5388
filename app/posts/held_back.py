"""What waits for somebody's quiet hours to end, told to whoever has just answered them."""

from __future__ import annotations

from datetime import datetime

from app.cards import Inline
from app.ports import Tx
from app.posts.planning import quiet_until
from app.tickets.model import Ticket
from app.tickets.sentences import sentence, told_moment


def held_line(tx: Tx, ticket: Ticket, at: datetime, locale: str, zone: str) -> tuple[Inline, ...]:
    """Until when whoever asked is not disturbed; nothing where they are now. Only for what goes to their 1:1 chat."""
    requester = tx.people.get(ticket.org_id, ticket.requester_id)
    until = quiet_until(tx, tx.organisations.get(ticket.org_id), requester, at)
    return sentence("notice.held_back", locale, name=requester.name, at=told_moment(until, locale, zone)) if until else ()
