"""What was asked before it was kept whose message it is: nobody knows it of what an agent pointed at for somebody."""

from __future__ import annotations

import sqlalchemy as sa

from app.tickets.model import Ticket, Via
from storage import migrations
from storage.tables import history
from storage.unit_of_work import Store
from tests import builders


def belonging(ticket: Ticket | None) -> tuple[bool, bool, bool]:
    assert ticket
    return ticket.source.own, ticket.source.verbatim, ticket.source.answered


def test_a_message_that_an_agent_pointed_at_counts_as_one_of_somebody_else(store: Store, database_url: str) -> None:
    with store.open() as tx:
        asha, ravi = builders.person(tx), builders.agent(tx)
        pointed = [builders.ticket(tx, requester=asha, via=Via.SHORTCUT) for _ in range(2)]
        of_first = (history.c.ticket == pointed[0].number, history.c.event == "ticket.opened")
        tx.flush()
        tx.connection.execute(sa.update(history).where(*of_first).values(by_id=ravi.id))
    store.close()
    migrations.downgrade(database_url, "0018")
    migrations.upgrade(database_url)
    with store.open() as tx:
        after = [belonging(tx.tickets.get(asha.org_id, ticket.number)) for ticket in pointed]
    assert after == [(False, False, False), (True, True, True)]
