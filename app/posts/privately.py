"""What is said to one person in their 1:1 chat: only what they want to hear, and not in their quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app import words
from app.cards import Card
from app.people.model import Person
from app.people.preferences import Notice
from app.posts.model import DeliveryKind, Destination, NewDelivery
from app.posts.packing import pack
from app.posts.planning import Plan, quiet_until

TOGETHER = timedelta(seconds=5)
"""What happens to one ticket within this time is said to a reader in one message."""


def wants(plan: Plan, person: Person, notice: Notice) -> bool:
    return plan.tx.choices.of(plan.org.id, person.id).wants(notice)


def tell_person(plan: Plan, person: Person, notice: Notice, card: Card, *, awake: bool = False) -> bool:
    """Whether it is said: not to whom nothing reaches, nor to who does without. `awake`: quiet hours do not count this time."""
    place = plan.direct_place(person, plan.ticket.source.platform)
    if place is None or not wants(plan, person, notice):
        return False
    held = None if awake else quiet_until(plan.tx, plan.org, person, plan.at)
    says = _say(plan, place, person, with_remark(card))
    plan.tx.deliveries.plan(plan.org.id, replace(says, not_before=held), plan.at)
    return True


def gather(plan: Plan, person: Person, notice: Notice, card: Card, *, follows: bool = False) -> bool:
    """The same, of what may come with more of its kind within seconds: then it is one message. Alerts are never among it.

    `follows`: they hear it as a follower, and only if they still follow when it leaves.
    """
    place = plan.direct_place(person, plan.ticket.source.platform)
    if place is None or not wants(plan, person, notice):
        return False
    held = quiet_until(plan.tx, plan.org, person, plan.at) or plan.at + TOGETHER
    says = _say(plan, place, person, with_remark(card), follows=follows)
    unique = f"news:{plan.ticket.number}:{person.id}:{'followed' if follows else notice}"
    plan.tx.deliveries.gather(plan.org.id, replace(says, not_before=held, unique=unique), plan.at)
    return True


def with_remark(card: Card) -> Card:
    """The way to hear less stands in the message itself."""
    return replace(card, context=(*card.context, words.say("card.preferences", card.locale)))


def _say(plan: Plan, place: Destination, person: Person, card: Card, *, follows: bool = False) -> NewDelivery:
    """`viewer_id` is set where what leaves depends on who they are then."""
    viewer = person.id if follows else None
    payload = {"card": pack(card)}
    return NewDelivery(DeliveryKind.SAY, place, ticket=plan.ticket.number, viewer_id=viewer, locale=card.locale, payload=payload)
