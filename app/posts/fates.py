"""What became of a reply that an agent wrote below the agents' card, said there: on its own platform it goes on standing as they
typed it, and would look as if it had been sent, or still stood.
"""

from __future__ import annotations

from datetime import datetime

from app import events, words
from app.cards import Card
from app.people.model import Organisation
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery, PostKind
from app.posts.packing import pack
from app.posts.planning import Plan
from app.posts.questions import HELD, place_of, subject
from app.posts.standing import instead
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.sentences import sentence, told_card, told_moment


def sent(plan: Plan, event: events.TicketCommented) -> None:
    """Its author has read it again; only where it was said that they are asked is there anything to say."""
    if event.held and (said := plan.tx.comments.get(plan.org.id, event.comment)):
        _stands(plan.tx, plan.org, plan.ticket, said, "sent", plan.at)


def taken_back(plan: Plan, event: events.TicketUnsent) -> None:
    if said := plan.tx.comments.get(plan.org.id, event.comment):
        tell_fate(plan.tx, plan.org, plan.ticket, said, "taken_back", plan.at)


def tell_fate(tx: Tx, org: Organisation, ticket: Ticket, said: Comment, how: str, at: datetime) -> None:
    """In the place of what was said there of it, else below the card, once."""
    if _stands(tx, org, ticket, said, how, at):
        return
    source = tx.utterances.source_of(org.id, said.id)
    head = tx.posts.at(org.id, source.platform, source.workspace, source.channel, source.thread) if source else None
    if source is None or head is None or head.kind is not PostKind.TRIAGE:
        return
    if not tx.inbox.first_time(org.id, f"fate:{said.id}:{how}", at):
        return
    place = Destination(source.platform, source.workspace, Kind.CHANNEL, channel=source.channel, thread=source.thread)
    card = _card(tx, org, ticket, said, how)
    tx.deliveries.plan(org.id, NewDelivery(DeliveryKind.SAY, place, locale=card.locale, payload={"card": pack(card)}), at)


def _stands(tx: Tx, org: Organisation, ticket: Ticket, said: Comment, how: str, at: datetime) -> bool:
    """Whether something stood there of it, which reads as things are now."""
    places = tx.questions.of(org.id, subject(HELD, said.id))
    for ref, user in places:
        tx.deliveries.plan(org.id, instead(place_of(ref, user), ref.message, _card(tx, org, ticket, said, how)), at)
    return bool(places)


def _card(tx: Tx, org: Organisation, ticket: Ticket, said: Comment, how: str) -> Card:
    """It is named by its time: its words may be removed yet."""
    locale = words.negotiate(org.locale)
    people = tx.people.many(org.id, {ticket.requester_id, *([said.author_id] if said.author_id else [])})
    name = people[said.author_id].name if said.author_id in people else "Sahayak"
    when = told_moment(said.at, locale, org.timezone)
    line = sentence(f"line.fate.{how}", locale, name=name, requester=people[ticket.requester_id].name, at=when)
    return told_card(line, locale)
