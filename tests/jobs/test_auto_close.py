"""What is due by itself happens exactly once: two workers, restarts, one that dies, and a ticket that cannot be worked on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from app.errors import Stale
from app.policy.changes import apply
from app.policy.reading import read
from app.ports import Tx
from app.posts.plan import leaving
from app.tickets import commands
from app.tickets.model import Ticket
from app.tickets.resting import attend, follow
from jobs import auto_close
from storage.engine import connect
from storage.silences import DUE, FIRST
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW
from tests.conftest import MovableClock

T = TypeVar("T")
POLICY = """version: 1
auto_close: {after: 3d, warn: 1d}
teams: {it: {name: IT, triage: {slack: C0TRIAGE1}}}
"""
TOLD = NOW + timedelta(days=2)


class Front:
    """A reception without edges."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def within(self, work: Callable[[Tx], T]) -> T:
        with self._store.open() as tx:
            return work(tx)

    async def ask(self, interaction: Any) -> Any:
        raise AssertionError("nobody asks here")


@pytest.fixture
def resting(database_url: str) -> Iterator[Store]:
    """A store whose tickets close by themselves."""
    store = Store(connect(database_url), leaving, follow)
    with store.open() as tx:
        apply(tx, builders.organisation(tx).id, read(POLICY), POLICY, NOW)
        builders.workspace(tx)
    yield store
    store.close()


def resolved(store: Store, many: int = 1) -> list[Ticket]:
    with store.open() as tx:
        agent, asha = builders.agent(tx), builders.person(tx)
        found = [builders.ticket(tx, requester=asha) for _ in range(many)]
        for ticket in found:
            commands.resolve(tx, ticket, "done", agent, NOW)
    return found


def events(store: Store, ticket: Ticket) -> list[str]:
    with store.open() as tx:
        return [line.event for line in tx.tickets.history(ticket.org_id, ticket.number)]


def cards(store: Store, ticket: Ticket) -> int:
    """How many cards their requester has got: when it was opened, when it was resolved, and before it closes."""
    with store.open() as tx:
        return len([post for post in tx.posts.of_ticket(ticket.org_id, ticket.number) if post.kind == "requester"])


async def look(store: Store, at: datetime, holder: str = "one") -> int:
    return await auto_close.look(Front(store), MovableClock(at), holder)


async def test_it_is_told_once_and_closed_once_however_often_it_is_looked_at(resting: Store) -> None:
    (ticket,) = resolved(resting)
    for at in (NOW, TOLD, TOLD, TOLD + timedelta(hours=1), TOLD + timedelta(days=1), TOLD + timedelta(days=9)):
        await look(resting, at)
    assert events(resting, ticket) == ["ticket.opened", "ticket.resolved", "ticket.closing", "ticket.closed"]
    assert cards(resting, ticket) == 3


async def test_nothing_but_what_is_due_is_looked_at(resting: Store) -> None:
    resolved(resting, 5)
    assert await look(resting, TOLD - timedelta(seconds=1)) == 0
    assert await look(resting, TOLD) == 5
    assert await look(resting, TOLD + timedelta(minutes=2)) == 0


async def test_a_second_worker_stands_aside_and_takes_over_when_the_first_is_gone(resting: Store) -> None:
    (ticket,) = resolved(resting)
    await look(resting, TOLD - timedelta(seconds=10), "one")
    assert await look(resting, TOLD, "two") == 0
    assert await look(resting, TOLD + auto_close.HOLD, "two") == 1
    assert events(resting, ticket).count("ticket.closing") == 1


def test_two_workers_at_the_same_moment_tell_everybody_once(resting: Store) -> None:
    """Without the lease, which only spares them the trouble."""
    tickets = resolved(resting, 12)
    start, failed = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        for ticket in tickets:
            try:
                with resting.open() as tx:
                    attend(tx, ticket.org_id, ticket.number, TOLD)
            except Stale:
                continue
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert {events(resting, ticket).count("ticket.closing") for ticket in tickets} == {1}
    assert {cards(resting, ticket) for ticket in tickets} == {3}


async def test_a_ticket_that_cannot_be_worked_on_keeps_no_other_from_its_time(
    resting: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = resolved(resting, 7)
    monkeypatch.setattr(auto_close, "AT_ONCE", 2)

    def broken(tx: Tx, org_id: int, number: int, at: datetime) -> None:
        if number == tickets[0].number:
            raise RuntimeError("out of order")
        attend(tx, org_id, number, at)

    monkeypatch.setattr(auto_close, "attend", broken)
    assert await look(resting, TOLD) == 7
    assert [events(resting, ticket).count("ticket.closing") for ticket in tickets] == [0, 1, 1, 1, 1, 1, 1]
    monkeypatch.undo()
    assert await look(resting, TOLD + timedelta(minutes=1)) == 1
    assert events(resting, tickets[0]).count("ticket.closing") == 1


async def test_a_worker_that_dies_before_it_commits_has_told_nobody(resting: Store) -> None:
    (ticket,) = resolved(resting)

    def dies(tx: Tx) -> None:
        leaving(tx)
        if tx.recorded:
            raise KeyboardInterrupt

    resting.leaving = dies
    with pytest.raises(KeyboardInterrupt):
        await look(resting, TOLD)
    assert (events(resting, ticket).count("ticket.closing"), cards(resting, ticket)) == (0, 2)
    resting.leaving = leaving
    await look(resting, TOLD + timedelta(minutes=1))
    assert (events(resting, ticket).count("ticket.closing"), cards(resting, ticket)) == (1, 3)


async def test_somebody_who_answers_at_that_very_moment_is_not_closed(resting: Store) -> None:
    (ticket,) = resolved(resting)
    await look(resting, TOLD)
    with resting.open() as tx:
        found = tx.tickets.get(ticket.org_id, ticket.number)
        asha = tx.people.get(ticket.org_id, ticket.requester_id)
        commands.reopen(tx, found, asha, TOLD + timedelta(days=1))
    assert await look(resting, TOLD + timedelta(days=1)) == 0
    assert events(resting, ticket)[-1] == "ticket.reopened"


async def test_a_policy_without_it_stops_it(resting: Store) -> None:
    (ticket,) = resolved(resting)
    without = POLICY.replace("auto_close: {after: 3d, warn: 1d}\n", "")
    with resting.open() as tx:
        apply(tx, ticket.org_id, read(without), without, NOW)
    assert await look(resting, TOLD + timedelta(days=9)) == 1
    assert await look(resting, TOLD + timedelta(days=10)) == 0
    assert events(resting, ticket)[-1] == "ticket.resolved"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", [FIRST, DUE])
def test_the_question_is_answered_from_its_index(resting: Store, statement: Any) -> None:
    resolved(resting, 20)
    asked = {"org": 1, "at": TOLD, "most": 5, "after": NOW, "number": 3}
    with resting.engine.connect() as connection:
        compiled = statement.compile(connection)
        values = [asked.get(name, compiled.params[name]) for name in compiled.positiontup]
        texts = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {compiled}", texts).fetchall()
    assert "ix_tickets_wakes" in str(plan)
    assert "SCAN" not in str(plan)
    assert "TEMP B-TREE" not in str(plan)
