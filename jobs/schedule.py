"""The timetable. APScheduler only says "now"; what is due stands in the database, so nothing lives in its memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.ports import Clock, Reception, Tx
from jobs import auto_close
from jobs.assigning import assign_waiting
from jobs.audit import EVERY as AUDIT_EVERY
from jobs.audit import audit
from jobs.digests import send_due
from jobs.sla_watch import watch

KEEP_KEYS = timedelta(days=30)
"""How long the inbox remembers what came in; platforms retry for minutes."""

TIDY_EVERY = timedelta(hours=1)


Pulse = Callable[[], Awaitable[None]]
"""Called after every round of the watch that went well."""


async def no_pulse() -> None:
    """Nobody outside wants to know."""


def timetable(
    reception: Reception, clock: Clock, name: str, version: str, tick_seconds: float, pulse: Pulse = no_pulse
) -> AsyncIOScheduler:
    """The jobs of one worker; any number of workers may run the same ones."""

    async def beat() -> None:
        await reception.within(lambda tx: tx.operations.beat(name, clock(), version))

    async def tidy() -> None:
        await reception.within(lambda tx: forget_old_keys(tx, clock, name))

    async def rest() -> None:
        await auto_close.look(reception, clock, name)

    async def assign() -> None:
        await assign_waiting(reception, clock, name)

    async def digests() -> None:
        await send_due(reception, clock, name)

    async def look_at_clocks() -> None:
        await watch(reception, clock)
        await pulse()

    async def look_again() -> None:
        await audit(reception, clock, name)

    schedule = AsyncIOScheduler(timezone="UTC")
    options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    schedule.add_job(beat, "interval", seconds=max(1.0, tick_seconds), **options)
    schedule.add_job(assign, "interval", seconds=max(1.0, tick_seconds), **options)
    schedule.add_job(rest, "interval", seconds=max(1.0, tick_seconds), **options)
    schedule.add_job(digests, "interval", seconds=max(1.0, tick_seconds), **options)
    schedule.add_job(look_at_clocks, "interval", seconds=max(1.0, tick_seconds), **options)
    schedule.add_job(look_again, "interval", seconds=AUDIT_EVERY.total_seconds(), **options)
    schedule.add_job(tidy, "interval", seconds=TIDY_EVERY.total_seconds(), **options)
    return schedule


def forget_old_keys(tx: Tx, clock: Clock, holder: str) -> None:
    """Under a lease: one worker an hour forgets the keys that no retry can bring back."""
    at = clock()
    if tx.operations.lease("tidy", holder, at, at + TIDY_EVERY):
        for organisation in tx.organisations.all():
            tx.inbox.forget_before(organisation.id, at - KEEP_KEYS)
