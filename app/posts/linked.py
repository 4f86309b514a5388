"""What is said of tickets that belong together: who has asked the same hears when it is solved, agents see what is alike."""

from __future__ import annotations

from app import events, words
from app.posts.model import PostKind
from app.posts.planning import Plan, card_delivery
from app.posts.requesters import requester_card
from app.tickets.linked_cards import similar_card
from app.tickets.merging import below, root_of
from app.tickets.similar import similar


def tell_linked(plan: Plan, event: events.TicketResolved) -> None:
    """Whoever asked the same, each in their own thread; the card that is drawn there says no more than they may read."""
    for there in below(plan.tx, plan.org.id, plan.ticket.number):
        ticket = plan.tx.tickets.get(plan.org.id, there.ticket)
        if ticket is not None:
            requester_card(Plan(plan.tx, ticket, plan.happened), event)


def refresh_linked(plan: Plan, event: events.Event) -> None:
    """Every card of the tickets that it belongs together with."""
    root = root_of(plan.tx, plan.ticket).number
    numbers = {root, *(there.ticket for there in below(plan.tx, plan.org.id, root))} - {plan.ticket.number}
    for number in sorted(numbers):
        for post in plan.tx.posts.of_ticket(plan.org.id, number):
            if post.kind is not PostKind.MARK:
                plan.tx.deliveries.plan(plan.org.id, card_delivery(post), plan.at)


def suggest(plan: Plan, event: events.TicketOpened) -> None:
    """One message below the agents' card of a new ticket, where something open seems to ask the same."""
    found = similar(plan.tx, plan.ticket, event.at)
    if not found.tickets:
        return
    locale = words.negotiate(plan.org.locale)
    card = similar_card(plan.ticket, found.tickets, found.known, locale)
    for post in plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number):
        if post.kind is PostKind.TRIAGE:
            plan.tell(post.destination, card, thread_of=post)
