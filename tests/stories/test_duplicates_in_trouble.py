"""Duplicates when something goes wrong or is taken back: everybody is told once, and what it means for them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_duplicates import DONE, FIRST, SECOND, ask_both, card, marks, resolves, told
from tests.stories.test_me_too import presses
from tests.stories.test_restart import Killed, restarted, undelivered

LATER = timedelta(minutes=5)


def seen_by(who: Any, place: Any) -> str:
    return "\n".join(message.plain() for message in who.sees(place))


async def dies_at(house: House, monkeypatch: pytest.MonkeyPatch, nth: int, *, arrived: bool) -> None:
    """The worker ends with its nth message to Slack, before it left or after it arrived; a new one goes on."""
    channel = house.serving.program.slack.channel
    post, left = channel.post, [nth]

    async def dies(*args: Any) -> Any:
        left[0] -= 1
        if left[0]:
            return await post(*args)
        if arrived:
            await post(*args)
        raise Killed

    monkeypatch.setattr(channel, "post", dies)
    with pytest.raises(Killed):
        await house.settle()
    await restarted(house)
    house.clock.move(timedelta(seconds=91))
    await house.settle(LATER)


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_worker_that_dies_while_a_duplicate_and_its_end_are_told_is_replaced(
    house: House, monkeypatch: pytest.MonkeyPatch, arrived: bool
) -> None:
    """Two duplicates and somebody who said Me too; the worker dies while each of the two is told."""
    one, two = await ask_both(house, "slack")
    await presses(house, house.hira, one)
    await presses(house, house.lena, one)
    await house.ravi.presses(card(house, "T-2"), "Mark duplicate…")
    assert await house.ravi.submits({"Original": "1"}) == {}
    await dies_at(house, monkeypatch, 1, arrived=arrived)
    assert told(house.bela.replies(two), "Somebody else has asked the same: T-1") == 1, "on the newer card"
    before = len(house.bela.replies(two))
    await house.ravi.presses(card(house, "T-1"), "Resolve…")
    assert await house.ravi.submits({"What was done?": DONE}) == {}
    await dies_at(house, monkeypatch, 2, arrived=arrived)
    assert len(house.bela.replies(two)) == before + 1
    assert DONE in house.bela.replies(two)[-1].plain()
    assert told(house.asha.replies(one)[1:], DONE) == 1
    assert told(house.hira.sees(), "हल हो गया है") == 1
    assert told(house.lena.sees(), ": this is solved. You had reported it too.") == 1
    assert await undelivered(house) == {}


@pytest.mark.parametrize("second", ["slack", "teams"])
async def test_what_becomes_of_theirs_is_told_when_the_original_is_given_up(both: House, second: str) -> None:
    one, two = await ask_both(both, second)
    who: Any = both.tara if second == "teams" else both.bela
    await both.ravi.presses(card(both, "T-2"), "Wait for requester")
    await both.settle()
    assert await marks(both, "T-2", "1") == {}
    await both.asha.presses(both.asha.replies(one)[0], "Withdraw")
    await both.settle()
    last = who.replies(two)[-1].plain()
    assert "T-1, where the same was asked, is no longer worked on, and it was not solved." in last
    assert "your request T-2 is open again, and you hear of it here. We still need your answer." in last
    assert "My VPN is down" not in last
    both.nothing_was_refused()


async def test_in_their_own_chat_it_is_told_in_their_own_language(house: House) -> None:
    await house.asha.says(SLACK_HELP, FIRST)
    await house.slack_dm(house.hira, SECOND)
    assert await marks(house, "T-2", "1") == {}
    await house.ravi.presses(card(house, "T-2"), "Not a duplicate")
    await house.settle()
    assert told(house.hira.sees(), "T-2 पर अब फिर T-1 से अलग काम होगा") == 1
    assert await marks(house, "T-2", "1") == {}
    await house.ravi.presses(card(house, "T-1"), "Not a request")
    await house.settle()
    assert told(house.hira.sees(), "जिस T-1 में यही पूछा गया था, उस पर अब काम नहीं हो रहा") == 1
    house.nothing_was_refused()


async def test_who_opens_theirs_again_themselves_is_told_nothing(house: House) -> None:
    _, two = await ask_both(house, "slack")
    await marks(house, "T-2", "1")
    await resolves(house, "T-1")
    many = len(house.bela.replies(two))
    await house.bela.presses(house.bela.replies(two)[-1], "Still need help")
    await house.settle()
    assert len(house.bela.replies(two)) == many
    assert (await house.ticket(2)).is_open


async def test_two_agents_mark_the_same_at_the_same_moment(house: House) -> None:
    _, two = await ask_both(house, "slack")
    await house.ravi.presses(card(house, "T-2"), "Mark duplicate…")
    await house.mina.presses(next(one for one in house.mina.sees(SLACK_TRIAGE) if "T-2 ·" in one.plain()), "Mark duplicate…")
    await asyncio.gather(house.ravi.submits({"Original": "1"}), house.mina.submits({"Original": "1"}))
    await house.settle()
    assert "1 duplicate: T-2" in card(house, "T-1").plain()
    assert told(house.bela.replies(two)[1:], "Somebody else has asked the same: T-1") == 1
    history = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assert [line.event for line in history].count("ticket.duplicate_added") == 1
    answers = [seen_by(house.ravi, SLACK_TRIAGE), seen_by(house.mina, SLACK_TRIAGE)]
    assert sum("T-2 is a duplicate of T-1 ·" in one for one in answers) == 1


def planned(house: House, ticket: int) -> int:
    """How often something of this ticket was sent, or is to be."""
    with house.serving.program.reception.store.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT count(*) FROM deliveries WHERE ticket = :ticket"), {"ticket": ticket})
        return int(found.scalar_one())


async def test_a_chain_of_duplicates_ends_at_one_ticket_and_never_at_its_beginning(house: House) -> None:
    _, two = await ask_both(house, "slack")
    third = await house.mina.says(SLACK_HELP, "My VPN keeps failing too, please help")
    await house.settle()
    assert await marks(house, "T-3", "2") == {}
    assert await marks(house, "T-2", "1") == {}
    assert "T-3 is a duplicate of T-1" in (await marks(house, "T-1", "3"))["Original"]
    assert "2 duplicates: T-2, T-3" in card(house, "T-1").plain()
    assert "T-1" in card(house, "T-3").plain()
    heard = [len(house.bela.replies(two)), len(house.mina.replies(third))]
    await resolves(house, "T-1")
    fresh = [house.bela.replies(two)[heard[0] :], house.mina.replies(third)[heard[1] :]]
    assert [[DONE in message.plain() for message in messages] for messages in fresh] == [[True], [True]]


async def test_one_more_duplicate_is_no_news_for_the_others(house: House) -> None:
    await ask_both(house, "slack")
    await house.mina.says(SLACK_HELP, "My VPN keeps failing too, please help")
    await house.settle()
    await marks(house, "T-2", "1")
    drawn = planned(house, 2)
    await marks(house, "T-3", "1")
    assert "2 duplicates: T-2, T-3" in card(house, "T-1").plain()
    assert planned(house, 2) == drawn > 0


async def test_across_teams_only_those_of_the_duplicate_link_it_and_nothing_of_the_other_is_told(house: House) -> None:
    """Agents see every team's tickets and so may name them; what is closed has to be their own."""
    await house.asha.says(SLACK_HELP, FIRST)
    two = await house.bela.says(SLACK_HELP, SECOND)
    await house.settle()
    await house.ravi.presses(card(house, "T-2"), "Move…")
    assert await house.ravi.submits({"Team": "People"}) == {}
    await house.settle()
    theirs = next(one for one in house.hari.sees("C0HRTRIA1") if "T-2 ·" in one.plain())
    answer = await house.bela.command("/ticket", "status T-1")
    assert answer is not None
    assert "I can't find T-1" in answer.plain()
    await house.hari.presses(theirs, "Mark duplicate…")
    assert await house.hari.submits({"Original": "99"}) == {"Original": "I can't find T-99."}
    await house.hari.presses(theirs, "Mark duplicate…")
    assert await house.hari.submits({"Original": "1"}) == {}
    await house.settle()
    assert told(house.hari.sees("C0HRTRIA1"), "T-2 is a duplicate of T-1 ·") == 1
    await resolves(house, "T-1")
    last = house.bela.replies(two)[-1].plain()
    assert "T-1, which asks for the same, is solved." in last
    assert DONE not in last
