"""Draws what a delivery shows, from the state as it is when it leaves."""

from __future__ import annotations

from app.cards import Card
from app.people.model import Organisation, Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.posts.model import Delivery, Post, PostKind
from app.posts.packing import unpack
from app.sla.alert_reading import alert_standing
from app.tickets.cards import requester_card, triage_card
from app.tickets.due import Reader, due_lines
from app.tickets.lists import home_card
from app.tickets.model import Ticket
from app.tickets.reading import names, view_of
from app.turn import locale_of


def card_of(tx: Tx, post: Post, ticket: Ticket) -> Card:
    """The card of a post as it must look now."""
    org = tx.organisations.get(post.org_id)
    viewer = tx.people.get(post.org_id, post.viewer_id) if post.viewer_id else None
    view = view_of(tx, ticket, _zone(viewer, org))
    locale = locale_of(viewer, org)
    if post.kind is PostKind.ALERT:
        return alert_standing(tx, post, locale, org.timezone)
    if post.kind is PostKind.REQUESTER:
        return requester_card(view, locale)
    here = post.destination.channel in view.team.triage.values()
    return triage_card(view, locale, here=here)


def home_of(tx: Tx, delivery: Delivery) -> Card:
    """The App Home of a person: my requests, and for agents the queue of their teams."""
    org = tx.organisations.get(delivery.org_id)
    person = tx.people.get(delivery.org_id, delivery.viewer_id or 0)
    mine = tx.tickets.of_requester(org.id, person.id)
    queue = tx.tickets.queue(org.id, list(person.roles)) if person.is_agent and may(person, Action.SEE_QUEUE) else None
    people = {**names(tx, mine), **names(tx, queue or [])}
    first = bool(delivery.payload.get("first"))
    reader = Reader(person, locale_of(person, org), _zone(person, org))
    due, due_mine = due_lines(tx, queue or [], reader), due_lines(tx, mine, reader, own=True)
    return home_card(person, mine, queue, people, reader.locale, reader.zone, first, due, due_mine)


def said_of(delivery: Delivery) -> Card:
    card: Card = unpack(delivery.payload["card"])
    return card


def _zone(viewer: Person | None, org: Organisation) -> str:
    return viewer.timezone or org.timezone if viewer else org.timezone
