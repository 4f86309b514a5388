"""Nobody is told of what they did themselves: every event, by everybody who hears of it when somebody else does it."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from app import events
from app.examples.following import CHANGES
from app.people.model import Person, Platform, Role
from app.ports.followers import Follower
from app.ports.links import Reporter
from app.posts.model import Destination, Kind, PostKind
from app.posts.plan import leaving
from app.tickets.comment import Visibility
from app.tickets.model import Source
from app.tickets.spoken import Spoken
from storage.tables import deliveries, posts
from storage.unit_of_work import Store
from tests import builders

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
READERS = ("requester", "assignee", "follower", "lead", "reporter")
OWN_CARD = {"ticket.opened"}
"""What somebody asks is answered by its card."""

BY_ITSELF = {"ticket.nobody_available", "ticket.reminded", "ticket.closing", "sla.warned", "sla.breached", "sla.escalated"}
"""What nobody ever does."""


def cast(tx: Any, way: str = "direct") -> tuple[Any, dict[str, Person]]:
    """A ticket from the requester's 1:1 chat, or from a channel, and everybody who might be told of it."""
    team = builders.team(tx)
    people = {
        "requester": builders.person(tx, "Asha"),
        "assignee": builders.agent(tx, "Ravi", of=team),
        "follower": builders.person(tx, "Bela"),
        "reporter": builders.person(tx, "Hira"),
        "lead": builders.agent(tx, "Lena", of=team, role=Role.LEAD),
    }
    ticket = builders.ticket(tx, "VPN is down", of=team, requester=people["requester"], at=NOW)
    ticket.source = SOURCES[way]
    ticket.assignee_id = people["assignee"].id
    follower = Follower(people["follower"].id, people["assignee"].id, NOW)
    tx.followers.add(ticket.org_id, ticket.number, follower)
    tx.reporters.add(ticket.org_id, ticket.number, Reporter(people["reporter"].id, NOW))
    return ticket, people


SOURCES = {"direct": Source(Platform.SLACK, "T1"), "channel": Source(Platform.SLACK, "T1", "C1", "1700000000.000100")}

NAMED = {"kind": "resolution", "team": "it"}
OF_TYPE: dict[str, Any] = {"int": 1, "str": NOW.isoformat(), "bool": False}


def happened(kind: type[events.Event], changes: dict[str, Any], ticket: Any, by: int, comment: int) -> events.Event:
    """Such an event, done by that person and to themselves; what it needs and nobody cares for is made up."""
    own = {one.name: one for one in fields(kind) if one.name not in ("ticket", "at", "by")}
    needed = {
        name: NAMED.get(name) or OF_TYPE.get(str(one.type), [])
        for name, one in own.items()
        if one.default is MISSING and one.default_factory is MISSING
    }
    told = {**needed, **changes, **({"comment": comment} if "comment" in own else {})}
    told |= {name: by for name in ("follower", "assignee") if name in told}
    return kind(**told, ticket=ticket.number, at=NOW, by=by)


@pytest.mark.parametrize("way", SOURCES)
@pytest.mark.parametrize("reader", READERS)
def test_nobody_is_told_of_what_they_did_themselves(store: Store, reader: str, way: str) -> None:
    with store.open() as tx:
        ticket, people = cast(tx, way)
        if reader == "requester":  # they work on it, too: who has it is addressed in the agents' thread
            ticket.assignee_id = people["requester"].id
    wrong = [
        (name, changes)
        for name in sorted(events.EVENTS.keys() - OWN_CARD - BY_ITSELF)
        for changes in CHANGES.get(name, [{}])
        if told(store, ticket, name, changes, people[reader].id, people[reader])
    ]
    assert wrong == []


def test_when_somebody_else_does_it_they_are_told(store: Store) -> None:
    """Else the test above would say nothing."""
    with store.open() as tx:
        ticket, people = cast(tx)
    lead = people["lead"].id
    told_of = (("waiting", "requester"), ("resolved", "follower"), ("woken", "assignee"), ("resolved", "reporter"))
    for name, reader in ((f"ticket.{what}", who) for what, who in told_of):
        assert told(store, ticket, name, CHANGES.get(name, [{}])[0], lead, people[reader]), name


def told(store: Store, ticket: Any, name: str, changes: dict[str, Any], by: int, reader: Person) -> list[str]:
    """What kinds of messages that reader gets of one event, in private or addressed to them where others read along."""
    with store.open() as tx:
        for table in (deliveries, posts):
            tx.connection.execute(sa.delete(table))
        visibility = Visibility.INTERNAL if name == "ticket.noted" else Visibility.PUBLIC
        triage = Destination(Platform.SLACK, "T1", Kind.CHANNEL, channel="CTRIAGE")
        tx.posts.add(ticket.org_id, ticket.number, PostKind.TRIAGE, triage, "en", None)
        comment = tx.comments.add(ticket, by, visibility, Spoken("Hello"), NOW)
        tx.recorded.append((ticket, happened(events.EVENTS[name], changes, ticket, by, comment.id)))
        leaving(tx)
        tx.recorded.clear()
        tx.flush()
        users = [identity.user for identity in reader.identities]
        planned = list(
            tx.connection.execute(sa.select(deliveries.c.kind, deliveries.c.user, deliveries.c.place, deliveries.c.payload))
        )
        private = [row.kind for row in planned if row.place == "direct" and row.user in users]
        aloud = [str(row.payload) for row in planned if row.place == "channel" and "Mention" in str(row.payload)]
        return private + [text for text in aloud for identity in reader.identities if str(identity) in text]
