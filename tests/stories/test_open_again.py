"""Nobody is left with what is no longer true: whoever was told that it is solved hears that it is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_duplicates import card, resolves, told
from tests.stories.test_me_too import ASKED, asks, presses


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_an_answer_that_reopens_is_answered_and_everybody_who_was_told_hears_of_it(both: House, on: str) -> None:
    asked = await asks(both, on)
    reporter: Any = both.bela if on == "slack" else both.tom
    await presses(both, reporter, asked)
    await resolves(both, "T-1")
    await (
        both.asha.says(SLACK_HELP, "It is still not working", thread=asked)
        if on == "slack"
        else both.tara.posts(both.teams_asks, "It is still not working", thread=asked)
    )
    await both.settle()
    who: Any = both.asha if on == "slack" else both.tara
    assert told(who.replies(asked), "T-1 is open again; IT Support has been told.") == 1
    assert told(reporter.sees(), f"T-1 · {ASKED} is open again. I'll tell you when it is solved.") == 1
    (line,) = [one.plain() for one in both.ravi.replies(card(both, "T-1")) if "still needs help" in one.plain()]
    assert "It is back in the queue." in line
    assert "@Ravi" in line
    assert told(who.replies(asked), "It is open again and back in the queue.") >= 1
    both.nothing_was_refused()


async def test_what_an_agent_reopens_whoever_solved_it_and_whoever_asked_hear(house: House) -> None:
    asked = await asks(house, "slack")
    await presses(house, house.bela, asked)
    await resolves(house, "T-1")
    assert "Resolved by\nRavi" in card(house, "T-1").plain()
    assert "Nobody yet" not in card(house, "T-1").plain() + house.asha.replies(asked)[-1].plain()
    await house.mina.presses(next(m for m in house.mina.sees(SLACK_TRIAGE) if "T-1 ·" in m.plain()), "Reopen")
    await house.settle()
    assert told(house.ravi.sees(), f"T-1 · {ASKED} is open again: Mina has reopened it.") == 1
    assert told(house.asha.replies(asked), f"T-1 · {ASKED} is open again: Mina has reopened it.") == 1
    assert told(house.bela.sees(), "is open again") == 1
    await house.ravi.presses(card(house, "T-1"), "Not a request")
    await house.settle()
    assert told(house.bela.sees(), "nobody works on this any more, and it was not solved") == 1


async def test_whoever_asked_reads_who_has_answered_although_nobody_has_it(both: House) -> None:
    asked = await asks(both, "slack")
    await both.tom.presses(card(both, "T-1", "teams"), "Reply…")
    assert await both.tom.submits({"Reply": "Is it the **Pune** gateway?\n- yes\n- no"}) == {}
    await both.settle()
    mine = next(m for m in both.asha.replies(asked) if "T-1 ·" in m.plain()).plain()
    assert "Tom has answered; nobody has taken it over yet." in mine
    assert "Status\nNew" in mine
    assert "Is it the \nPune\n gateway?\nyes\nno" in both.asha.replies(asked)[-1].plain()
    await both.asha.says(SLACK_HELP, "👍", thread=asked)
    await both.settle()
    assert "Latest reply · Tom" in card(both, "T-1").plain()
    both.nothing_was_refused()
