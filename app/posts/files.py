"""A file that was brought somewhere, drawn when it leaves: what may not stand there any more is drawn as nothing."""

from __future__ import annotations

from datetime import datetime

from app.attachments.links import COLLEAGUES, EVERYBODY, FileLinks
from app.attachments.reading import carried, may_stand
from app.cards import Card
from app.ports import Tx
from app.posts.followers import hears
from app.posts.model import Delivery, Post
from app.tickets.model import Ticket


def file_of(tx: Tx, post: Post, ticket: Ticket, delivery: Delivery, links: FileLinks, at: datetime) -> Card | None:
    """As it has to stand there; None where it may not. `ticket` is the one that it was brought for."""
    file = tx.attachments.get(post.org_id, str(delivery.payload["attachment"]))
    if file is None or not may_stand(tx, file, public=post.under is None):
        return None
    if not (post.message or post.viewer_id in (None, ticket.requester_id) or _hears(tx, post, ticket)):
        return None
    reader = COLLEAGUES if post.under is not None else post.viewer_id or EVERYBODY
    return carried(tx, delivery, links, at, reader, stands=bool(post.message))


def _hears(tx: Tx, post: Post, ticket: Ticket) -> bool:
    return hears(tx, ticket, tx.people.get(post.org_id, post.viewer_id or 0))
