"""An agent of two teams: whichever team gives them something, they are never given more than they can have."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta

import pytest

from app.errors import Stale
from app.people.model import Role
from app.policy import changes
from app.policy.reading import read
from app.tickets import assigning
from app.tickets.model import Ticket
from storage.engine import connect
from storage.unit_of_work import Store, Transaction
from tests import builders
from tests.builders import NOW
from tests.storage.test_races import in_threads

POLICY = """
version: 1
teams:
  it: {name: IT, agents: ["slack:U0A"], assign: round_robin, capacity: 1}
  hr: {name: People, agents: ["slack:U0A"], assign: least_busy, capacity: 1}
"""
WAIT = 10.0


def company(store: Store) -> list[Ticket]:
    """One ticket in each team that waits for somebody."""
    with store.open() as tx:
        org = tx.organisations.first().id
        changes.apply(tx, org, read(POLICY), POLICY, NOW)
        found = [builders.ticket(tx, of=team) for team in tx.teams.all(org)]
        for ticket in found:
            tx.assignments.look_again(org, ticket.number, ticket.team_id, NOW)
        return found


def test_two_teams_that_look_at_the_same_moment_give_one_agent_one_ticket(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have counted, or would have, before either has written: the one that comes second must see the first."""
    store = Store(connect(postgresql_url))
    tickets, both_count = company(store), threading.Barrier(2)
    counted = assigning.against

    def meet(*about: object) -> object:
        with contextlib.suppress(threading.BrokenBarrierError):
            both_count.wait(timeout=0.5)  # without a guard both are here at once; with it one waits for the other
        return counted(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(assigning, "against", meet)

    def look(place: int) -> None:
        ticket, more = tickets[place], True
        while more:
            try:
                with store.open() as tx:
                    more = assigning.next_in_line(tx, ticket.org_id, ticket.team_id, NOW)
            except Stale:
                continue

    in_threads(2, look)
    with store.open() as tx:
        held = [tx.tickets.get(ticket.org_id, ticket.number) for ticket in tickets]
        assert sorted(one.assignee_id is not None for one in held if one) == [False, True]
        waits = [ticket for ticket, one in zip(tickets, held, strict=True) if one and one.assignee_id is None]
        later = NOW + assigning.AGAIN
        assert tx.assignments.due(waits[0].org_id, waits[0].team_id, later, 9) == [waits[0].number]
    store.close()


def test_capacity_counts_what_somebody_has_in_any_team_but_nothing_that_is_set_aside(store: Store) -> None:
    first, second = company(store)
    with store.open() as tx:
        assert assigning.next_in_line(tx, first.org_id, first.team_id, NOW)
        assert not assigning.next_in_line(tx, second.org_id, second.team_id, NOW)
        (agent,) = tx.teams.holding(first.org_id, first.team_id, Role.AGENT)
        assert tx.assignments.loads(first.org_id, [agent.id]) == {agent.id: 1}
        held = tx.tickets.get(first.org_id, first.number)
        assert held is not None
        _set_aside(tx, held)
        assert tx.assignments.loads(first.org_id, [agent.id]) == {}
        assert tx.assignments.held_by(first.org_id, agent.id) == [first.number]


def _set_aside(tx: Transaction, ticket: Ticket) -> None:
    from app.tickets.snoozing import snooze

    snooze(ticket, NOW + timedelta(days=1), tx.people.get(ticket.org_id, ticket.assignee_id or 0), NOW)
    assigning.vacate(tx, ticket)
    tx.tickets.save(ticket)
    assert tx.assignments.teams_vacant(ticket.org_id) == [team.id for team in tx.teams.all(ticket.org_id)]


def test_who_counted_before_somebody_was_free_has_told_that_it_waits_before_that_is_noticed(postgresql_url: str) -> None:
    """One transaction has found nobody and has not yet committed that its ticket waits; meanwhile somebody resolves theirs."""
    store = Store(connect(postgresql_url))
    first, second = company(store)
    with store.open() as tx:
        assert assigning.next_in_line(tx, first.org_id, first.team_id, NOW)
        tx.assignments.fill(first.org_id, first.team_id)
        tx.assignments.settled(second.org_id, second.number)
    looked, noticed = threading.Event(), threading.Event()

    def looks() -> None:
        with store.open() as tx:
            ticket = tx.tickets.get(second.org_id, second.number)
            assert ticket is not None
            search = assigning.assign(tx, ticket, NOW)
            looked.set()
            assert not noticed.wait(0.5), "whoever notices must wait"
            tx.tickets.save(ticket)
            assigning.remember(tx, ticket, search)

    def resolves_and_notices() -> None:
        assert looked.wait(WAIT)
        with store.open() as tx:
            held = tx.tickets.get(first.org_id, first.number)
            assert held is not None
            held.resolve("Done", tx.people.get(first.org_id, held.assignee_id or 0), NOW)
            assigning.vacate(tx, held)
            tx.tickets.save(held)
        with store.open() as tx:
            assigning.notice(tx, second.org_id, second.team_id, NOW)
            noticed.set()

    threads = [threading.Thread(target=work) for work in (looks, resolves_and_notices)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.open() as tx:
        assert tx.assignments.due(second.org_id, second.team_id, NOW, 9) == [second.number]
        assert assigning.next_in_line(tx, second.org_id, second.team_id, NOW)
    store.close()
