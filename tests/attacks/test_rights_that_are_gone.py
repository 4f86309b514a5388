"""Whoever may not write on a ticket any more cannot do it by editing either; what they said they may still take back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.attacks import asking
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, TOM, House

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"


async def revisions(house: House) -> list[str]:
    """Everything that the first comment has ever said."""
    every = await house.within(lambda tx: tx.utterances.revisions(tx.organisations.first().id, 1, 1))
    return [one.text for one in every]


@pytest.mark.parametrize("helper", ["slack", "teams"])
async def test_who_has_left_the_team_says_nothing_more_by_editing(both: House, helper: str) -> None:
    crossing = Crossing(both, "slack" if helper == "teams" else "teams", helper)
    await crossing.asks(COFFEE)
    said = await crossing.agent_says("reply: is the tank full?")
    both.policy_text = both.policy_text.replace('"slack:U0RAVI001", ', "").replace(f', "teams:{TOM}"', "")
    await both.has_policy()
    await both.settle()
    both.clock.move(timedelta(days=30))
    agent: Any = both.ravi if helper == "slack" else both.tom
    await agent.edits(said, f"reply: pay me {SECRET}")
    await both.settle()
    heard = crossing.everything_heard()
    assert "is the tank full?" in heard
    assert SECRET not in heard + "".join(crossing.agents_thread(crossing.other))
    assert await revisions(both) == ["is the tank full?", f"reply: pay me {SECRET}"]
    told: list[Any] = [*both.ravi.sees(), *both.tom.sees(), *both.ravi.replies(crossing.card("slack"))]
    assert any("Nobody else reads your change: you can no longer write on T-1." in message.plain() for message in told)

    await agent.deletes(said)
    await both.settle()
    assert "is the tank full?" not in crossing.everything_heard()
    both.nothing_was_refused()


async def test_a_note_stays_as_it_was_when_its_author_is_in_the_team_no_more(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    note = await crossing.agent_says("the third one this week")
    both.policy_text = both.policy_text.replace('"slack:U0RAVI001", ', "").replace(
        '"slack:U0HARI001"', '"slack:U0HARI001", "slack:U0RAVI001"'
    )
    await both.has_policy()
    await both.ravi.edits(note, f"the third one {SECRET}")
    await both.settle()
    assert SECRET not in "\n".join(crossing.agents_thread("teams"))


async def test_a_follower_who_follows_no_more_says_nothing_more_by_editing(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await asking.slack_submit(both, both.ravi, "ticket.add_follower.save", "T-1", {"follower": "slack:T0SANDBOX/U0BELA001"})
    await both.settle()
    said = await both.bela.says(SLACK_HELP, "I have seen that too", thread=crossing.asked)
    await both.settle()
    await both.bela.edits(said, "I have seen that twice")
    await both.settle()
    assert "I have seen that twice" in "\n".join(crossing.agents_thread("slack"))
    await asking.slack_command(both, both.bela, "unfollow T-1")
    await both.bela.edits(said, f"I say {SECRET}")
    await both.settle()
    assert SECRET not in "\n".join(crossing.agents_thread("slack"))
    assert "I have seen that twice" in "\n".join(crossing.agents_thread("slack"))


async def test_whoever_asked_may_always_say_it_otherwise(house: House) -> None:
    said = await house.asha.says(SLACK_HELP, COFFEE)
    await house.settle()
    await house.asha.edits(said, "The coffee machine shows error 43, can somebody look at it?")
    await house.settle()
    assert "error 43" in (await house.ticket()).details
