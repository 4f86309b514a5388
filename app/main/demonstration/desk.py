"""The desk of the demo, a process of its own: the program that `serve` runs, on the demo's clock.

It is told by lines of JSON on stdin and answers each with one on stdout: `{"settings": …, "port": …, "now": …}` first, then
`{"do": "move", "to": …}`, `{"do": "settle", "to": …}`, `{"do": "next"}`, `{"do": "live"}`, `{"do": "keep", "to": …}`. It ends
when stdin does.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app import __version__, logs
from app.errors import ConfigurationError
from app.main import migrated, open_store, process_name
from app.main.assembly import assemble
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.copying import copy
from app.main.preparing import prepare
from app.main.serving import Serving
from app.ports import Tx
from app.posts.model import DeliveryState
from app.reports import digests
from app.settings import Settings
from app.sla.clock import Clock
from app.sla.terms import ClockKind
from jobs import schedule

Said = dict[str, Any]

HORIZON = timedelta(seconds=30)
"""What is due within it is waited for: a paced post, a short pause that a platform asked for."""

SELDOM = timedelta(days=1)

LOOK_SECONDS = 0.05


class Desk:
    """What the demo can ask of it."""

    def __init__(self, serving: Serving, clock: DemoClock) -> None:
        self._serving, self._clock = serving, clock
        self._name = process_name()
        self._jobs = schedule.every_job(serving.program.reception, clock, self._name)
        self._done: dict[str, datetime] = {}
        self._digest_at: datetime | None = None
        self._doing: dict[str, Callable[[Said], Awaitable[Said]]] = {
            "move": self._move, "settle": self._settle, "next": self._next, "live": self._live, "keep": self._keep,
        }  # fmt: skip

    async def answer(self, asked: Said) -> Said:
        return await self._doing[str(asked["do"])](asked)

    async def _move(self, asked: Said) -> Said:
        """It is later; what that brings is done, and sent as far as it may be sent now."""
        self._clock.reach(datetime.fromisoformat(asked["to"]))
        await self._timetable()
        return await self._settle(asked)

    async def _timetable(self) -> None:
        """Every job, but of those that a worker does only now and then each once a day: four weeks have many steps."""
        at = self._clock()
        for job in self._jobs:
            if job.every is None or at - self._done.get(job.name, at - SELDOM) >= SELDOM:
                self._done[job.name] = at
                await job.work()

    async def _settle(self, asked: Said) -> Said:
        """Send what is due by then.

        `due` says when the next thing is, None if that is not soon; `next` when something happens by itself.
        """
        self._clock.reach(datetime.fromisoformat(asked["to"]))
        while await self._round():
            pass
        due, following = await self._serving.program.reception.within(self._ahead)
        soon = due is not None and due <= self._clock() + HORIZON
        return {"due": due.isoformat() if due and soon else None, "next": following.isoformat() if following else None}

    def _ahead(self, tx: Tx) -> tuple[datetime | None, datetime | None]:
        """When the next delivery is due, and when the next clock or digest is."""
        at, orgs = self._clock(), [org.id for org in tx.organisations.all()]
        if self._digest_at is None or self._digest_at <= at:
            self._digest_at = min((end for org in orgs if (end := digests.next_end(tx, org, at))), default=None)
        found = [clock.next_at for org in orgs if (clock := tx.clocks.next_after(org, at))]
        return tx.deliveries.next_due(), min((moment for moment in (*found, self._digest_at) if moment), default=None)

    async def _round(self) -> bool:
        """Whether something was sent; a running worker sends by itself and is waited for."""
        if self._serving.worker is None:
            return bool(await self._serving.deliverer.round())
        due = await self._serving.program.reception.within(lambda tx: tx.deliveries.next_due())
        if due is None or due > self._clock():
            return False
        self._serving.worker.wake()
        await asyncio.sleep(LOOK_SECONDS)
        return True

    async def _next(self, _: Said) -> Said:
        """The next moment at which a clock has something to tell, and what that is."""
        at = self._clock()
        found = await self._serving.program.reception.within(
            lambda tx: [clock for org in tx.organisations.all() if (clock := tx.clocks.next_after(org.id, at))]
        )
        return _told(found[0]) if found else {"at": None, "what": ""}

    async def _keep(self, asked: Said) -> Said:
        """Copy the database there, unless something is being sent: then nobody could tell whether it has arrived."""
        reception = self._serving.program.reception
        try:
            return {"kept": await reception.within(lambda tx: _copied(tx, reception.store.engine.url.database, asked["to"]))}
        except OSError as error:
            return {"kept": False, "failed": error.strerror or str(error)}

    async def _live(self, _: Said) -> Said:
        """From now on the worker goes its own rounds, as in `serve`."""
        await self._serving.start_worker()
        return {}


def _copied(tx: Tx, database: str | None, to: str) -> bool:
    """In the one thread that writes: nothing changes meanwhile."""
    if database is None or tx.deliveries.counts()[DeliveryState.SENDING]:
        return False
    copy(Path(database), Path(to))
    return True


def _told(clock: Clock) -> Said:
    assert clock.next_at is not None
    promise = "first response" if clock.kind is ClockKind.FIRST_RESPONSE else "solution"
    if clock.breached_at is not None:
        what = f"T-{clock.ticket} goes up the ladder: its {promise} is late"
    else:
        due = clock.due_at is not None and clock.due_at <= clock.next_at
        what = f"T-{clock.ticket}: its {promise} is due" if due else f"T-{clock.ticket}: warning before its {promise} is due"
    return {"at": clock.next_at.isoformat(), "what": what}


def main() -> int:
    """Serve the demo until nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear; it ends us by closing stdin
    logs.configure("error", "text")
    try:
        return asyncio.run(_serve())
    except ConfigurationError as error:
        _say({"failed": str(error)})
        return 2


async def _serve() -> int:
    lines = _heard()
    first = await anext(lines)
    clock = DemoClock(datetime.fromisoformat(first["now"]))
    async with _serving(Settings.load(first["settings"]), clock, int(first["port"])) as serving:
        _say({"port": serving.port})
        desk = Desk(serving, clock)
        async for asked in lines:
            _say(await desk.answer(asked))
    return 0


async def _heard() -> AsyncIterator[Said]:
    """The lines of stdin, until it ends."""
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


def _say(answer: Said) -> None:
    print(json.dumps(answer), flush=True)


def _in_no_hurry(raw: Any, _record: object) -> None:
    """What is worked on need not survive a power cut: the demo goes on with a copy that was written for good."""
    raw.execute("PRAGMA synchronous=OFF")


@asynccontextmanager
async def _serving(settings: Settings, clock: DemoClock, port: int) -> AsyncIterator[Serving]:
    migrated(settings)
    store = open_store(settings)
    event.listen(store.engine, "connect", _in_no_hurry)
    try:
        prepare(settings, store, clock)
        program = assemble(settings, clock=clock, store=store)
        serving = Serving(program, web=True, worker=False, name=process_name(), version=__version__, port=port)
        try:
            await serving.start()
            yield serving
        finally:
            await serving.stop()
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
