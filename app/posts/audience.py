"""Who hears what is said in public on a ticket, and where: whoever asked, and whoever follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.people.model import Person
from app.people.preferences import Notice
from app.posts.followers import listeners
from app.posts.model import Destination
from app.posts.planning import Plan
from app.posts.privately import wants


@dataclass(frozen=True)
class Listener:
    """Somebody who hears it, at `place`; `alone` when nobody else reads there (their 1:1 chat)."""

    person: Person
    place: Destination
    alone: bool


def audience(plan: Plan) -> Iterator[Listener]:
    """Whoever asked, where they asked. Whom nothing reaches is left out."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    if place is not None:
        yield Listener(requester, place, alone=viewer is not None)
    others = list(listeners(plan.tx, plan.ticket))
    plan.tx.choices.read(plan.org.id, [person.id for person in others])
    for person in others:
        where = plan.direct_place(person, plan.ticket.source.platform)
        if where is not None and wants(plan, person, Notice.FOLLOWED):
            yield Listener(person, where, alone=True)
