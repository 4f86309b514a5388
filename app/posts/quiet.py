"""What people hear when nobody says anything: a reminder to whoever is waited for, and that a snoozed ticket is back."""

from __future__ import annotations

from app import words
from app.cards import Mention
from app.events import TicketReminded, TicketWoken
from app.people.preferences import Notice
from app.posts.planning import Plan
from app.posts.privately import tell_person
from app.posts.queues import queue_cards
from app.tickets.last_word import last_asked
from app.tickets.sentences import told_card
from app.turn import locale_of


def remind_requester(plan: Plan, event: TicketReminded) -> None:
    """Where they asked, with what they were asked last, so that they need not look for it."""
    ticket, requester = plan.ticket, plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    if place is None:
        return
    asked = last_asked(plan.tx, ticket)
    owner = plan.person(ticket.assignee_id) if ticket.assignee_id else plan.tx.teams.get(plan.org.id, ticket.team_id)
    locale = plan.reader_locale(viewer)
    line = words.say("notice.reminder", locale, ticket=ticket.key, name=owner.name)
    to = None if viewer else Mention(requester.name, tuple(str(identity) for identity in requester.identities))
    card = told_card(line, locale, to=to, quote=asked.text if asked else "")
    if viewer:
        tell_person(plan, requester, Notice.REMINDERS, card, quoted=asked)
    else:
        plan.tell(place, card, quoted=asked)


def tell_woken(plan: Plan, event: TicketWoken) -> None:
    """Who has it is told, else the queue's thread. An answer stands there already, and whoever woke it knows."""
    ticket = plan.ticket
    assignee = plan.person(ticket.assignee_id) if ticket.assignee_id else None
    if assignee is not None and event.by == assignee.id:
        return
    if assignee is not None and plan.direct_place(assignee, ticket.source.platform) is not None:
        locale = locale_of(assignee, plan.org)
        tell_person(plan, assignee, Notice.REMINDERS, told_card(_woken(plan, event, locale), locale))
    elif event.why == "date":
        locale = words.negotiate(plan.org.locale)
        for post in queue_cards(plan.tx, ticket):
            plan.tell(post.destination, told_card(_woken(plan, event, locale), locale), thread_of=post)


def _woken(plan: Plan, event: TicketWoken, locale: str) -> str:
    return words.say(f"notice.woken.{event.why}", locale, ticket=plan.ticket.key, summary=plan.ticket.summary)
