"""A hundred people press Claim at the same moment, and one of them has it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.errors import Conflict, Stale
from app.tickets.model import Ticket
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW


def claim_until_told(store: Store, ticket: Ticket, agent_id: int) -> str:
    """What a desk does: run again when stale, tell them when refused."""
    while True:
        try:
            with store.open() as tx:
                found = tx.tickets.get(ticket.org_id, ticket.number)
                assert found is not None
                found.claim(tx.people.get(ticket.org_id, agent_id), NOW)
                tx.tickets.save(found)
                return "owner"
        except Stale:
            continue
        except Conflict as refusal:
            return refusal.key


def in_threads(many: int, work: Callable[[int], None]) -> None:
    start = threading.Barrier(many)

    def begin(place: int) -> None:
        start.wait()
        work(place)

    threads = [threading.Thread(target=begin, args=(place,)) for place in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_hundred_agents_race_and_one_owns_the_ticket(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url, connections=20))
    with store.open() as tx:
        agents = [builders.agent(tx, f"Agent {n}").id for n in range(100)]
        ticket = builders.ticket(tx)
    told: dict[int, str] = {}
    gate = threading.Semaphore(20)

    def claim(place: int) -> None:
        with gate:
            told[place] = claim_until_told(store, ticket, agents[place])

    in_threads(100, claim)
    with store.open() as tx:
        claims = [line for line in tx.tickets.history(ticket.org_id, ticket.number) if line.event == "ticket.claimed"]
        owner = tx.tickets.get(ticket.org_id, ticket.number)
    store.close()
    assert sorted(told.values()) == ["owner"] + ["refusal.claimed_by_other"] * 99
    assert len(claims) == 1
    assert owner is not None
    assert owner.assignee_id == claims[0].by_id
