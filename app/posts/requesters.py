"""What whoever asked hears, where they asked."""

from __future__ import annotations

from collections.abc import Iterable

from app import events, words
from app.people.preferences import Notice
from app.posts.model import PostKind
from app.posts.planning import Plan
from app.posts.privately import tell_person
from app.tickets.sentences import mention_of, told_card


def requester_card(plan: Plan, event: events.Event) -> None:
    """A new message with their card, so that they hear of it; what they did themselves they know."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    own_doing = isinstance(event, events.TicketResolved | events.TicketMerged) and event.by == requester.id
    if place is not None and not own_doing:
        plan.add_post(PostKind.REQUESTER, place, plan.reader_locale(viewer), viewer)


def tell_requester(plan: Plan, keys: Iterable[str], **facts: str) -> None:
    """These sentences; addressed by name where others read along."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    if place is None:
        return
    locale = plan.reader_locale(viewer)
    line = " ".join(words.say(key, locale, ticket=plan.ticket.key, **facts) for key in keys)
    if viewer:
        tell_person(plan, requester, Notice.REQUEST, told_card(line, locale))
    else:
        plan.tell(place, told_card(line, locale, to=mention_of(requester)))
