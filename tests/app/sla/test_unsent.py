"""A reply that is taken back keeps no promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from app.people.model import Person
from app.sla.audit import repair
from app.sla.keeping import keep
from app.tickets import second_thoughts
from app.tickets.model import Ticket
from storage.engine import connect
from storage.unit_of_work import Store, Transaction
from tests.app.sla.room import ANSWER, MINUTE, Room

SECOND = timedelta(seconds=1)


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    store = Store(connect(database_url), keeping=keep)
    room = Room(store)
    room.apply()
    yield room
    store.close()


def unsends(room: Room, after: timedelta = SECOND) -> None:
    def take_back(tx: Transaction, ticket: Ticket, by: Person, at: datetime) -> None:
        reply = tx.comments.of(1, ticket.number, internal=False)[-1]
        second_thoughts.unsend(tx, ticket, reply, by, at)

    room.do(take_back, after=after)


def test_the_promise_goes_on_where_it_stopped(room: Room) -> None:
    room.opens()
    room.reply(after=30 * MINUTE)
    assert str(room.clock(ANSWER).phase) == "met"
    unsends(room)
    clock = room.clock(ANSWER)
    assert (str(clock.phase), clock.met_at, clock.used) == ("running", None, 30 * MINUTE)
    assert ("sla.resumed", {"kind": "first_response"}) in room.told()
    agrees(room)
    room.reply(after=10 * MINUTE)
    assert str(room.clock(ANSWER).phase) == "met"
    agrees(room)


def test_another_reply_still_keeps_it(room: Room) -> None:
    room.opens()
    room.reply(after=30 * MINUTE)
    room.reply(after=MINUTE)
    unsends(room)
    assert str(room.clock(ANSWER).phase) == "met"
    agrees(room)


def agrees(room: Room) -> None:
    """The auditor tells the same from the history."""
    with room.store.open() as tx:
        assert repair(tx, 1, room.number, room.at) == []
