"""People talk in request channels as well: what they say among themselves is not kept, however they edit it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.interaction import ADDRESSED, RECENT, Interaction, Where
from app.people.model import Platform
from storage.conversation_tables import early_changes
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, House

SECRET = "canary7f3a"


async def kept(house: House) -> list[tuple[Any, ...]]:
    """Changes that wait for messages which have not been heard of."""
    rows = await house.within(lambda tx: tx.utterances._sql.rows(sa.select(early_changes)))
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("asker", ["slack", "teams"])
async def test_what_is_no_request_leaves_no_trace_when_it_is_edited_or_deleted(both: House, asker: str) -> None:
    who: Any = both.bela if asker == "slack" else both.tara
    said = await (both.bela.says(SLACK_HELP, "Lunch?") if asker == "slack" else both.tara.posts(both.teams_asks, "Lunch?"))
    await both.settle()
    both.clock.move(timedelta(minutes=10))
    await who.edits(said, f"Lunch? {SECRET}")
    await who.deletes(said)
    await both.settle()
    assert await kept(both) == []


async def test_nor_what_bystanders_say_in_the_thread_of_a_request(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks("The coffee machine shows error 42, can somebody look at it?")
    said = await both.bela.says(SLACK_HELP, "Tea is better anyway", thread=crossing.asked)
    await both.settle()
    await both.bela.edits(said, f"Tea {SECRET}")
    await both.settle()
    assert await kept(both) == []


async def test_a_request_that_is_asked_about_first_is_opened_as_it_was_edited(both: House) -> None:
    said = await both.bela.says("C0NUDGE01", "My laptop is broken, please help")
    await both.settle()
    await both.bela.edits(said, "My old laptop is broken, please help")
    await both.settle()
    nudge = [message for message in (*both.bela.sees("C0NUDGE01"), *both.bela.sees()) if message.labels][-1]
    await both.bela.presses(nudge, nudge.labels[0])
    await both.settle()
    assert (await both.ticket()).details == "My old laptop is broken, please help"


def edit(number: int, **more: Any) -> Interaction:
    where = Where(more.pop("channel", SLACK_HELP), more.pop("message", "5.0"), more.pop("thread", ""))
    values = {RECENT: "1"} | more.pop("values", {})
    said = {"key": f"e:{number}", "actor": "U0BELA001", "text": f"Lunch {number}", "stamp": 6_000_000 + number, **more}
    return Interaction(platform=Platform.SLACK, workspace="T0SANDBOX", verb="chat.edited", where=where, values=values, **said)


async def test_edits_of_what_never_came_are_few(house: House) -> None:
    """Nobody can tell a message that is late from one that never comes: so little is kept, and that not for old ones."""
    ask = house.serving.program.reception.ask
    for number in (*range(30), 12, 7):
        house.clock.move(timedelta(minutes=1))
        await ask(edit(number, key=f"e:{number}:{house.clock()}"))
    assert sorted(row[6] for row in await kept(house)) == [f"Lunch {number}" for number in range(25, 30)]
    await ask(edit(50, key="old", message="1.0", values={RECENT: ""}))
    await ask(edit(51, key="elsewhere", channel="C0RANDOM1", message="2.0"))
    assert len(await kept(house)) == 5
    await ask(edit(52, key="addressed", channel="C0RANDOM1", message="3.0", values={ADDRESSED: "1"}))
    assert len(await kept(house)) == 6


async def test_one_message_is_edited_a_hundred_times_a_day_and_no_more(house: House) -> None:
    """Each change is redrawn wherever it stands; fifty of them are kept, the first among them."""
    await house.asha.says(SLACK_HELP, "My laptop is broken, please help")
    await house.settle()
    source, ask = (await house.ticket()).source, house.serving.program.reception.ask
    for number in range(110):
        house.clock.move(timedelta(seconds=5))
        text, stamp = f"My laptop {number} is broken", int(house.clock().timestamp() * 1_000_000)
        await ask(edit(number, text=text, message=source.message, stamp=stamp, actor="U0ASHA001"))
    ticket = await house.ticket()
    assert ticket.details == "My laptop 99 is broken"
    every = await house.within(lambda tx: tx.utterances.revisions(ticket.org_id, 1, 0))
    assert (len(every), every[0].text, every[-1].text) == (50, "My laptop is broken, please help", "My laptop 99 is broken")
    assert ticket.edited
    house.clock.move(timedelta(days=1))
    stamp = int(house.clock().timestamp() * 1_000_000)
    await ask(edit(200, text="My laptop is broken", message=source.message, stamp=stamp, actor="U0ASHA001"))
    assert (await house.ticket()).details == "My laptop is broken"


async def test_a_stuck_script_is_stopped_within_the_minute(house: House) -> None:
    ask = house.serving.program.reception.ask
    for number in range(40):
        await ask(edit(number, message=f"{number}.0"))
    assert len(await kept(house)) == 30
    await house.settle()
    assert any("That is a lot in a short time" in message.plain() for message in house.bela.sees(SLACK_HELP))
