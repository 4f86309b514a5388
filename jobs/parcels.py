"""What leaves, ready to be sent: a delivery is drawn from the state as it is at that moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.attachments import reading
from app.attachments.links import NO_LINKS, FileLinks
from app.cards import Card
from app.people.model import Workspace
from app.ports import Tx
from app.posts import drawing, questions, standing
from app.posts.as_of_now import as_of_now
from app.posts.delivered import faded
from app.posts.files import file_of
from app.posts.followers import still_wanted
from app.posts.lines import line_of
from app.posts.linked import SIMILAR, suggestion
from app.posts.marks import Mark, mark_of
from app.posts.model import Delivery, DeliveryKind, Destination, MessageRef, Post, PostKind
from app.posts.queues import may_be_told, may_begin
from app.reports import files
from app.tickets.model import Ticket
from app.tickets.waiting_words import PLACES


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to leave: what is drawn, as of ticket version `version`, and where it stands already.

    `removes`: nothing may stand there any more. With a `mark` it is no message, but an emoji on one.
    `early`: the card in whose thread it belongs does not stand yet. `instead`: the message that it takes the place of.
    """

    delivery: Delivery
    workspace: Workspace | None
    destination: Destination
    card: Card | None
    version: int = 0
    post: Post | None = None
    removes: bool = False
    mark: Mark | None = None
    early: bool = False
    instead: MessageRef | None = None

    @property
    def stands(self) -> MessageRef | None:
        """Where it is already, so that it is drawn there and not posted."""
        return self.post.ref if self.post and self.post.message else self.instead


def prepare(tx: Tx, delivery: Delivery, at: datetime, links: FileLinks = NO_LINKS) -> Parcel | None:
    """What leaves at `at`, drawn from the state as it is now; None when there is nothing to show any more."""
    workspace = workspace_of(tx, delivery)
    where = replace(delivery.destination, workspace=workspace.external_id) if workspace else delivery.destination
    if delivery.kind is DeliveryKind.READ:
        return Parcel(delivery, workspace, where, None)
    if delivery.kind is DeliveryKind.HOME:
        return Parcel(delivery, workspace, where, drawing.home_of(tx, delivery))
    if delivery.kind is DeliveryKind.SAY:
        wanted = as_of_now(tx, delivery)
        wanted = still_wanted(tx, wanted) if wanted else None
        return _saying(tx, Parcel(wanted, workspace, where, None), at, links) if wanted else None
    post = tx.posts.get(delivery.org_id, delivery.post_id or 0)
    ticket = tx.tickets.get(delivery.org_id, delivery.ticket or 0)
    if post is None or post.gone or ticket is None:
        return None
    if post.kind is PostKind.MARK:
        return Parcel(delivery, workspace, where, None, ticket.version, post, mark=mark_of(tx, post, ticket, delivery))
    begins = bool(post.message) or may_begin(tx, post, ticket)
    if post.kind in (PostKind.LINE, PostKind.FILE):
        said = _carried(tx, delivery, post, ticket, at, links) if begins else None
        return _line(tx, Parcel(delivery, workspace, where, said, ticket.version, post), post)
    if not begins:
        return None
    return Parcel(delivery, workspace, where, drawing.card_of(tx, post, ticket, at, links), ticket.version, post)


def _carried(tx: Tx, delivery: Delivery, post: Post, ticket: Ticket, at: datetime, links: FileLinks) -> Card | None:
    return line_of(tx, post, ticket) if post.kind is PostKind.LINE else file_of(tx, post, ticket, delivery, links, at)


def _saying(tx: Tx, parcel: Parcel, at: datetime, links: FileLinks) -> Parcel | None:
    payload = parcel.delivery.payload
    if not questions.is_asked(tx, parcel.delivery):
        return None
    if there := standing.stands_at(parcel.delivery, parcel.destination):
        return _instead(tx, replace(parcel, instead=there), at)
    head = tx.posts.get(parcel.delivery.org_id, int(payload["thread_of"])) if "thread_of" in payload else None
    ticket = tx.tickets.get(head.org_id, head.ticket) if head else None
    if head and ticket and not may_be_told(tx, head, ticket):
        return None
    if _stands_not_yet(head):
        return replace(parcel, early=True)
    if SIMILAR in payload and (head is None or head.gone):
        return None  # below the card or nowhere
    card = _said(tx, parcel.delivery, at, links)
    where = replace(parcel.destination, thread=head.message) if head else parcel.destination
    return replace(parcel, card=card, destination=where) if card else None


def _instead(tx: Tx, parcel: Parcel, at: datetime) -> Parcel | None:
    """In the place of a message that stands there."""
    if standing.AWAY in parcel.delivery.payload:
        return replace(parcel, removes=True)
    if standing.is_over(tx, parcel.delivery):
        return None
    if "of" in parcel.delivery.payload:
        now = faded(tx, parcel.delivery, at)
        return replace(parcel, card=now) if now else None
    asks = PLACES in parcel.delivery.payload
    return replace(parcel, card=questions.places(tx, parcel.delivery) if asks else standing.card_of(parcel.delivery))


def _line(tx: Tx, parcel: Parcel, post: Post) -> Parcel | None:
    """What was said, or came with it, in the thread it belongs to; what may not stand there (any more) is removed, if it ever
    came so far. A file that stands there stays as it is.
    """
    if parcel.card is None:
        return replace(parcel, removes=True) if post.message or parcel.delivery.uncertain else None
    if post.kind is PostKind.FILE and post.message:
        return None
    head = tx.posts.get(post.org_id, post.under) if post.under else None
    if not post.message and _stands_not_yet(head):
        return replace(parcel, early=True)
    where = replace(parcel.destination, thread=head.message) if head else parcel.destination
    return replace(parcel, destination=where)


def _stands_not_yet(head: Post | None) -> bool:
    """What belongs in the thread of a card never leaves before it: it would stand among the cards."""
    return head is not None and not head.message and not head.gone


def _said(tx: Tx, delivery: Delivery, at: datetime, links: FileLinks) -> Card | None:
    if "attachment" in delivery.payload:
        return reading.carried(tx, delivery, links, at)
    if SIMILAR in delivery.payload:
        return suggestion(tx, delivery)
    if PLACES in delivery.payload:
        return questions.places(tx, delivery)
    return files.file_card(tx, delivery, at) if "file" in delivery.payload else drawing.said_of(delivery)


def workspace_of(tx: Tx, delivery: Delivery) -> Workspace | None:
    """Where it goes; a destination that names none means the only one of its platform."""
    where = delivery.destination
    if where.workspace:
        return tx.workspaces.find(where.platform, where.workspace)
    return next((workspace for workspace in tx.workspaces.of(delivery.org_id) if workspace.platform is where.platform), None)
