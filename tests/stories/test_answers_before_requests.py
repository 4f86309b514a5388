"""An answer in the thread of a request may be heard before the request: nothing of it is lost, and nothing else is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.tickets.early_replies import FORGOTTEN
from integrations.sandbox.faults import Fault
from jobs.schedule import forget_old_keys
from tests.stories.house import SLACK_HELP, House

ASKED, MORE = "the coffee machine on floor 2 is broken, please help", "it is the red one"


async def early(house: House) -> int:
    """How many answers wait for their request."""
    return int(await house.within(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM early_replies").scalar()))


async def said(house: House) -> list[str]:
    of = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    return [comment.text for comment in of]


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_an_answer_that_overtakes_its_request_becomes_a_line_of_it(both: House, on: str) -> None:
    if on == "slack":
        both.slack.faults.next("event:message", Fault.reordered())
        asked: Any = await both.asha.says(SLACK_HELP, ASKED)
        both.clock.move(timedelta(seconds=2))
        await both.asha.says(SLACK_HELP, MORE, thread=asked)
    else:
        both.teams.delivery.faults.next("event:message", Fault.reordered())
        asked = await both.tara.posts(both.teams_asks, ASKED)
        both.clock.move(timedelta(seconds=2))
        await both.tara.posts(both.teams_asks, MORE, thread=asked)
    await both.settle()
    assert [ticket.details for ticket in await both.tickets()] == [ASKED]
    assert await said(both) == [MORE]
    assert await early(both) == 0
    thread: list[Any] = [
        *both.ravi.replies(both.ravi.sees("C0TRIAGE1")[0]),
        *both.tom.replies(both.tom.sees(both.teams_triage)[0]),
    ]
    assert sum(MORE in message.plain() for message in thread) == 2
    both.nothing_was_refused()


async def test_where_nobody_is_listened_to_nothing_is_kept_and_what_finds_no_request_is_forgotten(house: House) -> None:
    for channel, waits in (("C0RANDOM1", 0), ("C0NUDGE01", 0), (SLACK_HELP, 1)):
        house.slack.faults.next("event:message", Fault.dropped())
        asked = await house.asha.says(channel, ASKED)
        house.clock.move(timedelta(seconds=2))
        await house.asha.says(channel, MORE, thread=asked)
        await house.settle()
        assert await early(house) == waits, channel
    heard = await house.asha.says(SLACK_HELP, "good morning everybody")
    await house.asha.says(SLACK_HELP, "good morning to you", thread=heard)
    old = await house.bela.says(SLACK_HELP, "nice weather")
    house.slack.faults.next("event:message", Fault.dropped())
    house.clock.move(timedelta(hours=1))
    await house.asha.says(SLACK_HELP, "yes, very nice", thread=old)
    await house.settle()
    assert await early(house) == 1  # what was heard and is no request will be none
    house.clock.move(FORGOTTEN + timedelta(minutes=1))
    await house.within(lambda tx: forget_old_keys(tx, house.clock, "story-tidy"))
    assert await early(house) == 0
    assert await house.tickets() == []
