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

SUBJECT = "subject"
"""In the payload of a SAY: what it asks or says that can turn untrue (`app.posts.questions`)."""

ANEW, AWAY = "anew", "away"
"""Beside INSTEAD: it is the answer somebody waits for, and is said anew where that message is gone; nothing may stand there."""


def instead(where: Destination, message: str, card: Card, fades: Fading | None = None, *, anew: bool = False) -> NewDelivery:
    """The message of ours in that place reads as `card` from now on. `anew`: where it is gone, that is said all the same."""
    payload = {"card": pack(card), INSTEAD: message, **({ANEW: True} if anew else {}), **fading(fades)}
    return NewDelivery(DeliveryKind.SAY, where, locale=card.locale, payload=payload)


def said_anew(delivery: Delivery) -> NewDelivery | None:
    """What was to be said in the place of a message that is not there any more; None where nobody waits for it."""
    if ANEW not in delivery.payload:
        return None
    payload = {name: value for name, value in delivery.payload.items() if name not in (INSTEAD, ANEW)}
    again = f"anew:{delivery.id}"  # once, whoever books the failure
    return NewDelivery(DeliveryKind.SAY, delivery.destination, locale=delivery.locale, payload=payload, unique=again)


def away(where: Destination, message: str, locale: str) -> NewDelivery:
    """The message of ours in that place goes."""
    return NewDelivery(DeliveryKind.SAY, where, locale=locale, payload={INSTEAD: message, AWAY: True})


def fading(fades: Fading | None) -> Mapping[str, Any]:
    """As a part of a payload."""
    if fades is None:
        return {}
    more = {"link": fades.link, "quotes": fades.quotes}
    return {FADES: {"card": pack(fades.card), "at": fades.at.isoformat(), "comment": fades.comment, **more}}


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
    _plan_over(tx, delivery.org_id, there, ref.message, fades, delivery.locale)


def plan_fading_at(tx: Tx, org_id: int, where: Destination, address: str, fades: Fading, locale: str) -> None:
    """The same for what one person alone sees in a channel, and has just pressed: it is replaced at `address`, which came with
    the press.
    """
    _plan_over(tx, org_id, where, address, fading(fades)[FADES], locale)


def _plan_over(tx: Tx, org_id: int, where: Destination, message: str, fades: Mapping[str, Any], locale: str) -> None:
    over = {"card": fades["card"], INSTEAD: message, "of": fades["comment"]}
    more = {name: fades[name] for name in ("link", "quotes") if name in fades}
    at = datetime.fromisoformat(fades["at"])
    tx.deliveries.plan(org_id, NewDelivery(DeliveryKind.SAY, where, locale=locale, payload={**over, **more}, not_before=at), at)


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
