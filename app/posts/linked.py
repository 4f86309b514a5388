"""What is said of tickets that belong together: who has asked the same hears when it is solved, agents see what is alike."""

from __future__ import annotations

from datetime import datetime

from app import events, words
from app.ports import Tx
from app.posts.model import DeliveryKind, NewDelivery, PostKind
from app.posts.packing import pack
from app.posts.planning import Plan, card_delivery
from app.posts.requesters import requester_card
from app.tickets.linked_cards import similar_card
from app.tickets.merging import below, root_of
from app.tickets.similar import similar

SIMILAR = "similar"
"""What a look-up looks for: tickets like a new one."""


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


def look_for_similar(plan: Plan, event: events.TicketOpened) -> None:
    """As work of its own, behind the agents' card, so that whoever asks does not wait for it and it has a thread to stand in."""
    for place in plan.triage_places(plan.tx.teams.get(plan.org.id, plan.ticket.team_id))[:1]:
        look = NewDelivery(DeliveryKind.READ, place, ticket=plan.ticket.number, payload={"what": SIMILAR})
        plan.tx.deliveries.plan(plan.org.id, look, plan.at)


def suggest(tx: Tx, org_id: int, number: int, at: datetime) -> None:
    """One message below the agents' card of a new ticket, once, where something open seems to ask the same."""
    ticket = tx.tickets.get(org_id, number)
    if ticket is None or not ticket.is_open or not tx.inbox.first_time(org_id, f"similar:{number}", at):
        return
    found = similar(tx, ticket, ticket.created_at)
    if not found.tickets:
        return
    card = similar_card(ticket, found.tickets, found.known, words.negotiate(tx.organisations.get(org_id).locale))
    for post in tx.posts.of_ticket(org_id, number):
        if post.kind is PostKind.TRIAGE:
            payload = {"card": pack(card), "thread_of": post.id}
            told = NewDelivery(DeliveryKind.SAY, post.destination, ticket=number, locale=card.locale, payload=payload)
            tx.deliveries.plan(org_id, told, at)
