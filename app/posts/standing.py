"""Messages that are no posts and stand in a chat all the same: what is dealt with, or over, is replaced by what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cards import Card
from app.ports import Tx
from app.posts.model import Delivery, DeliveryKind, Destination, Kind, MessageRef, NewDelivery
from app.posts.packing import pack, unpack
from app.replies import Fading
from app.tickets.comment import Visibility

INSTEAD, FADES = "instead", "fades"
"""In the payload of a SAY: the message in whose place it stands; what becomes of it when its offer is over."""


def instead(where: Destination, message: str, card: Card, fades: Fading | None = None) -> NewDelivery:
    """The message of ours in that place reads as `card` from now on."""
    payload = {"card": pack(card), INSTEAD: message, **fading(fades)}
    return NewDelivery(DeliveryKind.SAY, where, locale=card.locale, payload=payload)


def fading(fades: Fading | None) -> Mapping[str, Any]:
    """As a part of a payload."""
    if fades is None:
        return {}
    return {FADES: {"card": pack(fades.card), "at": fades.at.isoformat(), "comment": fades.comment}}


def stands_at(delivery: Delivery, where: Destination) -> MessageRef | None:
    """The message that it replaces, None where it is a new one."""
    message = delivery.payload.get(INSTEAD)
    return MessageRef(where.platform, where.workspace, where.channel, str(message), where.thread) if message else None


def plan_fading(tx: Tx, delivery: Delivery, ref: MessageRef) -> None:
    """It stands at `ref` now: when its offer is over, it is replaced. What one person alone sees in a channel cannot be reached,
    and is replaced when it is pressed.
    """
    fades, where = delivery.payload.get(FADES), delivery.destination
    whispered = where.kind is Kind.PRIVATE and where.channel == ref.channel
    if not fades or not ref.message or whispered:
        return
    there = Destination(where.platform, ref.workspace, Kind.DIRECT, channel=ref.channel, user=where.user)
    over = {"card": fades["card"], INSTEAD: ref.message, "of": fades["comment"]}
    at = datetime.fromisoformat(fades["at"])
    tx.deliveries.plan(
        delivery.org_id, NewDelivery(DeliveryKind.SAY, there, locale=delivery.locale, payload=over, not_before=at), at
    )


def is_over(tx: Tx, delivery: Delivery) -> bool:
    """What was offered has been taken meanwhile, and the message says so."""
    comment = delivery.payload.get("of")
    if comment is None:
        return False
    said = tx.comments.get(delivery.org_id, int(comment))
    return said is None or said.visibility is not Visibility.PUBLIC


def card_of(delivery: Delivery) -> Card:
    card: Card = unpack(delivery.payload["card"])
    return card
