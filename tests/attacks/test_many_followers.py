"""What one reply costs grows with those who follow, but not with a question for each of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.people.commands import known
from app.people.model import Platform, Profile
from app.tickets import following
from tests.stories.crossing import Crossing
from tests.stories.house import House


def add(house: House, numbers: range) -> Any:
    def work(tx: Any) -> None:
        org = tx.organisations.first().id
        ticket, ravi = tx.tickets.get(org, 1), tx.people.by_identity(org, Platform.SLACK, "T0SANDBOX", "U0RAVI001")
        for number in numbers:
            name = Profile(name=f"F{number}")
            person = known(tx, org, Platform.SLACK, "T0SANDBOX", f"U0F{number:05}", name, house.clock(), False)
            following.follow(tx, ticket, person, ravi, house.clock())

    return work


async def test_a_reply_asks_nothing_of_each_follower(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks("The coffee machine shows error 42, can somebody look at it?")
    asked: list[str] = []

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    costs = []
    sa.event.listen(sa.engine.Engine, "before_cursor_execute", listen)
    try:
        for numbers in (range(5), range(5, 45)):
            await both.within(add(both, numbers))
            asked.clear()
            await both.ravi.says("C0TRIAGE1", f"reply: hello number {numbers}", thread=crossing.card("slack"))
            costs.append(sum(one.startswith("SELECT") and "coalesce(max" not in one for one in asked))
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", listen)
    assert costs[0] == costs[1]
