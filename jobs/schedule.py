"""The timetable. APScheduler only says "now"; what is due stands in the database, so nothing lives in its memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.ports import Clock, Reception, Tx
from jobs import auto_close
from jobs.assigning import assign_waiting, tell_absences
from jobs.audit import EVERY as AUDIT_EVERY
from jobs.audit import audit
from jobs.digests import send_due
from jobs.sla_watch import watch
from jobs.usual_answers import EVERY as USUAL_EVERY
from jobs.usual_answers import work_out

KEEP_KEYS = timedelta(days=30)
"""How long the inbox remembers what came in; platforms retry for minutes."""

TIDY_EVERY = timedelta(hours=1)


Pulse = Callable[[], Awaitable[None]]
"""Called after every round of the watch that went well."""


async def no_pulse() -> None:
    """Nobody outside wants to know."""


@dataclass(frozen=True)
class Job:
    """Something that is looked at again and again; `every` None: at each tick."""

    name: str
    work: Callable[[], Awaitable[object]]
    every: timedelta | None = None


def every_job(reception: Reception, clock: Clock, name: str, pulse: Pulse = no_pulse) -> Sequence[Job]:
    """What a worker does by itself; any number of workers may do the same, at any time."""

    async def look_at_clocks() -> None:
        await watch(reception, clock)
        await pulse()

    return [
        Job("watch", look_at_clocks),
        Job("rest", partial(auto_close.look, reception, clock, name)),
        Job("assign", partial(assign_waiting, reception, clock, name)),
        Job("absences", partial(tell_absences, reception, clock)),
        Job("digests", partial(send_due, reception, clock, name)),
        Job("audit", partial(audit, reception, clock, name), AUDIT_EVERY),
        Job("usual_answers", partial(work_out, reception, clock, name), USUAL_EVERY),
        Job("tidy", partial(reception.within, lambda tx: forget_old_keys(tx, clock, name)), TIDY_EVERY),
    ]


def timetable(
    reception: Reception, clock: Clock, name: str, version: str, tick_seconds: float, pulse: Pulse = no_pulse
) -> AsyncIOScheduler:
    """The jobs of one worker, and its heartbeat."""
    tick = timedelta(seconds=max(1.0, tick_seconds))
    beat = Job("beat", partial(reception.within, lambda tx: tx.operations.beat(name, clock(), version)))
    schedule = AsyncIOScheduler(timezone="UTC")
    for job in (beat, *every_job(reception, clock, name, pulse)):
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None, "name": job.name}
        schedule.add_job(job.work, "interval", seconds=(job.every or tick).total_seconds(), **options)
    return schedule


def forget_old_keys(tx: Tx, clock: Clock, holder: str) -> None:
    """Under a lease: one worker an hour forgets the keys that no retry can bring back."""
    at = clock()
    if tx.operations.lease("tidy", holder, at, at + TIDY_EVERY):
        for organisation in tx.organisations.all():
            tx.inbox.forget_before(organisation.id, at - KEEP_KEYS)
