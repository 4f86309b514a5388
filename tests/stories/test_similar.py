"""What is similar is said below the agents' card and nowhere else, once, however the sending goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_duplicates import FIRST, SECOND, card, told
from tests.stories.test_restart import Killed, restarted, undelivered

LATER = timedelta(minutes=20)


def suggestions(house: House, on: str) -> tuple[int, int]:
    """How many there are at all, and how many of them below the card of T-2."""
    if on == "slack":
        everything, below = house.ravi.sees(SLACK_TRIAGE), house.ravi.replies(card(house, "T-2"))
    else:
        everything, below = house.tom.sees(house.teams_triage), house.tom.replies(card(house, "T-2", "teams"))
    return told(everything, "looks similar to T-2"), told(below, "looks similar to T-2")


async def ask(house: House, second: str = SECOND) -> Any:
    """T-1, and a while later T-2; nothing of the second has left yet."""
    await house.asha.says(SLACK_HELP, FIRST)
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    return await house.bela.says(SLACK_HELP, second)


async def test_it_waits_for_the_card_wherever_that_comes_late(both: House) -> None:
    both.slack.faults.next("chat.postMessage", Fault.refused("not_in_channel"))
    both.teams.faults.next("conversations.create", Fault.refused("BotNotInConversationRoster", 403), times=2)
    await ask(both)
    await both.settle(LATER)
    assert [suggestions(both, on) for on in ("slack", "teams")] == [(1, 1), (1, 1)]
    assert await undelivered(both) == {}


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_what_is_said_meanwhile_waits_for_the_card_too(both: House, on: str) -> None:
    """A card that was refused is tried again after a minute; a line that overtook it would stand among the cards."""
    if on == "slack":
        both.slack.faults.next("chat.postMessage", Fault.refused("not_in_channel"), times=2)
    else:
        both.teams.faults.next("conversations.create", Fault.refused("BotNotInConversationRoster", 403), times=2)
    asked = await both.tara.posts(both.teams_asks, FIRST)
    await both.settle()
    await both.tara.posts(both.teams_asks, "It says error 42", thread=asked)
    await both.settle(LATER)
    who: Any = both.ravi if on == "slack" else both.tom
    seen = who.sees(SLACK_TRIAGE if on == "slack" else both.teams_triage)
    assert (told(seen, "wrote"), told(who.replies(card(both, "T-1", on)), "wrote")) == (1, 1)
    assert await undelivered(both) == {}


async def test_nothing_similar_is_no_failure_and_what_ended_meanwhile_needs_no_help(house: House) -> None:
    await ask(house, "Please help, the coffee machine is broken")
    await house.settle()
    assert suggestions(house, "slack") == (0, 0)
    asked = await house.bela.says(SLACK_HELP, SECOND)
    while not [message for message in house.bela.replies(asked) if "Withdraw" in message.labels]:
        await house.serving.deliverer.round()
    await house.bela.presses(house.bela.replies(asked)[0], "Withdraw")
    await house.settle()
    assert not told(house.ravi.sees(SLACK_TRIAGE), "looks similar")
    assert await undelivered(house) == {}
    dead = await house.within(lambda tx: tx.deliveries.counts()["dead"])
    assert dead == 0


@pytest.mark.parametrize("fault", [Fault.server_error(500, after=True), Fault.cut_after(), Fault.server_error(503)], ids=str)
async def test_retried_it_is_said_once(house: House, fault: Fault) -> None:
    await ask(house)
    await cards_stand(house)
    house.slack.faults.next("chat.postMessage", fault)
    await house.settle(LATER)
    assert suggestions(house, "slack") == (1, 1)
    assert await undelivered(house) == {}


async def test_two_workers_at_once_say_it_once(both: House) -> None:
    await ask(both)
    for _ in range(8):
        await asyncio.gather(both.serving.deliverer.round(), both.serving.deliverer.round())
        both.clock.move(timedelta(seconds=1))
    await both.settle()
    assert [suggestions(both, on) for on in ("slack", "teams")] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("moment", ["before_it_left", "after_it_arrived"])
async def test_a_worker_that_dies_meanwhile_is_replaced(house: House, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Once while the card is posted, once while the suggestion is."""
    await house.asha.says(SLACK_HELP, FIRST)
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    await house.bela.says(SLACK_HELP, SECOND)
    for _ in ("the card", "the suggestion"):
        await dies_at_the_next_post(house, monkeypatch, moment)
        await restarted(house)
        house.clock.move(timedelta(seconds=91))
        await cards_stand(house)
    await house.settle(LATER)
    assert suggestions(house, "slack") == (1, 1)
    assert await undelivered(house) == {}


async def test_a_card_that_is_posted_anew_gets_no_second_one(house: House) -> None:
    asked = await ask(house)
    await house.settle()
    gone = card(house, "T-2")
    gone.posted.deleted = True
    await house.bela.says(SLACK_HELP, "It says error 42", thread=asked)
    await house.settle(LATER)
    assert card(house, "T-2").ts != gone.ts
    assert told(house.ravi.sees(SLACK_TRIAGE), "looks similar to T-2") == 1


async def cards_stand(house: House) -> None:
    """The agents' card of T-2 is there, and what belongs below it has not left yet: a channel takes one post a second."""
    for _ in range(4):
        if [message for message in house.ravi.sees(SLACK_TRIAGE) if "T-2 ·" in message.plain()]:
            return
        await house.serving.deliverer.round()


async def dies_at_the_next_post(house: House, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    channel = house.serving.program.slack.channel
    post = channel.post

    async def dies(workspace: Any, where: Any, *rest: Any) -> Any:
        if where.channel != SLACK_TRIAGE:
            return await post(workspace, where, *rest)
        if moment == "after_it_arrived":
            await post(workspace, where, *rest)
        raise Killed

    monkeypatch.setattr(channel, "post", dies)
    with pytest.raises(Killed):
        await go_on(house)


async def go_on(house: House) -> None:
    for _ in range(8):
        await house.serving.deliverer.round()
        house.clock.move(timedelta(seconds=1))
