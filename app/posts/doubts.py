"""What may have arrived though nobody said so, and cannot be looked for: its author hears that it may still stand there."""

from __future__ import annotations

from datetime import datetime

from app import words
from app.cards import said
from app.people.model import Platform
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery, Post
from app.posts.packing import pack
from app.posts.planning import is_reached
from app.turn import locale_of

_CAN_LOOK = frozenset({Platform.SLACK})
"""Where a post carries a mark of ours by which it is found again."""


def tell_doubt(tx: Tx, post: Post, at: datetime) -> None:
    """A line was to go before it was known where it stood: its author is told, unless the platform could look for it."""
    comment = tx.comments.get(post.org_id, post.comment) if post.comment else None
    if post.message or post.destination.platform in _CAN_LOOK or comment is None or comment.author_id is None:
        return
    author, org = tx.people.get(post.org_id, comment.author_id), tx.organisations.get(post.org_id)
    locale = locale_of(author, org)
    card = said(words.say("notice.may_still_stand", locale, ticket=f"T-{comment.ticket}"), locale)
    identity = min(author.identities, key=lambda one: not is_reached(one), default=None)
    if identity is None:
        return
    where = Destination(identity.platform, identity.workspace, Kind.DIRECT, channel=identity.conversation, user=identity.user)
    tx.deliveries.plan(org.id, NewDelivery(DeliveryKind.SAY, where, locale=locale, payload={"card": pack(card)}), at)
