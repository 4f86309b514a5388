"""A worker that is told to stop: what has begun ends or is left, and nobody is shown a failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from jobs import schedule
from jobs.schedule import Job, Timetable
from tests.conftest import MovableClock


class NoDesk:
    """A reception at which nothing is asked: the heartbeat is an hour away."""

    async def ask(self, interaction: Any) -> Any:
        raise AssertionError(interaction)

    async def within(self, work: Any) -> Any:
        raise AssertionError(work)


class Slow:
    """A job that has begun when `begun` is set, and ends when `may_end` is."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.ended = asyncio.Event(), asyncio.Event(), False

    async def work(self) -> None:
        self.begun.set()
        await self.may_end.wait()
        self.ended = True


Timetabled = Callable[[Callable[[], Awaitable[object]]], Timetable]


@pytest.fixture
def only(clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> Timetabled:
    """A timetable with this one job, again and again."""

    def made(work: Callable[[], Awaitable[object]]) -> Timetable:
        monkeypatch.setattr(schedule, "every_job", lambda *_: [Job("slow", work, timedelta(milliseconds=1))])
        return Timetable(NoDesk(), clock, "one", "test", 3600)

    return made


async def test_what_has_begun_ends_before_the_worker_stops(only: Timetabled, caplog: pytest.LogCaptureFixture) -> None:
    slow = Slow()
    jobs = only(slow.work)
    jobs.start()
    await slow.begun.wait()
    stopping = asyncio.ensure_future(jobs.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    slow.may_end.set()
    await stopping
    assert slow.ended
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_what_takes_too_long_is_left_without_a_trace(only: Timetabled, caplog: pytest.LogCaptureFixture) -> None:
    slow = Slow()
    jobs = only(slow.work)
    jobs.start()
    await slow.begun.wait()
    await jobs.stop(patience=0.01)
    assert not slow.ended
    await asyncio.sleep(0)
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_a_timetable_that_never_started_can_be_stopped(only: Timetabled) -> None:
    await only(Slow().work).stop()


async def test_what_breaks_is_still_told(only: Timetabled, caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def breaks() -> None:
        begun.set()
        raise RuntimeError("the disk is gone")

    jobs = only(breaks)
    jobs.start()
    await begun.wait()
    await jobs.stop()
    assert any("the disk is gone" in str(one.exc_info) for one in caplog.records if one.exc_info)
