"""Carries deliveries out: every lane in order, lanes side by side, platform errors decided by their kind."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from app.attachments import reading
from app.attachments.links import NO_LINKS, FileLinks
from app.cards import Card, File, said
from app.people.model import Platform, Workspace
from app.ports import Channel, ChannelError, Clock, Reception, Tx, Unreachable
from app.posts import drawing
from app.posts.followers import may_leave
from app.posts.lines import line_of
from app.posts.marks import Mark, mark_of
from app.posts.model import Delivery, DeliveryKind, Destination, Kind, MessageRef, Post, PostKind
from app.reports import files
from app.tickets.model import Ticket
from jobs.look_up import Reader
from jobs.setbacks import Setback, after, arrived, failed

LEASE = timedelta(seconds=90)
"""Longer than any call to a platform may take; a worker that dies holds a lane no longer."""

PACE = timedelta(seconds=1)
"""One post a second in a Slack channel (docs.slack.dev/apis/web-api/rate-limits)."""

LANES_AT_ONCE = 16

_NOWHERE = MessageRef(Platform.SLACK, "", "", "")
"""A look-up leaves nothing standing anywhere."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to leave: what is drawn, as of ticket version `version`, and where it stands already.

    `removes`: nothing may stand there any more. With a `mark` it is no message, but an emoji on one.
    """

    delivery: Delivery
    workspace: Workspace | None
    destination: Destination
    card: Card | None
    version: int = 0
    post: Post | None = None
    removes: bool = False
    mark: Mark | None = None


class Deliverer:
    """`holder` names this worker in the lanes it holds."""

    def __init__(
        self,
        reception: Reception,
        channels: Mapping[Platform, Channel],
        reader: Reader,
        clock: Clock,
        holder: str,
        links: FileLinks = NO_LINKS,
    ) -> None:
        self._reception, self._channels, self._reader = reception, channels, reader
        self._clock, self._holder, self._links = clock, holder, links

    async def round(self) -> int:
        """Send what is due in every free lane; how many lanes had something."""
        lanes = await self._reception.within(lambda tx: tx.deliveries.lanes_due(self._clock(), LANES_AT_ONCE))
        ended = await asyncio.gather(*(self._lane(org_id, lane) for org_id, lane in lanes), return_exceptions=True)
        for failure in ended:
            if isinstance(failure, BaseException):
                raise failure  # not before every other lane has come to its end
        return len(lanes)

    async def _lane(self, org_id: int, lane: str) -> None:
        parcel = await self._reception.within(lambda tx: self._take(tx, org_id, lane))
        while parcel is not None:
            outcome = await self._send(parcel)
            parcel = await self._reception.within(partial(self._next, parcel=parcel, outcome=outcome))

    def _take(self, tx: Tx, org_id: int, lane: str) -> Parcel | None:
        """Take the next delivery of the lane and draw it; what no longer makes sense is dropped on the way."""
        at = self._clock()
        while (delivery := tx.deliveries.take(org_id, lane, self._holder, at, at + LEASE)) is not None:
            try:
                parcel = prepare(tx, delivery, at, self._links)
            except Exception as error:
                # A card that cannot be drawn must not hold up what is behind it. The error may quote it: only its name is kept.
                log.error("delivery.not_drawn", delivery=delivery.id, error=type(error).__name__)
                tx.deliveries.give_up(delivery, "could not be drawn", at)
                continue
            if parcel is not None:
                return parcel
            tx.deliveries.give_up(delivery, "nothing to show any more", at)
        return None

    async def _send(self, parcel: Parcel) -> Setback | MessageRef:
        """Where it stands now, or what to do after the platform said no."""
        delivery = parcel.delivery
        channel = self._channels.get(delivery.destination.platform)
        if channel is None or parcel.workspace is None or not parcel.workspace.active:
            return after(Unreachable("platform_off"), delivery, updating=False)
        try:
            if parcel.mark is not None:
                return await _mark(channel, parcel.workspace, parcel.destination, parcel.mark)
            if parcel.removes and parcel.post is not None:
                await channel.remove(parcel.workspace, parcel.post.ref, marker_of(delivery))
                return parcel.post.ref
            if parcel.card is None:
                return await self._reader.read(delivery, parcel.workspace, channel) or _NOWHERE
            ref = await self._call(channel, parcel.workspace, parcel, parcel.card)
        except ChannelError as error:
            log.warning(
                "delivery.refused", delivery=delivery.id, kind=type(error).__name__, code=error.code, attempt=delivery.attempts
            )
            return after(error, delivery, updating=parcel.mark is None and bool(parcel.post and parcel.post.message))
        except Exception as error:
            # A bug met by one delivery must not stop the others. Its words may quote what people wrote: only its name is kept.
            log.error("delivery.failed", delivery=delivery.id, error=type(error).__name__, attempt=delivery.attempts)
            return failed(delivery)
        log.info("delivered", delivery=delivery.id, what=delivery.kind, platform=delivery.destination.platform)
        return ref

    async def _call(self, channel: Channel, workspace: Workspace, parcel: Parcel, card: Card) -> MessageRef:
        delivery = parcel.delivery
        if delivery.error.startswith("rejected"):
            card = plainer(card)
        elif card.file is not None and card.file.kept:
            card = replace(card, file=replace(card.file, pieces=partial(self._pieces, delivery.org_id, card.file.kept)))
        if parcel.post is not None and parcel.post.message:
            await channel.update(workspace, parcel.post.ref, card)
            return parcel.post.ref
        return await channel.post(workspace, parcel.destination, card, marker_of(delivery), delivery.uncertain)

    async def _pieces(self, org_id: int, file: str) -> AsyncIterator[bytes]:
        """The bytes of a file that the desk keeps; a piece of it is in memory at a time."""
        for number in itertools.count():
            piece = await self._reception.within(partial(_piece, org_id=org_id, file=file, number=number))
            if piece is None:
                return
            yield piece

    def _next(self, tx: Tx, parcel: Parcel, outcome: Setback | MessageRef) -> Parcel | None:
        """Book what became of one delivery and go on with the lane, unless its pace or a setback says wait."""
        at, delivery = self._clock(), parcel.delivery
        if isinstance(outcome, MessageRef):
            free_at = self._book(tx, parcel, outcome, at)
        else:
            free_at = outcome.book(tx, delivery, parcel.post, at)
        if free_at > at:
            tx.deliveries.free_lane(delivery.org_id, delivery.destination.lane, free_at)
            return None
        following = self._take(tx, delivery.org_id, delivery.destination.lane)
        if following is None:
            tx.deliveries.free_lane(delivery.org_id, delivery.destination.lane, at)
        return following

    def _book(self, tx: Tx, parcel: Parcel, ref: MessageRef, at: datetime) -> datetime:
        delivery, where = parcel.delivery, parcel.destination
        posted = parcel.card is not None and not (parcel.post and parcel.post.message)
        if parcel.post is not None and (posted or parcel.mark is not None):
            tx.posts.placed(parcel.post, ref)
        if parcel.post is not None and parcel.removes:
            tx.posts.gone(parcel.post)
        if where.kind is Kind.DIRECT and where.user and ref.channel and ref.channel != where.channel:
            tx.people.remember_conversation(delivery.org_id, where.platform, where.workspace, where.user, ref.channel)
        tx.deliveries.done(delivery, at, parcel.version)
        arrived(tx, delivery)
        if parcel.card is not None and _only_stored(parcel.card.file) and not delivery.error.startswith("rejected"):
            tx.deliveries.plan(delivery.org_id, files.to_show(delivery), at)
        paced = posted and where.kind is Kind.CHANNEL and where.platform is Platform.SLACK
        return at + PACE if paced else at


async def _mark(channel: Channel, workspace: Workspace, where: Destination, mark: Mark) -> MessageRef:
    """Where the emoji stands now: its name is what a mark's post has for a message."""
    message = MessageRef(where.platform, workspace.external_id, where.channel, where.thread)
    await channel.mark(workspace, message, mark.take, mark.put)
    return replace(message, message=mark.stands, thread=where.thread)


