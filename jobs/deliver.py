"""Carries deliveries out: every lane in order, lanes side by side, platform errors decided by their kind."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from app.attachments.links import NO_LINKS, FileLinks
from app.cards import Card, File, said
from app.people.model import Platform, Workspace
from app.ports import Channel, ChannelError, Clock, Reception, Tx, Unreachable
from app.posts import questions
from app.posts.carrying import show_taken
from app.posts.doubts import tell_doubt, tell_gone
from app.posts.linked import SIMILAR, look_for_similar
from app.posts.marks import Mark
from app.posts.model import Delivery, Destination, Kind, MessageRef, Post, PostKind
from app.posts.overtaken import step_back
from app.posts.standing import INSTEAD, SUBJECT, plan_fading
from app.reports import files
from jobs.look_up import Reader
from jobs.parcels import Parcel, prepare
from jobs.setbacks import Setback, after, arrived, failed

LEASE = timedelta(seconds=90)
"""Longer than any call to a platform may take; a worker that dies holds a lane no longer."""

PACE = timedelta(seconds=1)
"""One post a second in a Slack channel (docs.slack.dev/apis/web-api/rate-limits)."""

HEADLESS = timedelta(seconds=15)
"""When it is first looked whether the card stands in whose thread a message belongs; then each time after twice as long."""

HEADLESS_MOST = timedelta(minutes=4)

LANES_AT_ONCE = 16

_NOWHERE = MessageRef(Platform.SLACK, "", "", "")
"""A look-up leaves nothing standing anywhere."""

log = structlog.get_logger()


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
            if parcel is None:
                _drop(tx, delivery, at)
            elif parcel.early:
                wait = min(HEADLESS * 2 ** min(delivery.attempts, 9), HEADLESS_MOST)
                tx.deliveries.put_off(delivery, at + wait, "its card does not stand yet", uncertain=delivery.uncertain)
            else:
                return parcel
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
            if parcel.removes and (gone := parcel.post.ref if parcel.post else parcel.instead):
                await channel.remove(parcel.workspace, gone, marker_of(delivery))
                return gone
            if parcel.card is None:
                return await self._reader.read(delivery, parcel.workspace, channel) or _NOWHERE
            ref = await self._call(channel, parcel.workspace, parcel, parcel.card)
        except ChannelError as error:
            log.warning(
                "delivery.refused", delivery=delivery.id, kind=type(error).__name__, code=error.code, attempt=delivery.attempts
            )
            return after(error, delivery, updating=parcel.mark is None and parcel.stands is not None)
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
        if there := parcel.stands:
            await channel.update(workspace, there, card)
            return there
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
        posted = parcel.card is not None and parcel.stands is None
        if parcel.post is not None and (posted or parcel.mark is not None):
            tx.posts.placed(parcel.post, ref)
        if parcel.post is not None and parcel.removes:
            tell_doubt(tx, parcel.post, at)
            tell_gone(tx, parcel.post, delivery, at)
            _removed(tx, parcel.post)
        if where.kind is Kind.DIRECT and where.user and ref.channel and ref.channel != where.channel:
            tx.people.remember_conversation(delivery.org_id, where.platform, where.workspace, where.user, ref.channel)
        if posted and parcel.post is not None and not delivery.sent:
            look_for_similar(tx, parcel.post, parcel.post.ticket, at)
            step_back(tx, parcel.post, at)
        tx.deliveries.done(delivery, at, parcel.version)
        plan_fading(tx, delivery, ref)
        questions.stands(tx, delivery, ref, parcel.card, at)
        arrived(tx, delivery)
        if parcel.card is not None and _only_stored(parcel.card.file) and not delivery.error.startswith("rejected"):
            _show_stored(tx, delivery, at)
        paced = posted and where.kind is Kind.CHANNEL and where.platform is Platform.SLACK
        return at + PACE if paced else at


def _drop(tx: Tx, delivery: Delivery, at: datetime) -> None:
    """Nothing leaves. That nothing is similar, or reads otherwise by now, is an answer; everything else has nothing to show."""
    if not {SIMILAR, INSTEAD, SUBJECT}.isdisjoint(delivery.payload):
        tx.deliveries.done(delivery, at, 0)
    else:
        tx.deliveries.give_up(delivery, "nothing to show any more", at)


async def _mark(channel: Channel, workspace: Workspace, where: Destination, mark: Mark) -> MessageRef:
    """Where the emoji stands now: its name is what a mark's post has for a message."""
    message = MessageRef(where.platform, workspace.external_id, where.channel, where.thread)
    await channel.mark(workspace, message, mark.take, mark.put)
    return replace(message, message=mark.stands, thread=where.thread)


def _removed(tx: Tx, post: Post) -> None:
    """A file may come again with its words; the message of a line only ever goes for good."""
    if post.kind is PostKind.FILE:
        tx.posts.placed(post, replace(post.ref, message=""))
    else:
        tx.posts.gone(post)


def _show_stored(tx: Tx, delivery: Delivery, at: datetime) -> None:
    if "attachment" in delivery.payload:
        show_taken(tx, delivery, at)
    else:
        tx.deliveries.plan(delivery.org_id, files.to_show(delivery), at)


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


def marker_of(delivery: Delivery) -> str:
    """By which an earlier try is recognised where the platform lets us look."""
    return f"d{delivery.org_id}-{delivery.id}"
