"""An edit of a reply was heard of while nobody waited for an answer: its author is asked in their 1:1 chat."""

from __future__ import annotations

from datetime import datetime

from app.event import Event
from app.ports import Tx
from app.posts.model import DeliveryKind, NewDelivery
from app.posts.packing import pack
from app.posts.planning import Plan
from app.tickets.edit_guard import objection, unmarked
from app.tickets.edit_guard_cards import edit_guard_card
from app.tickets.model import Ticket
from app.tickets.revision import Revision
from app.turn import locale_of


def ask(tx: Tx, ticket: Ticket, comment: int, edit: Revision, at: datetime) -> None:
    """Whom nothing reaches is not asked, and what they wrote there stays unread elsewhere."""
    said, looks = tx.comments.get(ticket.org_id, comment), objection(tx, ticket, edit)
    if said is None or said.author_id is None or looks is None:
        return
    author, requester = (tx.people.get(ticket.org_id, one) for one in (said.author_id, ticket.requester_id))
    plan = Plan(tx, ticket, [Event(ticket=ticket.number, at=at)])
    locale, place = locale_of(author, plan.org), plan.direct_place(author, ticket.source.platform)
    if place is not None:
        payload = {"card": pack(edit_guard_card(ticket, said, unmarked(edit), requester.name, looks, locale))}
        question = NewDelivery(DeliveryKind.SAY, place, ticket=ticket.number, locale=locale, payload=payload)
        tx.deliveries.plan(ticket.org_id, question, at)
