"""Stopped at the worst moment and started again, the desk goes on where it was: nothing is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from integrations.sandbox.faults import Fault
from jobs.deliver import LEASE
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "The copier on floor 5 is broken, can somebody fix it?"


class Killed(BaseException):
    """The process ends here, whatever it was doing."""


async def restarted(house: House) -> None:
    await house.stop_serving()
    await house.serve()


def about(house: House) -> list[str]:
    return [m.plain() for m in house.ravi.sees(SLACK_TRIAGE) if m.by_bot and not m.thread]


async def undelivered(house: House) -> dict[str, int]:
    counts = await house.within(lambda tx: tx.deliveries.counts())
    return {state: many for state, many in counts.items() if many and state != "done"}


async def test_stopped_between_commit_and_delivery_it_delivers_after_the_start(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await restarted(house)
    await house.settle()
    assert (len(about(house)), len(house.asha.replies(asked))) == (1, 1)
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await restarted(house)
    await house.settle()
    assert "Ravi is working on it" in house.asha.replies(asked)[0].plain()
    assert "Claim" not in house.ravi.sees(SLACK_TRIAGE)[0].labels
    assert await undelivered(house) == {}
    house.nothing_was_refused()


async def test_events_repeated_after_the_start_are_still_known(house: House) -> None:
    house.slack.faults.next("event:message", Fault.reordered())
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    (first,) = [e.request for e in house.slack.traffic if e.to == "program" and e.kind == "event"][-1:]
    await restarted(house)
    assert (await house.slack.delivery.send("event", first)).ok
    await house.settle()
    assert len(await house.tickets()) == 1
    assert len(about(house)) == 1


async def test_a_form_that_was_open_can_still_be_submitted(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.settle()
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Reply…")
    await restarted(both)
    assert await both.tom.submits({"Reply": "Which colour is the light?"}) == {}
    assert await both.ravi.submits({"What was done?": "Pulled out a sheet of paper."}) == {}
    await both.settle()
    assert (await both.ticket()).status == "resolved"
    assert any("sheet of paper" in m.plain() for m in both.tara.sees())


@pytest.mark.parametrize("moment", ["before_it_left", "after_it_arrived"])
async def test_a_worker_that_dies_while_sending_is_replaced_and_nothing_comes_twice(
    house: House, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    channel = house.serving.program.slack.channel
    post = channel.post

    async def dies(*args, **kwargs):
        if moment == "after_it_arrived":
            await post(*args, **kwargs)
        raise Killed

    asked = await house.asha.says(SLACK_HELP, REQUEST)
    monkeypatch.setattr(channel, "post", dies)
    with pytest.raises(Killed):
        await house.serving.deliverer.round()
    await restarted(house)
    started = house.clock()
    assert await house.serving.deliverer.round() == 0  # somebody may still be at it
    await house.settle(LEASE + timedelta(seconds=5))
    assert house.clock() - started >= LEASE
    assert (len(about(house)), len(house.asha.replies(asked))) == (1, 1)
    assert await undelivered(house) == {}


async def test_a_worker_that_was_only_slow_does_not_undo_what_its_successor_did(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = house.serving.program.slack.channel
    post, gate, waiting = channel.post, asyncio.Event(), asyncio.Event()

    async def slow(*args, **kwargs):
        ref = await post(*args, **kwargs)
        waiting.set()
        await gate.wait()
        return ref

    await house.asha.dms(REQUEST)
    monkeypatch.setattr(channel, "post", slow)
    first = asyncio.create_task(house.serving.deliverer.round())
    await waiting.wait()
    monkeypatch.setattr(channel, "post", post)
    house.clock.move(LEASE + timedelta(seconds=1))
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    gate.set()
    await first
    await house.settle()
    (card,) = about(house)
    assert "Ravi" in card
    assert await undelivered(house) == {}


async def test_a_start_with_a_dead_platform_serves_the_other_one(both: House) -> None:
    both.slack.world.revoked = "account_inactive"
    await restarted(both)
    await both.tara.writes(REQUEST)
    await both.settle(timedelta(minutes=1))
    assert "T-1" in both.tara.sees()[-1].plain()
    both.slack.world.revoked = ""
    await both.settle(timedelta(minutes=15))
    assert len(about(both)) == 1
    assert await undelivered(both) == {}
