"""What was taken back and may still stand there: its author hears so, and the agents read it."""

from __future__ import annotations

from datetime import datetime

from app import words
from app.cards import said
from app.people.model import Platform
from app.ports import Tx
from app.posts.model import Delivery, Post
from app.posts.planning import card_delivery
from app.posts.privately import tell_alone
from app.tickets.comment import Comment, Visibility
from app.turn import locale_of

_CAN_LOOK = frozenset({Platform.SLACK})
"""Where a post carries a mark of ours by which it is found again."""


def tell_doubt(tx: Tx, post: Post, at: datetime) -> None:
    """A line was to go before it was known where it stood: its author is told, unless the platform could look for it."""
    comment = tx.comments.get(post.org_id, post.comment) if post.comment else None
    if post.message or post.destination.platform in _CAN_LOOK or comment is None:
        return
    _tell_author(tx, comment, "notice.may_still_stand", at)


def tell_refused(tx: Tx, post: Post, delivery: Delivery, why: str, at: datetime) -> None:
    """The platform does not let go what was taken back, or does not show that it was removed: once, its author hears why, and the
    agents read that it may still be seen.
    """
    comment = _taken_back(tx, post, delivery)
    if comment is None or not tx.held.refused(comment, post, at):
        return
    ticket = tx.tickets.get(post.org_id, comment.ticket)
    reader = post.viewer_id or (ticket.requester_id if ticket else 0)
    name = tx.people.get(post.org_id, reader).name if reader else ""
    _tell_author(tx, comment, "notice.not_taken_back", at, platform=post.destination.platform.spoken, reason=why, name=name)
    _redraw(tx, comment, at)


def tell_gone(tx: Tx, post: Post, delivery: Delivery, at: datetime) -> None:
    """It has gone after all."""
    if not tx.held.went(post):
        return
    comment = _taken_back(tx, post, delivery)
    if comment is not None and not tx.held.still_stands(post.org_id, comment.id):
        _tell_author(tx, comment, "notice.taken_back_now", at)
        _redraw(tx, comment, at)


def _taken_back(tx: Tx, post: Post, delivery: Delivery) -> Comment | None:
    """The words it shows, or that its file came with, where nobody but agents is to read them any more."""
    if post.under is not None or not post.message:
        return None
    file = tx.attachments.get(post.org_id, str(delivery.payload["attachment"])) if "attachment" in delivery.payload else None
    number = file.comment if file else post.comment
    comment = tx.comments.get(post.org_id, number) if number else None
    if comment is None:
        return None
    return comment if comment.removed or comment.visibility is not Visibility.PUBLIC else None


def _tell_author(tx: Tx, comment: Comment, key: str, at: datetime, **facts: str) -> None:
    if comment.author_id is None:
        return
    author, org = tx.people.get(comment.org_id, comment.author_id), tx.organisations.get(comment.org_id)
    locale = locale_of(author, org)
    tell_alone(tx, org, author, said(words.say(key, locale, ticket=f"T-{comment.ticket}", **facts), locale), at)


def _redraw(tx: Tx, comment: Comment, at: datetime) -> None:
    for post in tx.posts.lines_of(comment.org_id, comment.id):
        if post.under is not None:
            tx.deliveries.plan(comment.org_id, card_delivery(post), at)
