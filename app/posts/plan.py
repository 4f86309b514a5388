"""Who hears of what: from the events of a transaction to its deliveries.

| what happened | the cards | and besides |
|---|---|---|
| opened | agents' card in every triage channel, requester's card where they asked | |
| moved | agents' card in the new team's channels; the old ones say where it went | |
| assigned by somebody else | refreshed | the assignee is told |
| nobody can be given it | refreshed | the leads are told, or the triage thread |
| an agent replied | refreshed | the requester is told, where they asked |
| the requester said more, or reopened | refreshed | the triage thread is told |
| waiting | refreshed | the requester is asked |
| resolved | refreshed | the requester gets the card anew, with Solved and Still need help |
| waiting, and no answer | refreshed | the requester is reminded |
| resolved, and it will close by itself | refreshed | the requester gets the card anew, which says so |
| no longer snoozed | refreshed | the assignee is told, or the triage thread where there is none |
| a promise is broken, or moves to a later time | refreshed | the requester is told, where they asked |
| anything else | refreshed | |

Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app import events, words
from app.cards import Mention
from app.people.model import Person
from app.ports import Tx
from app.posts.alerts import plan_alerts
from app.posts.model import PostKind
from app.posts.planning import Plan, card_delivery
from app.posts.promising import tell_broken, tell_postponed
from app.posts.quiet import remind_requester, tell_woken
from app.posts.unassigned import tell_leads
from app.tickets.model import Ticket
from app.tickets.sentences import told_card
from app.turn import locale_of


def leaving(tx: Tx) -> None:
    """Called once before the commit: everything that happened becomes deliveries."""
    by_ticket: dict[tuple[int, int], list[events.Event]] = {}
    tickets: dict[tuple[int, int], Ticket] = {}
    for ticket, event in tx.recorded:
        by_ticket.setdefault((ticket.org_id, ticket.number), []).append(event)
        tickets[ticket.org_id, ticket.number] = ticket
    plans = [Plan(tx, tickets[key], happened) for key, happened in by_ticket.items()]
    for plan in plans:
        for event in plan.happened:
            for rule in RULES.get(type(event), ()):
                rule(plan, event)
    if any(isinstance(event, events.SlaWarned | events.SlaEscalated) for plan in plans for event in plan.happened):
        plan_alerts(tx, plans)
    for plan in plans:
        plan.refresh()


def refresh_person(tx: Tx, org_id: int, person_id: int, at: datetime) -> None:
    """Their name has become known: the cards of their open tickets say it."""
    for ticket in tx.tickets.of_requester(org_id, person_id):
        for post in tx.posts.of_ticket(org_id, ticket.number) if ticket.is_open else ():
            tx.deliveries.plan(org_id, card_delivery(post), at)


Rule = Callable[[Plan, Any], None]


def triage_cards(plan: Plan, event: events.TicketOpened | events.TicketMoved) -> None:
    team = plan.tx.teams.get(plan.org.id, plan.ticket.team_id)
    before = [] if isinstance(event, events.TicketOpened) else plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number)
    standing = {(post.destination.platform, post.destination.channel) for post in before}
    for place in plan.triage_places(team):
        if (place.platform, place.channel) not in standing:
            plan.add_post(PostKind.TRIAGE, place, words.negotiate(plan.org.locale), None)


def requester_card(plan: Plan, event: events.Event) -> None:
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    own_doing = isinstance(event, events.TicketResolved) and event.by == requester.id
    if place is not None and not own_doing:
        plan.add_post(PostKind.REQUESTER, place, plan.reader_locale(viewer), viewer)


def tell_assignee(plan: Plan, event: events.TicketAssigned) -> None:
    if event.assignee == event.by:
        return
    assignee, by = plan.person(event.assignee), plan.person(event.by) if event.by else None
    place = plan.direct_place(assignee, plan.ticket.source.platform)
    if place is not None:
        text = words.say(
            "notice.assigned_you",
            locale_of(assignee, plan.org),
            ticket=plan.ticket.key,
            summary=plan.ticket.summary,
            name=by.name if by else "Sahayak",
        )
        plan.tell(place, told_card(text, locale_of(assignee, plan.org)))


def comment_crosses(plan: Plan, event: events.TicketCommented) -> None:
    """An agent's reply goes to the requester, the requester's words to the triage threads."""
    comment = plan.public_comment(event.comment)
    if comment is None:
        return
    author = plan.person(event.by).name if event.by else "Sahayak"
    if event.from_agent:
        _tell_requester(plan, event, "notice.replied", author, comment.text)
        return
    locale = words.negotiate(plan.org.locale)
    for post in plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number):
        if post.kind is PostKind.TRIAGE:
            line = words.say("notice.wrote", locale, ticket=plan.ticket.key, name=author)
            plan.tell(post.destination, told_card(line, locale, quote=comment.text), thread_of=post)


def ask_requester(plan: Plan, event: events.TicketWaiting) -> None:
    _tell_requester(plan, event, "notice.waiting", plan.person(event.by).name if event.by else "Sahayak", "")


def reopened(plan: Plan, event: events.TicketReopened) -> None:
    if event.by != plan.ticket.requester_id:
        return
    locale = words.negotiate(plan.org.locale)
    name = plan.person(event.by).name
    line = words.say("notice.asks_again", locale, ticket=plan.ticket.key, name=name)
    assignee = plan.person(plan.ticket.assignee_id) if plan.ticket.assignee_id else None
    for post in plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number):
        if post.kind is PostKind.TRIAGE:
            to = None if assignee is None else _mention(assignee)
            plan.tell(post.destination, told_card(line, locale, to=to), thread_of=post)


def _tell_requester(plan: Plan, event: events.Event, key: str, name: str, text: str) -> None:
    """Where they asked; addressed by name where others read along."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    if event.by == requester.id or place is None:
        return
    locale = plan.reader_locale(viewer)
    line = words.say(key, locale, ticket=plan.ticket.key, name=name)
    plan.tell(place, told_card(line, locale, to=None if viewer else _mention(requester), quote=text))


def _mention(person: Person) -> Mention:
    return Mention(person.name, tuple(str(identity) for identity in person.identities))


RULES: dict[type[events.Event], tuple[Rule, ...]] = {
    events.TicketOpened: (triage_cards, requester_card),
    events.TicketMoved: (triage_cards,),
    events.TicketAssigned: (tell_assignee,),
    events.NobodyAvailable: (tell_leads,),
    events.TicketCommented: (comment_crosses,),
    events.TicketWaiting: (ask_requester,),
    events.TicketResolved: (requester_card,),
    events.TicketReopened: (reopened,),
    events.TicketReminded: (remind_requester,),
    events.TicketClosing: (requester_card,),
    events.TicketWoken: (tell_woken,),
    events.SlaBreached: (tell_broken,),
    events.SlaPostponed: (tell_postponed,),
}