def _only_stored(file: File | None) -> bool:
    """Its bytes are where the platform wanted them, and nobody sees it yet."""
    return file is not None and file.store is not None and not file.stored


def _piece(tx: Tx, org_id: int, file: str, number: int) -> bytes | None:
    return tx.attachments.piece(org_id, file, number)


def plainer(card: Card) -> Card:
    """What the platform refused, as words alone."""
    if card.file is not None and not card.file.without:
        return replace(card, file=None)
    return said(card.file.without if card.file else card.spoken, card.locale)


def prepare(tx: Tx, delivery: Delivery, at: datetime, links: FileLinks = NO_LINKS) -> Parcel | None:
    """What leaves at `at`, drawn from the state as it is now; None when there is nothing to show any more."""
    workspace = workspace_of(tx, delivery)
    where = replace(delivery.destination, workspace=workspace.external_id) if workspace else delivery.destination
    if delivery.kind is DeliveryKind.READ:
        return Parcel(delivery, workspace, where, None)
    if delivery.kind is DeliveryKind.HOME:
        return Parcel(delivery, workspace, where, drawing.home_of(tx, delivery))
    if delivery.kind is DeliveryKind.SAY:
        if not may_leave(tx, delivery):
            return None
        thread_of = tx.posts.get(delivery.org_id, int(delivery.payload["thread_of"])) if "thread_of" in delivery.payload else None
        where = replace(where, thread=thread_of.message) if thread_of else where
        card = _said(tx, delivery, at, links)
        return Parcel(delivery, workspace, where, card) if card else None
    post = tx.posts.get(delivery.org_id, delivery.post_id or 0)
    ticket = tx.tickets.get(delivery.org_id, delivery.ticket or 0)
    if post is None or post.gone or ticket is None:
        return None
    if post.kind is PostKind.MARK:
        return Parcel(delivery, workspace, where, None, ticket.version, post, mark=mark_of(post, ticket, delivery))
    if post.kind is PostKind.LINE:
        return _line(tx, Parcel(delivery, workspace, where, None, ticket.version, post), post, ticket)
    return Parcel(delivery, workspace, where, drawing.card_of(tx, post, ticket, at, links), ticket.version, post)


