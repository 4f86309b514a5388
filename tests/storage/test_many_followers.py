"""A reply to a ticket that many follow costs no more questions than to one that few do."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.model import Platform, Workspace
from app.ports.followers import Follower
from app.posts.plan import leaving
from app.tickets import commands
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW


def test_the_lines_of_many_followers_are_planned_together(store: Store) -> None:
    store.leaving = leaving
    with store.open() as tx:
        agent = builders.agent(tx)
        tx.workspaces.save(Workspace(agent.org_id, 0, Platform.SLACK, "T1"))
        tickets = [builders.ticket(tx, requester=builders.person(tx, "Asha")) for _ in range(3)]
        for ticket, many in zip(tickets, (1, 3, 30), strict=True):
            for n in range(many):
                person = builders.person(tx, f"Follower {n}")
                tx.followers.add(ticket.org_id, ticket.number, Follower(person.id, agent.id, NOW))
    _, few, many = (_replies(store, agent.id, ticket.number) for ticket in tickets)  # the first reads what is set up
    assert few == many
    with store.open() as tx:
        (said,) = tx.comments.of(agent.org_id, tickets[2].number, internal=False)
        lines = tx.posts.lines_of(agent.org_id, said.id)
    assert len({post.viewer_id for post in lines}) == len({post.id for post in lines}) == 31


def _replies(store: Store, agent: int, number: int) -> int:
    """How many statements it takes."""
    said: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    with store.open() as tx:
        org = tx.organisations.first().id
        ticket = tx.tickets.get(org, number)
        assert ticket
        by = tx.people.get(org, agent)
        sa.event.listen(store.engine, "before_cursor_execute", hear)
        commands.reply(tx, ticket, "Which city are you in?", by, NOW)
    sa.event.remove(store.engine, "before_cursor_execute", hear)
    return len(said)
