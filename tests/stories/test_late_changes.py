"""What was kept because its message had not come is taken up once, by however many workers look for it at the same time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from app.interaction import Interaction, Where
from app.people.model import Platform
from app.tickets import early_replies
from app.tickets.model import Source
from app.tickets.revision import Revision
from jobs.late_changes import take_up
from jobs.unplaced import ask_again
from tests.stories.house import SLACK_HELP, House

ASKED, MORE = "the coffee machine on floor 2 is broken, please help", "it is the red one"


async def test_two_workers_take_up_what_was_kept_once(house: House) -> None:
    """As if another process had kept it at the very moment in which the request became a ticket."""
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    source = (await house.ticket()).source
    where = Source(source.platform, source.workspace, SLACK_HELP, asked.ts)
    answer = Interaction(
        "slack:event:late", Platform.SLACK, source.workspace, "U0ASHA001", "chat.channel", text=MORE, stamp=9,
        where=Where(SLACK_HELP, "1.5", asked.ts),
    )  # fmt: skip

    def keep(tx: Any) -> None:
        org = tx.organisations.first().id
        tx.utterances.too_early(org, where, Revision(10**17, "the tea machine is broken"), house.clock())
        early_replies.keep(tx, org, answer, house.clock())

    await house.within(keep)
    reception = house.serving.program.reception
    await asyncio.gather(*(take_up(reception, house.clock) for _ in range(3)))
    await house.settle()
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert [comment.text for comment in said] == [MORE]
    history = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    events = [line.event for line in history]
    assert (events.count("ticket.commented"), events.count("ticket.reworded")) == (1, 1)
    assert (await house.ticket()).details == "the tea machine is broken"
    assert await take_up(reception, house.clock) == 0


async def test_two_workers_ask_once_more_once(house: House) -> None:
    for words, later in ((ASKED, 1), ("My laptop does not start, please help", 5), ("it is the Dell one", 30)):
        house.clock.move(timedelta(minutes=later))
        await house.slack_dm(house.asha, words)
    house.clock.move(timedelta(hours=30))
    reception = house.serving.program.reception
    asked = await asyncio.gather(*(ask_again(reception, house.clock) for _ in range(3)))
    await house.settle()
    assert sum(asked) == 1
    assert "\n".join(message.plain() for message in house.asha.sees()).count("Nobody has read this yet") == 1
