"""What followers hear: the public changes of a ticket, in their 1:1 chat and their own language. Never a note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app import events, words
from app.people.model import Person
from app.people.permissions import Action, may
from app.people.preferences import Notice
from app.ports import Tx
from app.posts.model import Delivery, DeliveryKind
from app.posts.planning import Plan
from app.posts.privately import tell_person
from app.routing.commands import ticket_number
from app.tickets.following_cards import news_card
from app.tickets.model import Ticket
from app.turn import locale_of

Public = (
    events.TicketWaiting | events.TicketResolved | events.TicketReopened | events.TicketClosed | events.TicketWithdrawn
    | events.TicketMerged
)  # fmt: skip


def listeners(tx: Tx, ticket: Ticket) -> Iterator[Person]:
    """Those who follow it and may still see it; whoever asked hears of it anyway."""
    followers = tx.followers.of(ticket.org_id, ticket.number)
    people = tx.people.many(ticket.org_id, [one.person_id for one in followers])
    for follower in followers:
        person = people[follower.person_id]
        sees = may(person, Action.SEE, ticket.team_id, ticket.requester_id, follows=follower.invited)
        if sees and person.id != ticket.requester_id:
            yield person


def hears(tx: Tx, ticket: Ticket, person: Person) -> bool:
    """Whether they follow it and may see it, as things stand now; whom nobody knows yet could be somebody of outside."""
    follower = tx.followers.find(ticket.org_id, ticket.number, person.id)
    if follower is None or (follower.invited and not any(identity.name for identity in person.identities)):
        return False
    return may(person, Action.SEE, ticket.team_id, ticket.requester_id, follows=follower.invited)


def still_wanted(tx: Tx, delivery: Delivery) -> Delivery | None:
    """News for a follower leave only of what they still follow, and still may; None where nothing is left."""
    if delivery.kind is not DeliveryKind.SAY or delivery.viewer_id is None or "cards" not in delivery.payload:
        return delivery
    person = tx.people.get(delivery.org_id, delivery.viewer_id)
    left = [card for card in delivery.payload["cards"] if _still(tx, delivery, card["ref"], person)]
    return replace(delivery, payload={**delivery.payload, "cards": left}) if left else None


def _still(tx: Tx, delivery: Delivery, key: str, person: Person) -> bool:
    """News of before say only by the delivery what they are about."""
    ticket = tx.tickets.get(delivery.org_id, ticket_number(key) or delivery.ticket or 0)
    return ticket is not None and hears(tx, ticket, person)


def tell_followers(plan: Plan, event: Public) -> None:
    """How it goes on."""
    for person in listeners(plan.tx, plan.ticket):
        if person.id != event.by:
            card = news_card(*_news(plan, event, locale_of(person, plan.org)))
            tell_person(plan, person, Notice.FOLLOWED, card, follows=True)


def tell_added(plan: Plan, event: events.TicketFollowed) -> None:
    """Whom an agent has added hears once who it was, and how to hear no more."""
    if event.by is None or event.by == event.follower:
        return
    person = plan.person(event.follower)
    locale = locale_of(person, plan.org)
    facts = {"name": plan.person(event.by).name, "ticket": plan.ticket.key, "summary": plan.ticket.summary}
    tell_person(
        plan,
        person,
        Notice.REQUEST,
        news_card(words.say("notice.let_in", locale, **facts), plan.ticket.key, locale),
        follows=True,
    )


def _news(plan: Plan, event: Public, locale: str) -> tuple[str, str, str, str]:
    """The sentence, the ticket, the language, and below it what was done, where it is solved."""
    ticket = plan.ticket
    kind = event.name.removeprefix("ticket.")
    name = plan.person(event.by).name if event.by else "Sahayak"
    requester = plan.person(ticket.requester_id).name
    line = words.say(f"notice.followed.{kind}", locale, ticket=ticket.key, summary=ticket.summary, name=name, requester=requester)
    done = ticket.resolution or "" if isinstance(event, events.TicketResolved) else ""
    return line, ticket.key, locale, done
