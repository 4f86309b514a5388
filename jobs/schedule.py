"""The timetable. APScheduler only says "now"; what is due stands in the database, so nothing lives in its memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.ports import Clock, Reception, Tx
from app.tickets.early_replies import FORGOTTEN
from jobs import auto_close
from jobs.assigning import assign_waiting, tell_absences
from jobs.audit import EVERY as AUDIT_EVERY
from jobs.audit import audit
from jobs.digests import send_due
from jobs.late_changes import KEEP_EARLY, take_up
from jobs.sla_watch import watch
from jobs.unplaced import ask_again
from jobs.usual_answers import EVERY as USUAL_EVERY
from jobs.usual_answers import work_out

KEEP_KEYS = timedelta(days=30)
"""How long the inbox remembers what came in; platforms retry for minutes."""

KEEP_UNPLACED = timedelta(days=30)
"""How long somebody may take to say which request they meant; nothing of what they said is kept for ever on no ticket."""

KEEP_QUESTIONS = timedelta(days=90)
"""How long it is known where something is asked: what nobody has answered by then stands there until it is pressed."""

TIDY_EVERY = timedelta(hours=1)

PATIENCE = 10.0
"""Seconds that a job may still take when its worker is told to stop."""

log = structlog.get_logger()

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
        Job("late_changes", partial(take_up, reception, clock)),
        Job("unplaced", partial(ask_again, reception, clock)),
        Job("audit", partial(audit, reception, clock, name), AUDIT_EVERY),
        Job("usual_answers", partial(work_out, reception, clock, name), USUAL_EVERY),
        Job("tidy", partial(reception.within, lambda tx: forget_old_keys(tx, clock, name)), TIDY_EVERY),
    ]


class Timetable:
    """The jobs of one worker, and its heartbeat."""

    def __init__(
        self, reception: Reception, clock: Clock, name: str, version: str, tick_seconds: float, pulse: Pulse = no_pulse
    ) -> None:
        tick = timedelta(seconds=max(1.0, tick_seconds))
        beat = Job("beat", partial(reception.within, lambda tx: tx.operations.beat(name, clock(), version)))
        self._rounds: set[asyncio.Task[object]] = set()
        self._begun: set[asyncio.Task[object]] = set()
        self._schedule = AsyncIOScheduler(timezone="UTC")
        self.jobs = (beat, *every_job(reception, clock, name, pulse))
        for job in self.jobs:
            options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None, "name": job.name}
            self._schedule.add_job(self._do, "interval", [job], seconds=(job.every or tick).total_seconds(), **options)

    def start(self) -> None:
        self._schedule.start()

    async def stop(self, patience: float = PATIENCE) -> None:
        """Begin nothing more, and let what has begun end; what takes longer than `patience` seconds is left for another worker.

        APScheduler's own `shutdown` cancels what is running and reports that as a failure; so nothing runs by then.
        """
        if not self._schedule.running:
            return
        self._schedule.pause()
        await asyncio.sleep(0)  # what was called for just now is among the rounds after this
        if self._rounds:
            await asyncio.wait(self._rounds, timeout=patience)
            for job in self._begun:
                job.cancel()
            await asyncio.gather(*self._rounds)
        self._schedule.shutdown(wait=False)

    async def _do(self, job: Job) -> None:
        """One round of a job, in a task of its own: ending it early is ours to do and no failure."""
        mine: asyncio.Task[object] | None = asyncio.current_task()
        assert mine
        begun: asyncio.Task[object] = asyncio.ensure_future(job.work())  # type: ignore[arg-type]
        for tasks, one in ((self._rounds, mine), (self._begun, begun)):
            tasks.add(one)
            one.add_done_callback(tasks.discard)
        await asyncio.wait({begun})
        if begun.cancelled():
            log.info("job.left", job=job.name)
        else:
            begun.result()


def forget_old_keys(tx: Tx, clock: Clock, holder: str) -> None:
    """Under a lease: one worker an hour forgets the keys that no retry can bring back."""
    at = clock()
    if tx.operations.lease("tidy", holder, at, at + TIDY_EVERY):
        for organisation in tx.organisations.all():
            tx.inbox.forget_before(organisation.id, at - KEEP_KEYS)
            tx.utterances.forget_early(organisation.id, at - KEEP_EARLY)
            tx.early_replies.forget_before(organisation.id, at - FORGOTTEN)
            tx.private_chats.forget_before(organisation.id, at - KEEP_UNPLACED)
            tx.questions.forget_before(organisation.id, at - KEEP_QUESTIONS)
