"""What is said to one person in their 1:1 chat: only what they want to hear, and not in their quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from app import words
from app.cards import Card
from app.people.absences import present
from app.people.model import Organisation, Person, Platform
from app.people.preferences import Notice
from app.ports import Tx
from app.posts.as_of_now import Holds, pack_with
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.posts.planning import A_BREATH, Plan, is_reached, quiet_until
from app.tickets.comment import Comment
from app.tickets.model import Ticket

Sort = Literal["told", "now", "followed"]
"""What is gathered together: of these each has rules of its own about when, or whether, it leaves."""


def wants(plan: Plan, person: Person, notice: Notice) -> bool:
    return plan.tx.choices.of(plan.org.id, person.id).wants(notice)


def is_there(plan: Plan, person: Person) -> bool:
    """They are not away."""
    return present(plan.tx.absences.of(plan.org.id, [person.id], plan.at).get(person.id, ()), plan.at) is None


def tell_person(
    plan: Plan, person: Person, notice: Notice, card: Card, *,
    awake: bool = False, follows: bool = False, reports: Ticket | None = None, quoted: Comment | None = None,
) -> bool:  # fmt: skip
    """Whether it is said: not to whom nothing reaches, nor to who does without. With what else comes within seconds it is one
    message.

    `awake`: quiet hours do not count this time; such a one never waits for those that keep them.
    `follows`: they hear it as a follower, and only if they still follow when it leaves. `reports`: they hear it because they have
    the same problem as that ticket, and only if they still say so. `quoted`: the card repeats that comment.
    """
    place = plan.direct_place(person, plan.ticket.source.platform)
    if place is None or not wants(plan, person, notice):
        return False
    tickets = (plan.ticket, reports) if reports and reports is not plan.ticket else (plan.ticket,)
    says = _say(plan, place, person, with_remark(card), Holds(tickets, quoted, reports, person), follows=follows)
    sort: Sort = "followed" if follows else "now" if awake else "told"
    hand_over(plan.tx, plan.org, person, says, plan.at, sort=sort)
    return True


def hand_over(tx: Tx, org: Organisation, person: Person, says: NewDelivery, at: datetime, *, sort: Sort = "told") -> None:
    """The one door to a person's chat: what goes through it within seconds is one message, and quiet hours hold it, unless it
    has to be known `now`. `says` holds one card.
    """
    held = None if sort == "now" else quiet_until(tx, org, person, at)
    unique = f"news:{person.id}:{says.destination.platform}:{sort}"
    tx.deliveries.gather(org.id, replace(says, not_before=held or at + A_BREATH, unique=unique), at)


def tell_alone(tx: Tx, org: Organisation, person: Person, card: Card, at: datetime, *, names: Sequence[Ticket] = ()) -> bool:
    """What is about no ticket, or not about how one goes, and cannot be done without. False where nothing reaches them.

    `names`: tickets of which the card says what they are about.
    """
    place = chat_with(tx, org, person)
    if place is None:
        return False
    payload = {"card": pack_with(card, Holds(tuple(names)))}
    hand_over(tx, org, person, NewDelivery(DeliveryKind.SAY, place, locale=card.locale, payload=payload), at)
    return True


def chat_with(tx: Tx, org: Organisation, person: Person) -> Destination | None:
    """Their 1:1 chat, where they are reached first; '' as its workspace while the platform has not told who we are."""
    identity = min(person.identities, key=lambda one: not is_reached(one), default=None)
    if identity is None:
        return None
    workspace = identity.workspace or _workspace(tx, org, identity.platform)
    return Destination(identity.platform, workspace, Kind.DIRECT, channel=identity.conversation, user=identity.user)


def _workspace(tx: Tx, org: Organisation, platform: Platform) -> str:
    known = sorted(tx.workspaces.of(org.id), key=lambda workspace: not workspace.active)
    return next((workspace.external_id for workspace in known if workspace.platform is platform), "")


def with_remark(card: Card) -> Card:
    """The way to hear less stands in the message itself."""
    return replace(card, context=(*card.context, words.say("card.preferences", card.locale)))


def _say(plan: Plan, place: Destination, person: Person, card: Card, holds: Holds, *, follows: bool = False) -> NewDelivery:
    """`viewer_id` is set where what leaves depends on who they are then."""
    viewer = person.id if follows else None
    payload = {"card": pack_with(card, holds)}
    return NewDelivery(DeliveryKind.SAY, place, ticket=plan.ticket.number, viewer_id=viewer, locale=card.locale, payload=payload)