def _line(tx: Tx, parcel: Parcel, post: Post, ticket: Ticket) -> Parcel | None:
    """What was said, in the thread it belongs to; what may not stand there (any more) is removed, if it ever came so far."""
    card = line_of(tx, post, ticket)
    if card is None:
        return replace(parcel, removes=True) if post.message or parcel.delivery.uncertain else None
    head = tx.posts.get(post.org_id, post.under) if post.under else None
    where = replace(parcel.destination, thread=head.message) if head else parcel.destination
    return replace(parcel, card=card, destination=where)


def _said(tx: Tx, delivery: Delivery, at: datetime, links: FileLinks) -> Card | None:
    if "attachment" in delivery.payload:
        return reading.carried(tx, delivery, links, at)
    return files.file_card(tx, delivery, at) if "file" in delivery.payload else drawing.said_of(delivery)


def marker_of(delivery: Delivery) -> str:
    """By which an earlier try is recognised where the platform lets us look."""
    return f"d{delivery.org_id}-{delivery.id}"


def workspace_of(tx: Tx, delivery: Delivery) -> Workspace | None:
    """Where it goes; a destination that names none means the only one of its platform."""
    where = delivery.destination
    if where.workspace:
        return tx.workspaces.find(where.platform, where.workspace)
    return next((workspace for workspace in tx.workspaces.of(delivery.org_id) if workspace.platform is where.platform), None)
