"""People the desk knows only by a reference are asked after, so that their names appear."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.people.model import Identity, Person
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery


def ask_after(tx: Tx, identity: Identity, at: datetime) -> None:
    """Ask the platform for somebody's profile, as work of its own; once while it is still asked."""
    place = Destination(identity.platform, identity.workspace, Kind.DIRECT, user=identity.user)
    payload = {"what": "profile", "user": identity.user}
    unique = f"profile:{identity.platform}:{identity.user}"
    tx.deliveries.plan(identity.org_id, NewDelivery(DeliveryKind.READ, place, payload=payload, unique=unique), at)


def introduce(tx: Tx, people: Iterable[Person], at: datetime) -> None:
    """Ask after everybody whose name nobody has told yet: the policy file names people by their ids."""
    for person in people:
        for identity in person.identities:
            if not identity.name:
                ask_after(tx, identity, at)
