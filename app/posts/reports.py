"""Who hears of a problem that many have: whoever reports it when it is solved, the agents when they are many, and everybody."""

from __future__ import annotations

from app import events, words
from app.people.model import Person
from app.people.permissions import Action, may
from app.people.preferences import Notice
from app.posts.model import Destination, Kind, PostKind
from app.posts.planning import Plan
from app.posts.privately import tell_person
from app.tickets.linked import linked_of
from app.tickets.merging import below
from app.tickets.model import Ticket
from app.tickets.reporting_cards import proposal_card, solved_card
from app.turn import locale_of


def tell_reporters(plan: Plan, event: events.TicketResolved) -> None:
    """Each once for each time it is solved, in their 1:1 chat, whichever of its duplicates they reported.

    Whoever solved it knows, and whoever asked for one of them hears of it there.
    """
    org = plan.org.id
    numbers = [plan.ticket.number, *(there.ticket for there in below(plan.tx, org, plan.ticket.number))]
    tickets = [ticket for number in numbers if (ticket := plan.tx.tickets.get(org, number))]
    heard = {event.by, *(ticket.requester_id for ticket in tickets)}
    for ticket in tickets:
        for reporter in plan.tx.reporters.of(org, ticket.number):
            if reporter.person_id not in heard:
                heard.add(reporter.person_id)
                _tell_solved(plan, ticket, plan.person(reporter.person_id))


def _tell_solved(plan: Plan, ticket: Ticket, person: Person) -> None:
    """What was done they read where whoever asked reads it."""
    original = linked_of(plan.tx, ticket).original
    done = original.resolution if original else plan.ticket.resolution or ""
    if may(person, Action.ME_TOO):
        tell_person(plan, person, Notice.REQUEST, solved_card(ticket, done, locale_of(person, plan.org)))


def propose(plan: Plan, event: events.TicketReported) -> None:
    if not event.proposes:
        return
    people = 1 + len(plan.tx.reporters.of(plan.org.id, plan.ticket.number))
    card = proposal_card(plan.ticket, people, words.negotiate(plan.org.locale))
    for post in plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number):
        if post.kind is PostKind.TRIAGE:
            plan.tell(post.destination, card, thread_of=post)


def raise_banners(plan: Plan, event: events.TicketKnownIssue) -> None:
    """In each request channel of the team, once; from then on they are kept true like every card."""
    for channel in plan.tx.request_channels.all(plan.org.id):
        if channel.team_id == plan.ticket.team_id:
            place = Destination(channel.platform, plan.workspace_on(channel.platform), Kind.CHANNEL, channel=channel.channel)
            plan.add_post(PostKind.BANNER, place, words.negotiate(plan.org.locale), None)
