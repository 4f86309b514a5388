"""The process dies under load, again and again: what was acknowledged is there, and nothing is there twice."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from integrations.sandbox.slack.model import Json
from tests.faults.conftest import Load
from tests.faults.plant import Plant

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
async def plant(database_url: str, tmp_path: Path) -> AsyncIterator[Plant]:
    plant = Plant(database_url, tmp_path)
    await plant.open(people=60)
    yield plant
    await plant.close()


class Sending:
    """Sends events as Slack does, except that it never gives up; `acknowledged` holds the messages that got their 200."""

    def __init__(self, plant: Plant, events: list[Json], at_once: int) -> None:
        self.plant, self._left, self._at_once = plant, list(events), at_once
        self.acknowledged: set[str] = set()
        self.answers = self.refused = 0
        self.progress = asyncio.Event()
        self.statuses: list[int] = []

    async def run(self) -> None:
        await asyncio.gather(*(self._one_after_the_other() for _ in range(self._at_once)))

    async def _one_after_the_other(self) -> None:
        while self._left:
            envelope = self._left.pop()
            while not await self._sent(envelope):  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # the door is shut; a real Slack would come back later

    async def _sent(self, envelope: Json) -> bool:
        answer = await self.plant.slack.delivery.send("event", envelope)
        if answer.status:
            self.statuses.append(answer.status)
        if answer.ok:
            self.acknowledged.add(envelope["event"]["ts"])
            self.answers += 1
            self.progress.set()
        return answer.ok

    async def reached(self, answers: int) -> None:
        while self.answers < answers:
            self.progress.clear()
            await self.progress.wait()


async def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(plant: Plant, load: Load, dice: random.Random) -> None:
    events = plant.events(load.events, 0.05, dice)
    await plant.start()
    sending = Sending(plant, events, load.at_once)
    work = asyncio.create_task(sending.run())
    for number in range(1, load.kills + 1):
        await sending.reached(number * len(events) // (load.kills + 1) + dice.randrange(3))
        assert await plant.end(signal.SIGKILL) == -signal.SIGKILL
        await plant.start()
    await work
    await plant.end(signal.SIGKILL)
    verdict = await plant.drained()
    verdict.nothing_is_lost_or_doubled(sending.acknowledged)
    assert len(verdict.sources) == load.events
    assert plant.starts == load.kills + 1


async def test_told_to_stop_under_load_it_answers_what_came_in_and_ends_well(
    plant: Plant, load: Load, dice: random.Random
) -> None:
    events = plant.events(load.events, 0, dice)
    await plant.start()
    sending = Sending(plant, events, load.at_once)
    work = asyncio.create_task(sending.run())
    await sending.reached(load.events // 3)
    assert await plant.end(signal.SIGTERM) == 0
    assert set(sending.statuses) == {200}
    await plant.start()
    await work
    assert set(sending.statuses) == {200}
    assert await plant.end(signal.SIGTERM) == 0
    verdict = await plant.drained()
    verdict.nothing_is_lost_or_doubled(sending.acknowledged)
    assert len(verdict.sources) == load.events


async def test_told_to_stop_twice_or_at_once_it_still_ends_well(plant: Plant) -> None:
    await plant.start()
    first = asyncio.create_task(plant.end(signal.SIGTERM))
    await asyncio.sleep(0)
    assert await plant.end(signal.SIGTERM) == 0
    assert await first == 0
