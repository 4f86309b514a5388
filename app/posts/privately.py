"""What is said to one person in their 1:1 chat: only what they want to hear, and not in their quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app import words
from app.cards import Card
from app.people.absences import present
from app.people.model import Person
from app.people.preferences import Notice
from app.posts.model import DeliveryKind, Destination, NewDelivery
from app.posts.packing import pack
from app.posts.planning import Plan, quiet_until

TOGETHER = timedelta(seconds=5)
"""What happens within this time is said to a reader in one message, whichever tickets it happens to."""


def wants(plan: Plan, person: Person, notice: Notice) -> bool:
    return plan.tx.choices.of(plan.org.id, person.id).wants(notice)


def is_there(plan: Plan, person: Person) -> bool:
    """They are not away."""
    return present(plan.tx.absences.of(plan.org.id, [person.id], plan.at).get(person.id, ()), plan.at) is None


def tell_person(plan: Plan, person: Person, notice: Notice, card: Card, *, awake: bool = False, follows: bool = False) -> bool:
    """Whether it is said: not to whom nothing reaches, nor to who does without. With what else comes within seconds it is one
    message.

    `awake`: quiet hours do not count this time; such a one never waits for those that keep them.
    `follows`: they hear it as a follower, and only if they still follow when it leaves.
    """
    place = plan.direct_place(person, plan.ticket.source.platform)
    if place is None or not wants(plan, person, notice):
        return False
    held = None if awake else quiet_until(plan.tx, plan.org, person, plan.at)
    sort = "followed" if follows else "now" if awake else "told"
    says = _say(plan, place, person, with_remark(card), follows=follows)
    unique = f"news:{person.id}:{place.platform}:{sort}"
    plan.tx.deliveries.gather(plan.org.id, replace(says, not_before=held or plan.at + TOGETHER, unique=unique), plan.at)
    return True


def with_remark(card: Card) -> Card:
    """The way to hear less stands in the message itself."""
    return replace(card, context=(*card.context, words.say("card.preferences", card.locale)))


def _say(plan: Plan, place: Destination, person: Person, card: Card, *, follows: bool = False) -> NewDelivery:
    """`viewer_id` is set where what leaves depends on who they are then."""
    viewer = person.id if follows else None
    payload = {"card": pack(card)}
    return NewDelivery(DeliveryKind.SAY, place, ticket=plan.ticket.number, viewer_id=viewer, locale=card.locale, payload=payload)
