"""What an agent takes back or reads again: what they are told of it is true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.crossing import Crossing
from tests.stories.house import House
from tests.stories.test_second_thoughts import agent, asked, presses, take_back

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"
REFUSED = [("slack", "cant_delete_message", 0), ("teams", "MessageDeleteNotAllowed", 403)]


def seen(who: Any) -> str:
    return "\n".join(message.plain() for message in who.sees())


async def unsent_in_vain(house: House, asker: str, code: str, status: int, times: int) -> Crossing:
    crossing = Crossing(house, asker, "slack")
    await crossing.asks(COFFEE)
    await crossing.agent_says(f"reply: red button {SECRET}")
    if asker == "slack":
        house.slack.faults.next("chat.delete", Fault.refused(code), times=times)
    else:
        house.teams.faults.next("activities.delete", Fault.refused(code, status), times=times)
    await house.within(lambda tx: take_back(tx, house))
    return crossing


@pytest.mark.parametrize(("asker", "code", "status"), REFUSED)
async def test_an_agent_whose_unsend_the_platform_refuses_hears_so(both: House, asker: str, code: str, status: int) -> None:
    crossing = await unsent_in_vain(both, asker, code, status, times=50)
    await both.settle(timedelta(minutes=20))
    assert SECRET in crossing.everything_heard()
    assert seen(both.ravi).count(f"It may still be visible to {crossing.requester}") == 1
    assert code in seen(both.ravi)
    (line,) = [one for one in crossing.agents_thread("teams") if SECRET in one]
    assert f"{crossing.requester} may still see this" in line
    assert "no longer sees this" not in line


async def test_what_goes_later_after_all_is_told_as_well(both: House) -> None:
    crossing = await unsent_in_vain(both, "teams", "MessageDeleteNotAllowed", 403, times=2)
    await both.settle(timedelta(minutes=20))
    assert SECRET not in crossing.everything_heard()
    assert "It may still be visible to Tara" in seen(both.ravi)
    assert "has been removed now" in seen(both.ravi)
    (line,) = [one for one in crossing.agents_thread("teams") if SECRET in one]
    assert "Tara no longer sees this" in line


@pytest.mark.parametrize("helper", ["slack", "teams"])
async def test_send_sends_the_words_that_were_read(both: House, helper: str) -> None:
    crossing = Crossing(both, "slack", helper)
    await crossing.asks(COFFEE)
    said = await crossing.agent_says("reply: internal server is broken and @Mina looks at it")
    card = asked(crossing, "Send ")
    await agent(crossing).edits(said, f"reply: the password is Hunter77!{SECRET}")
    await both.settle()
    await agent(crossing).presses(card, next(label for label in card.labels if "Send " in label))
    await both.settle()
    assert SECRET not in crossing.everything_heard()
    again = asked(crossing, "Send ")
    assert SECRET in again.plain()
    assert "You have edited your reply" in again.plain()
    await presses(crossing, "Send ")
    assert SECRET in crossing.everything_heard()
