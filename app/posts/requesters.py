"""The card of whoever asked, where they asked."""

from __future__ import annotations

from app import events
from app.posts.model import PostKind
from app.posts.planning import Plan


def requester_card(plan: Plan, event: events.Event) -> None:
    """A new message with it, so that they hear of it; what they did themselves they know."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    own_doing = isinstance(event, events.TicketResolved | events.TicketMerged) and event.by == requester.id
    if place is not None and not own_doing:
        plan.add_post(PostKind.REQUESTER, place, plan.reader_locale(viewer), viewer)
