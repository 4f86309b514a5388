"""Me too: who has the same problem says so with one press, hears once when it is solved, and many make it a known issue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, House
from tests.stories.test_duplicates import card, resolves, told

ASKED, BANNER = "My VPN is down, please help", "The VPN gateway in Pune is down"


async def asks(house: House, on: str) -> Any:
    """T-1, by Asha on Slack or by Tara on Teams."""
    said = await (house.asha.says(SLACK_HELP, ASKED) if on == "slack" else house.tara.posts(house.teams_asks, ASKED))
    await house.settle()
    return said


async def presses(house: House, who: Any, asked: Any, label: str = "Me too") -> None:
    await who.presses(next(message for message in who.replies(asked) if "T-1 ·" in message.plain()), label)
    await house.settle()


def all_of(who: Any, *places: Any) -> str:
    return "\n".join(message.plain() for place in (None, *places) for message in (who.sees(place) if place else who.sees()))


async def three(house: House) -> Any:
    """Asha asked, Bela and Hira have it too."""
    asked = await asks(house, "slack")
    for who in (house.bela, house.hira):
        await presses(house, who, asked)
    return asked


def proposals(house: House) -> list[Any]:
    return [message for message in house.ravi.replies(card(house, "T-1")) if "people report T-1" in message.plain()]


async def test_on_slack_they_are_confirmed_counted_and_told_once_in_their_language(both: House) -> None:
    asked = await asks(both, "slack")
    await presses(both, both.bela, asked)
    await presses(both, both.bela, asked)
    await presses(both, both.hira, asked)
    assert "Noted: you have it too. I tell you when T-1 is solved." in all_of(both.bela, SLACK_HELP)
    assert "You have said so already" in all_of(both.bela, SLACK_HELP)
    assert "3 people report this" in card(both, "T-1").plain()
    assert "3 people report this" in card(both, "T-1", "teams").plain()
    await resolves(both, "T-1")
    assert told(both.bela.sees(), "T-1, which you have reported too, is solved.") == 1
    assert "Restarted the gateway" in both.bela.sees()[-1].plain()
    assert "हल हो गया है" in both.hira.sees()[-1].plain()
    await both.bela.presses(both.bela.sees()[-1], "Stop telling me")
    await presses(both, both.asha, asked, "Still need help")
    await resolves(both, "T-1")
    assert told(both.bela.sees(), "is solved") == 1
    assert told(both.hira.sees(), "हल हो गया है") == 2
    answer = await both.bela.command("/ticket", "status T-1")
    assert answer is not None
    assert "I can't find T-1" in answer.plain()
    both.nothing_was_refused()


async def test_on_teams_the_same_by_the_card_of_the_channel(both: House) -> None:
    asked = await asks(both, "teams")
    await presses(both, both.tom, asked)
    assert "2 people report this" in card(both, "T-1", "teams").plain()
    await resolves(both, "T-1")
    assert told(both.tom.sees(), "T-1, which you have reported too, is solved.") == 1
    both.nothing_was_refused()


async def test_whoever_asked_is_told_so_and_a_direct_chat_offers_nothing(house: House) -> None:
    asked = await asks(house, "slack")
    await presses(house, house.asha, asked)
    assert "T-1 is your own request" in all_of(house.asha, SLACK_HELP)
    assert "report" not in card(house, "T-1").plain()
    await house.slack_dm(house.bela, "The printer on the second floor is broken, please help")
    assert not [message for message in house.bela.sees() if "Me Too" in message.labels]


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_three_make_the_agents_think_of_a_known_issue(both: House, on: str) -> None:
    await three(both)
    assert len(proposals(both)) == 1
    who: Any = both.ravi if on == "slack" else both.tom
    thread = who.replies(card(both, "T-1", on))
    await who.presses(next(message for message in thread if "people report T-1" in message.plain()), "Make known issue…")
    assert await who.submits({"What everybody reads": BANNER}) == {}
    await both.settle()
    line = f"Known issue: {BANNER}. We are on it. T-1"
    slack, teams = both.mina.sees(SLACK_HELP), both.tara.sees(both.teams_asks)
    assert (told(slack, line), told(teams, line)) == (1, 1)
    await both.tara.presses(next(message for message in teams if line in message.plain()), "Me too")
    await both.settle()
    assert "4 people report this" in card(both, "T-1").plain()
    assert len(proposals(both)) == 1
    await resolves(both, "T-1")
    assert told(both.tara.sees(both.teams_asks), f"Solved: {BANNER} T-1") == 1
    assert told(both.tara.sees(), "T-1, which you have reported too, is solved.") == 1
    await both.ravi.presses(card(both, "T-1"), "Reopen")
    await both.settle()
    assert told(both.mina.sees(SLACK_HELP), line) == 1
    await both.ravi.presses(card(both, "T-1"), "Not a request")
    await both.settle()
    assert told(both.mina.sees(SLACK_HELP), f"No longer a known issue: {BANNER} T-1") == 1
    both.nothing_was_refused()


async def test_only_once_and_not_now_holds_until_three_more(house: House) -> None:
    asked = await three(house)
    await house.ravi.presses(proposals(house)[0], "Not now")
    for who in (house.mina, house.lena):
        await presses(house, who, asked)
    assert len(proposals(house)) == 1
    await presses(house, house.admin, asked)
    assert len(proposals(house)) == 2
    await house.ravi.presses(proposals(house)[1], "Make known issue…")
    assert await house.ravi.submits({"What everybody reads": BANNER}) == {}
    await house.settle()
    await house.ravi.presses(proposals(house)[1], "Make known issue…")
    await house.ravi.submits({"What everybody reads": BANNER})
    await house.settle()
    assert told(house.mina.sees(SLACK_HELP), "Known issue:") == 1
    house.clock.move(timedelta(days=20))
    await house.mina.says(SLACK_HELP, "VPN is not working for me, please help")
    await house.settle()
    found = [message for message in house.ravi.replies(card(house, "T-2")) if "similar" in message.plain()]
    assert len(found) == 1
    assert "Known issue" in found[0].plain()


async def test_slowly_they_are_no_crowd(house: House) -> None:
    asked = await asks(house, "slack")
    for who in (house.bela, house.hira):
        house.clock.move(timedelta(minutes=45))
        await presses(house, who, asked)
    assert proposals(house) == []
    await house.ravi.presses(card(house, "T-1"), "Resolve…")
    assert await house.ravi.submits({"What was done?": "Done"}) == {}
    await house.settle()
    assert "Me Too" not in house.mina.replies(asked)[-1].labels
