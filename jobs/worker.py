"""The worker's life: deliver when woken, look again now and then, beat its heart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from app.ports import Clock, Reception
from jobs.deliver import Deliverer
from jobs.schedule import Pulse, Timetable, no_pulse

POLL_SECONDS = 1.0
"""The safety net under the wake-up call, and what paces a lane that waits."""

log = structlog.get_logger()


class Worker:
    """`wake` may be called from any thread."""

    def __init__(
        self,
        reception: Reception,
        deliverer: Deliverer,
        clock: Clock,
        name: str,
        version: str,
        tick_seconds: float,
        pulse: Pulse = no_pulse,
    ) -> None:
        self._reception, self._deliverer, self._clock, self._name, self._version = reception, deliverer, clock, name, version
        self._tick = tick_seconds
        self._bell = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None
        self._schedule = Timetable(reception, clock, name, version, tick_seconds, pulse)

    def wake(self) -> None:
        """Something was planned: look at once."""
        self._loop.call_soon_threadsafe(self._bell.set)

    async def start(self) -> None:
        await self._reception.within(lambda tx: tx.operations.beat(self._name, self._clock(), self._version))
        self._schedule.start()
        self._task = asyncio.create_task(self._deliver(), name="deliverer")

    async def stop(self) -> None:
        """Finish what is being done and what is being sent, then stop."""
        await self._schedule.stop()
        if self._task is not None:
            self._stopping = True
            self._bell.set()
            await self._task

    _stopping = False

    async def _deliver(self) -> None:
        while not self._stopping:
            self._bell.clear()
            if not await self._round():
                await _first_of(self._bell.wait, POLL_SECONDS)

    async def _round(self) -> int:
        try:
            return await self._deliverer.round()
        except Exception:
            # Whatever went wrong, the deliveries are still in the database; the next round finds them.
            log.exception("deliver.round_failed")
            return 0


async def _first_of(waiting: Callable[[], object], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await waiting()  # type: ignore[misc]
    except TimeoutError:
        return
