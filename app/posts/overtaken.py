"""Whoever asked gets a new card when it ends, so that they hear of it; the cards above it in the same place step back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app import words
from app.cards import Card, Text, Tone
from app.ports import Tx
from app.posts.model import Post, PostKind
from app.posts.planning import card_delivery


def is_overtaken(tx: Tx, post: Post) -> bool:
    """Whether a newer card of the same request stands in the same place."""
    return any(other.id > post.id and other.message for other in _beside(tx, post))


def stepped_back(card: Card) -> Card:
    """Which request it was, and where to look; what it offers and says stands on the newer one."""
    line = words.say("card.newer_below", card.locale)
    return replace(card, spoken=f"{card.title}: {line}", body=(Text((line,), Tone.PLAIN),), buttons=(), context=(), more="")


def step_back(tx: Tx, placed: Post, at: datetime) -> None:
    """The newer card has come to stand: only now do the older ones say so."""
    if placed.kind is not PostKind.REQUESTER:
        return
    for older in _beside(tx, placed):
        if older.id < placed.id and older.message:
            tx.deliveries.plan(placed.org_id, card_delivery(older), at)


def _beside(tx: Tx, post: Post) -> list[Post]:
    return [
        other
        for other in tx.posts.of_ticket(post.org_id, post.ticket)
        if other.kind is PostKind.REQUESTER and other.id != post.id and other.destination == post.destination
    ]
