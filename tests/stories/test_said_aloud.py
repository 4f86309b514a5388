"""What an agent writes before the eyes of whoever asked cannot be held back: they are told at once, alone, and can undo it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

SECRET = "Canary7f3a!"
INTERNAL = f"The new password is {SECRET}"


def told(house: House, on: str, asked: Any) -> list[Any]:
    """What the agent alone reads about it."""
    seen = house.ravi.replies(asked) if on == "slack" else house.tom.sees()
    return [m for m in seen if "looks internal" in m.plain()]


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_an_agent_in_the_requesters_thread_hears_that_it_looks_internal(both: House, on: str) -> None:
    crossing = Crossing(both, on, on)
    await crossing.asks("I cannot log in any more, please help")
    agent: Any = both.ravi if on == "slack" else both.tom
    place: Any = SLACK_HELP if on == "slack" else both.teams_asks
    says = agent.says if on == "slack" else agent.posts
    said = await says(place, INTERNAL, thread=crossing.asked)
    await both.settle()
    (warning,) = told(both, on, crossing.asked)
    assert f"{crossing.requester} can already read it" in warning.plain()
    assert "Delete or edit your message" in warning.plain()
    assert SECRET not in warning.plain()
    assert "looks internal" not in crossing.everything_heard()
    for platform in ("slack", "teams"):
        (line,) = [line for line in crossing.agents_thread(platform) if SECRET in line]
        assert f"Reply to {crossing.requester}" in line

    both.clock.move(timedelta(seconds=5))
    await agent.deletes(said)
    await both.settle()
    assert SECRET not in "\n".join(crossing.agents_thread("slack") + crossing.agents_thread("teams"))
    assert SECRET not in crossing.everything_heard()
    assert SECRET not in crossing.card("slack").plain() + crossing.card("teams").plain()
    both.nothing_was_refused()


async def test_it_is_told_once_that_it_speaks_to_colleagues_alone(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, "I cannot log in any more, please help")
    await house.settle()
    for text in ("@Mina do you have an idea?", "@Mina please have a look", "Please restart it, Asha."):
        await house.ravi.says(SLACK_HELP, text, thread=asked)
        await house.settle()
    assert len(told(house, "slack", asked)) == 1
    await house.ravi.says(SLACK_HELP, "note: the vendor is late as always", thread=asked)
    await house.settle()
    assert len(told(house, "slack", asked)) == 2


async def test_what_is_edited_there_into_something_internal_is_told_too(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, "I cannot log in any more, please help")
    await house.settle()
    said = await house.ravi.says(SLACK_HELP, "I have set a new one.", thread=asked)
    await house.settle()
    for text in (INTERNAL, "I have set a new one, look into your mail."):
        house.clock.move(timedelta(seconds=5))
        await house.ravi.edits(said, text)
        await house.settle()
    assert len(told(house, "slack", asked)) == 1
    (line,) = [m.plain() for m in house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0]) if m.by_bot]
    assert "look into your mail" in line
    assert SECRET not in line
