"""Whoever sent a file that is not taken hears so where they sent it, for their eyes alone, and what they can do instead."""

from __future__ import annotations

from dataclasses import replace

from app import words
from app.attachments.model import Attachment
from app.cards import said
from app.people.model import Person
from app.policy.changes import current
from app.posts.answers import WHISPERS
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.posts.packing import pack
from app.posts.planning import A_BREATH, Plan
from app.tickets.model import Source
from app.turn import locale_of


def tell_sender(plan: Plan, attachment: Attachment) -> None:
    """Once for each file; several of one message are one message."""
    sender, source = _sent(plan, attachment)
    place = _place(sender, source, attachment) if sender and source else None
    if sender is None or place is None or not sender.active:
        return
    locale = locale_of(sender, plan.org)
    card = said(_sentence(plan, attachment, locale), locale)
    saying = NewDelivery(
        DeliveryKind.SAY, place, ticket=plan.ticket.number, locale=locale, payload={"card": pack(card)},
        not_before=plan.at + A_BREATH,
        unique=f"files:{sender.id}:{place.platform}:{place.channel}:{place.thread}",
    )  # fmt: skip
    plan.tx.deliveries.gather(plan.org.id, saying, plan.at)


def _sent(plan: Plan, attachment: Attachment) -> tuple[Person | None, Source | None]:
    """Who sent it, and with which message; nobody where that has been removed meanwhile."""
    if not attachment.comment:
        return (None, None) if plan.ticket.removed else (_asker(plan, attachment), plan.ticket.source)
    comment = plan.tx.comments.get(plan.org.id, attachment.comment)
    if comment is None or comment.removed or comment.author_id is None:
        return None, None
    return plan.person(comment.author_id), plan.tx.utterances.source_of(plan.org.id, comment.id)


def _asker(plan: Plan, attachment: Attachment) -> Person | None:
    """Whoever asked; where it hung on a message of somebody else, or they are of the other platform, whoever asked for them."""
    asker = plan.person(plan.ticket.requester_id)
    if plan.ticket.source.own and asker.identity_on(attachment.origin.platform):
        return asker
    opener = plan.tx.trail.opener(plan.org.id, plan.ticket.number)
    return plan.person(opener) if opener else None


def _place(sender: Person, source: Source, attachment: Attachment) -> Destination | None:
    """The channel or thread, where the platform shows something there to one person alone; else their 1:1 chat."""
    platform, workspace = attachment.origin.platform, attachment.origin.workspace
    identity = sender.identity_on(platform, workspace)
    if identity is None:
        return None
    direct = Destination(platform, workspace, Kind.DIRECT, channel=identity.conversation, user=identity.user)
    whispers = platform in WHISPERS and bool(source.channel) and not source.direct
    return replace(direct, kind=Kind.PRIVATE, channel=source.channel, thread=source.thread) if whispers else direct


def _sentence(plan: Plan, attachment: Attachment, locale: str) -> str:
    size = words.size(attachment.size, locale) if attachment.size else words.say("label.unknown_size", locale)
    limit, key = current(plan.tx, plan.org.id).files.largest, f"notice.not_taken.{attachment.reason}"
    return words.say(key, locale, ticket=plan.ticket.key, file=attachment.name, size=size, limit=limit)
