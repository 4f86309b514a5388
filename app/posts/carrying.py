"""A file goes where the words go that it came with, but not to where it was attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app import events, words
from app.attachments.model import Attachment, State
from app.posts.audience import audience
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery, Post, PostKind
from app.posts.planning import Plan
from app.tickets.comment import Visibility
from app.tickets.model import Source


@dataclass(frozen=True)
class Stop:
    """One place it goes to: in whose language, for whose eyes alone (None: everybody's there), under which card."""

    place: Destination
    locale: str
    viewer: int | None = None
    under: Post | None = None


def carry(plan: Plan, attachment: Attachment) -> None:
    """Every place hears of the file once: it gets the file, or reads why not and where it can be opened."""
    for stop in _stops(plan, attachment):
        _bring(plan, attachment, stop)


def follow(plan: Plan, event: events.TicketCommented) -> None:
    """A note has become a reply: its files go to whoever hears it now. Those still being fetched go by themselves."""
    if not event.held:
        return
    for attachment in plan.tx.attachments.of_ticket(plan.org.id, plan.ticket.number):
        if attachment.comment == event.comment and attachment.state is not State.WAITING:
            for stop in _stops(plan, attachment):
                if stop.under is None:
                    _bring(plan, attachment, stop)


def _bring(plan: Plan, attachment: Attachment, stop: Stop) -> None:
    payload = {"attachment": attachment.id, **({"thread_of": stop.under.id} if stop.under else {})}
    told = NewDelivery(
        DeliveryKind.SAY, stop.place, ticket=attachment.ticket, viewer_id=stop.viewer, locale=stop.locale, payload=payload
    )
    plan.tx.deliveries.plan(plan.org.id, told, plan.at)


def _stops(plan: Plan, attachment: Attachment) -> Iterator[Stop]:
    """The agents' threads; of what was answered in public also whoever hears it. Never back to where it was attached."""
    comment = plan.tx.comments.get(plan.org.id, attachment.comment) if attachment.comment else None
    if plan.ticket.removed if not attachment.comment else comment is None or comment.removed:
        return
    said_in = plan.tx.utterances.source_of(plan.org.id, comment.id) if comment else None
    yield from _threads(plan, said_in)
    if comment is None or comment.visibility is not Visibility.PUBLIC:
        return
    for listener in audience(plan):
        if listener.person.id != comment.author_id and not _there(said_in, listener.place):
            viewer = listener.person.id if listener.alone else None
            yield Stop(listener.place, plan.reader_locale(viewer), viewer)


def _threads(plan: Plan, said_in: Source | None) -> Iterator[Stop]:
    """The threads of the cards in the channels of the team that has the ticket now."""
    team, locale = plan.tx.teams.get(plan.org.id, plan.ticket.team_id), words.negotiate(plan.org.locale)
    for post in plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number):
        place = post.destination
        theirs = post.kind is PostKind.TRIAGE and team.triage.get(place.platform) == place.channel
        if theirs and not (post.ref.message and _there(said_in, replace(place, thread=post.ref.message))):
            yield Stop(place, locale, under=post)


def _there(said_in: Source | None, place: Destination) -> bool:
    """Whether it was attached in that very thread, or in that chat."""
    if said_in is None or place.kind is not Kind.CHANNEL:
        return False
    spot = (said_in.platform, said_in.workspace, said_in.channel, said_in.thread)
    return spot == (place.platform, place.workspace, place.channel, place.thread)
