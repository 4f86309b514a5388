"""A reply that was held is for the talk it was written in: a day later, or when that is over, no press sends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.crossing import Crossing
from tests.stories.house import House
from tests.stories.test_duplicates import card
from tests.stories.test_second_thoughts import GUARDED, SECRET, comments, presses

OTHER = {"slack": "teams", "teams": "slack"}


async def held(house: House, on: str) -> Crossing:
    crossing = Crossing(house, OTHER[on], on)
    await crossing.asks("I cannot log in any more, please help")
    await crossing.agent_says(f"reply: {GUARDED}")
    return crossing


def told(house: House, on: str) -> str:
    """What the agent reads in private, notes on cards and all."""
    who: Any = house.ravi if on == "slack" else house.tom
    seen = [*house.ravi.sees("C0TRIAGE1"), *house.ravi.sees(), *house.ravi.replies(card(house, "T-1"))]
    return "\n".join(message.plain() for message in (seen if on == "slack" else who.sees()))


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_after_a_day_it_stays_a_note_and_its_author_hears_why(both: House, on: str) -> None:
    crossing = await held(both, on)
    both.clock.move(timedelta(hours=25))
    await presses(crossing, "Send ")
    assert await comments(both) == [("internal", GUARDED)]
    assert SECRET not in crossing.everything_heard()
    assert "This has waited for more than a day, so it stays a private note on T-1." in told(both, on)


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_once_it_is_solved_it_does_not_go(both: House, on: str) -> None:
    crossing = await held(both, on)
    await both.ravi.presses(card(both, "T-1"), "Resolve…")
    assert await both.ravi.submits({"What was done?": "Done"}) == {}
    await both.settle()
    await presses(crossing, "Send ")
    assert await comments(both) == [("internal", GUARDED)]
    assert "T-1 is finished, so this stays a private note." in told(both, on)
    assert SECRET not in crossing.everything_heard()


async def test_within_the_day_it_goes(both: House) -> None:
    crossing = await held(both, "slack")
    both.clock.move(timedelta(hours=23))
    await presses(crossing, "Send ")
    assert await comments(both) == [("public", GUARDED)]
