"""What is said of tickets that belong together: who has asked the same hears when it is solved, agents see what is alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app import events, words
from app.cards import Card
from app.policy.changes import current
from app.ports import Tx
from app.posts import questions
from app.posts.model import Delivery, DeliveryKind, NewDelivery, Post, PostKind
from app.posts.planning import Plan, card_delivery
from app.posts.requesters import requester_card, tell_requester
from app.posts.standing import SUBJECT
from app.tickets.linked_cards import similar_card
from app.tickets.merging import NO_HELP, above, below
from app.tickets.model import Status
from app.tickets.similar import similar

SIMILAR = "similar"
"""In the payload of a SAY: what is similar is looked for when it leaves; where nothing is, nothing is said."""


def tell_linked(plan: Plan, event: events.TicketResolved) -> None:
    """Whoever asked the same, each in their own thread; the card that is drawn there says no more than they may read."""
    for there in below(plan.tx, plan.org.id, plan.ticket.number):
        ticket = plan.tx.tickets.get(plan.org.id, there.ticket)
        if ticket is not None:
            requester_card(Plan(plan.tx, ticket, plan.happened), event)


def tell_again(plan: Plan, event: events.TicketReopened) -> None:
    """Whoever asked the same was told that it is solved, or waits for that: it is worked on again."""
    for there in below(plan.tx, plan.org.id, plan.ticket.number):
        ticket = plan.tx.tickets.get(plan.org.id, there.ticket)
        if ticket is not None and ticket.requester_id != event.by:
            tell_requester(Plan(plan.tx, ticket, plan.happened), ["notice.original_again"], into=plan.ticket.key)


def tell_apart(plan: Plan, event: events.DuplicateRemoved) -> None:
    """Theirs is open again. Who said so themselves knows it; who only gave up the other one does not."""
    ticket, over = plan.tx.tickets.get(plan.org.id, event.duplicate), plan.ticket.closed_how in NO_HELP
    if ticket is None or (event.by == ticket.requester_id and not over):
        return
    waits = ["notice.apart.waits"] if ticket.status is Status.WAITING else []
    keys = ["notice.apart.over" if over else "notice.apart.undone", *waits]
    tell_requester(Plan(plan.tx, ticket, plan.happened), keys, into=plan.ticket.key)


def refresh_above(plan: Plan, event: events.Event) -> None:
    """The cards of what it is a duplicate of name its duplicates. Those beside it say nothing of each other."""
    _draw_anew(plan, above(plan.tx, plan.ticket))


def refresh_below(plan: Plan, event: events.Event) -> None:
    """The cards of its duplicates name what they belong to, and say how far that is."""
    _draw_anew(plan, (there.ticket for there in below(plan.tx, plan.org.id, plan.ticket.number)))


def _draw_anew(plan: Plan, tickets: Iterable[int]) -> None:
    for number in sorted(set(tickets)):
        for post in plan.tx.posts.of_ticket(plan.org.id, number):
            if post.kind is not PostKind.MARK:
                plan.tx.deliveries.plan(plan.org.id, card_delivery(post), plan.at)


def look_for_similar(tx: Tx, card: Post, ticket: int, at: datetime) -> None:
    """The agents' card has come to stand: only now is anything planned that belongs below it, once for each card.

    What is similar is looked for when that leaves, so whoever asks does not wait for it.
    """
    org = card.org_id
    if card.kind is not PostKind.TRIAGE or not current(tx, org).similar.span:
        return
    if not tx.inbox.first_time(org, f"similar:{card.id}", at):
        return
    locale = words.negotiate(tx.organisations.get(org).locale)
    payload = {SIMILAR: True, "thread_of": card.id, SUBJECT: questions.subject(questions.SIMILAR, ticket)}
    tx.deliveries.plan(org, NewDelivery(DeliveryKind.SAY, card.destination, ticket=ticket, locale=locale, payload=payload), at)


def suggestion(tx: Tx, delivery: Delivery) -> Card | None:
    """One message below the agents' card, where something open seems to ask the same as what is still open."""
    ticket = tx.tickets.get(delivery.org_id, delivery.ticket or 0)
    if ticket is None or not ticket.is_open:
        return None
    found = similar(tx, ticket, ticket.created_at)
    return similar_card(ticket, found.tickets, found.known, delivery.locale) if found.tickets else None
