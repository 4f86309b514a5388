"""What an agent reads of a reply of theirs after the minute in which they may take it back: it is there, or still on its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.cards import Card, Inline
from app.ports import Tx
from app.posts.held_back import held_line
from app.posts.model import Delivery, DeliveryKind, NewDelivery
from app.posts.standing import card_of
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.second_thoughts_cards import went_card

LOOKS, SELDOM = 60, 30
"""Times it is looked whether it is there, each time after twice as long, but at most so many minutes: a day, in which quiet hours
end.
"""


def faded(tx: Tx, delivery: Delivery, at: datetime) -> Card | None:
    """As things stand now; None where its message says so already. While it is not there, it is looked again."""
    said = tx.comments.get(delivery.org_id, int(delivery.payload["of"]))
    ticket = tx.tickets.get(delivery.org_id, said.ticket) if said else None
    if said is None or ticket is None:
        return card_of(delivery)
    looked = int(delivery.payload.get("looked", 0))
    there = is_there(tx, ticket, said)
    if there is False and looked < LOOKS:
        _look_again(tx, delivery, looked, at)
    if there is False and looked:
        return None
    name = tx.people.get(ticket.org_id, ticket.requester_id).name
    link, quotes = str(delivery.payload.get("link", "")), bool(delivery.payload.get("quotes"))
    held = () if there is not False else _held_back(tx, ticket, said, delivery.locale, at)
    return went_card(ticket, said, name, delivery.locale, link=link, quotes=quotes, there=bool(there), held=held)


def _held_back(tx: Tx, ticket: Ticket, said: Comment, locale: str, at: datetime) -> tuple[Inline, ...]:
    """Where it goes to their 1:1 chat, until when that waits."""
    if not any(post.viewer_id == ticket.requester_id for post in tx.posts.lines_of(ticket.org_id, said.id)):
        return ()
    author = tx.people.get(ticket.org_id, said.author_id) if said.author_id else None
    zone = author.timezone if author and author.timezone else tx.organisations.get(ticket.org_id).timezone
    return held_line(tx, ticket, at, locale, zone)


def is_there(tx: Tx, ticket: Ticket, said: Comment) -> bool | None:
    """Whether it stands where whoever asked reads it; None where it was never to be carried to them."""
    theirs = [
        post for post in tx.posts.lines_of(ticket.org_id, said.id)
        if post.under is None and post.viewer_id in (None, ticket.requester_id)
    ]  # fmt: skip
    return any(post.message for post in theirs) if theirs else None


def _look_again(tx: Tx, delivery: Delivery, looked: int, at: datetime) -> None:
    payload = {**delivery.payload, "looked": looked + 1}
    later = at + timedelta(minutes=min(2**looked, SELDOM))
    again = NewDelivery(
        DeliveryKind.SAY, delivery.destination, locale=delivery.locale, payload=payload, not_before=later,
        unique=f"faded:{delivery.payload['of']}:{looked + 1}",
    )  # fmt: skip
    tx.deliveries.plan(delivery.org_id, again, at)
