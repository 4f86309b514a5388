"""Who hears of a problem that many have: whoever reports it when it is solved, the agents when they are many, and everybody."""

from __future__ import annotations

from collections.abc import Iterator

from app import events, words
from app.people.model import Person
from app.people.permissions import Action, may
from app.people.preferences import Notice
from app.posts import questions
from app.posts.again import end_of
from app.posts.followers import listeners
from app.posts.model import Destination, Kind, PostKind
from app.posts.planning import Plan
from app.posts.privately import tell_person, wants
from app.posts.queues import queue_cards
from app.tickets.linked import linked_of
from app.tickets.merging import NO_HELP, below, root_of
from app.tickets.model import Ticket
from app.tickets.reporting import subject_of
from app.tickets.reporting_cards import again_card, proposal_card, solved_card
from app.tickets.sentences import told_card
from app.turn import locale_of


def tell_reporters(plan: Plan, event: events.TicketResolved) -> None:
    """Each once for each time it is solved, in their 1:1 chat, whichever of its duplicates they reported."""
    for ticket, person in _reporters(plan, event):
        _tell_solved(plan, ticket, person)


def tell_reporters_again(plan: Plan, event: events.TicketReopened) -> None:
    """Whoever was told that it is solved, or that it is over, hears once that it is not."""
    if _was_told(plan):
        for ticket, person in _reporters(plan, event):
            if may(person, Action.ME_TOO):
                card = again_card(ticket, subject_of(plan.tx, ticket), locale_of(person, plan.org))
                tell_person(plan, person, Notice.REQUEST, card, reports=ticket)


def tell_reporters_over(plan: Plan, event: events.TicketWithdrawn | events.TicketClosed) -> None:
    """Nobody goes on with it and it was not solved, so they would wait in vain; those of its duplicates have these again."""
    if plan.ticket.closed_how in NO_HELP:
        for ticket, person in _reporters(plan, event):
            if ticket is plan.ticket and may(person, Action.ME_TOO):
                locale = locale_of(person, plan.org)
                line = words.say("notice.report_over", locale, ticket=ticket.key, summary=subject_of(plan.tx, ticket))
                tell_person(plan, person, Notice.REQUEST, told_card(line, locale), reports=ticket)


def _reporters(plan: Plan, event: events.Event) -> Iterator[tuple[Ticket, Person]]:
    """Each once, with what they reported: the ticket or one of its duplicates.

    Whoever did it knows, whoever asked for one of them hears of it there, and whoever follows it as a follower.
    """
    org = plan.org.id
    others = [plan.tx.tickets.get(org, there.ticket) for there in below(plan.tx, org, plan.ticket.number)]
    tickets = [plan.ticket, *(ticket for ticket in others if ticket)]
    heard = {event.by, *(ticket.requester_id for ticket in tickets), *_followers(plan)}
    for ticket in tickets:
        for reporter in plan.tx.reporters.of(org, ticket.number):
            if reporter.person_id not in heard:
                heard.add(reporter.person_id)
                yield ticket, plan.person(reporter.person_id)


def _followers(plan: Plan) -> Iterator[int]:
    """Those whom its news reach: see `app.posts.followers.tell_followers`."""
    for person in listeners(plan.tx, plan.ticket):
        if wants(plan, person, Notice.FOLLOWED) and plan.direct_place(person, plan.ticket.source.platform):
            yield person.id


def _was_told(plan: Plan) -> bool:
    """Of a duplicate that goes its own way they heard only if the other one was solved."""
    end = end_of(plan)
    if end is None or end.event != "ticket.merged":
        return end is not None
    joined = plan.tx.tickets.get(plan.org.id, end.changes["into"])
    return joined is not None and root_of(plan.tx, joined).resolution is not None


def _tell_solved(plan: Plan, ticket: Ticket, person: Person) -> None:
    """What was done they read where whoever asked reads it."""
    original = linked_of(plan.tx, ticket).original
    done = original.resolution if original else plan.ticket.resolution or ""
    if may(person, Action.ME_TOO):
        card = solved_card(ticket, subject_of(plan.tx, ticket), done, locale_of(person, plan.org))
        tell_person(plan, person, Notice.REQUEST, card, reports=ticket)


def propose(plan: Plan, event: events.TicketReported) -> None:
    if not event.proposes:
        return
    people = 1 + len(plan.tx.reporters.of(plan.org.id, plan.ticket.number))
    card = proposal_card(plan.ticket, people, words.negotiate(plan.org.locale))
    for post in queue_cards(plan.tx, plan.ticket):
        plan.tell(post.destination, card, thread_of=post, subject=questions.subject(questions.KNOWN, plan.ticket.number))


def raise_banners(plan: Plan, event: events.TicketKnownIssue) -> None:
    """In each request channel of the team, once; from then on they are kept true like every card."""
    for channel in plan.tx.request_channels.all(plan.org.id):
        if channel.team_id == plan.ticket.team_id:
            place = Destination(channel.platform, plan.workspace_on(channel.platform), Kind.CHANNEL, channel=channel.channel)
            plan.add_post(PostKind.BANNER, place, words.negotiate(plan.org.locale), None)
