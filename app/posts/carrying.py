"""A file goes where the words go that it came with, but not to where it was attached. What is brought is a post, as a line is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app import events, words
from app.attachments.model import Attachment, State
from app.ports import Tx
from app.posts.audience import audience
from app.posts.model import Delivery, DeliveryKind, Destination, Kind, NewDelivery, Post, PostKind
from app.posts.planning import Plan
from app.posts.queues import queue_cards
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
    for attachment in _of(plan, event.comment):
        if attachment.state is not State.WAITING:
            for stop in _stops(plan, attachment):
                if stop.under is None:
                    _bring(plan, attachment, stop)


def keep_with_line(plan: Plan, event: events.TicketReworded | events.TicketUnsent) -> None:
    """Words that were taken back or removed take their files with them, and bring them again if they are brought back."""
    for attachment in _of(plan, event.comment):
        for post in plan.tx.posts.bringing(plan.org.id, attachment.id):
            if _is_otherwise(event, post):
                plan.tx.deliveries.plan(plan.org.id, file_delivery(post, attachment.id), plan.at)


def recall(tx: Tx, org_id: int, files: Iterable[str], at: datetime) -> None:
    """Nothing is left of these files: wherever they were brought they go, and what is on its way goes nowhere."""
    for file in files:
        for post in tx.posts.bringing(org_id, file):
            tx.deliveries.plan(org_id, file_delivery(post, file), at)


def show_taken(tx: Tx, delivery: Delivery, at: datetime) -> None:
    """A person took a file that was offered, and it is in their store: it stands in their chat from now on."""
    file = tx.attachments.get(delivery.org_id, str(delivery.payload["attachment"]))
    if file is not None:
        where = delivery.destination
        post = tx.posts.add(delivery.org_id, file.ticket, PostKind.FILE, where, delivery.locale, delivery.viewer_id)
        tx.posts.brings(post, file.id)
        tx.deliveries.plan(
            delivery.org_id, file_delivery(post, file.id, {"store": delivery.payload["store"], "stored": True}), at
        )


def file_delivery(
    post: Post, file: str, more: Mapping[str, Any] | None = None, not_before: datetime | None = None
) -> NewDelivery:
    """Ask a post to show the file, or to go where it may not stand any more."""
    return NewDelivery(
        DeliveryKind.CARD, post.destination, ticket=post.ticket, post_id=post.id, viewer_id=post.viewer_id, locale=post.locale,
        payload={"attachment": file, **(more or {})},
        not_before=not_before,
    )  # fmt: skip


def _is_otherwise(event: events.TicketReworded | events.TicketUnsent, post: Post) -> bool:
    """Whether it may stand there no more, or may again; agents still see what was taken back."""
    if isinstance(event, events.TicketUnsent):
        return post.under is None
    return event.removed or not post.message


def _of(plan: Plan, comment: int) -> list[Attachment]:
    return [one for one in plan.tx.attachments.of_ticket(plan.org.id, plan.ticket.number) if one.comment == comment]


def _bring(plan: Plan, attachment: Attachment, stop: Stop) -> None:
    head = stop.under.id if stop.under else None
    post = plan.tx.posts.add(
        plan.org.id, attachment.ticket, PostKind.FILE, stop.place, stop.locale, stop.viewer, under=head
    )  # fmt: skip
    plan.tx.posts.brings(post, attachment.id)
    plan.tx.deliveries.plan(plan.org.id, file_delivery(post, attachment.id, not_before=plan.held(post)), plan.at)


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
    locale = words.negotiate(plan.org.locale)
    for post in queue_cards(plan.tx, plan.ticket):
        place = post.destination
        if not (post.ref.message and _there(said_in, replace(place, thread=post.ref.message))):
            yield Stop(place, locale, under=post)


def _there(said_in: Source | None, place: Destination) -> bool:
    """Whether it was attached in that very thread, or in that chat."""
    if said_in is None or place.kind is not Kind.CHANNEL:
        return False
    spot = (said_in.platform, said_in.workspace, said_in.channel, said_in.thread)
    return spot == (place.platform, place.workspace, place.channel, place.thread)
