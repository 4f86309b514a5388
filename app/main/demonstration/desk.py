"""The desk of the demo, a process of its own: the program that `serve` runs, on the demo's clock.

It is told by lines of JSON on stdin and answers each with one on stdout: `{"settings": …, "port": …, "now": …}` first, then
`{"do": "move", "to": …}`, `{"do": "settle", "to": …}`, `{"do": "next"}`, `{"do": "live"}`. It ends when stdin does.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from app import __version__, logs
from app.errors import ConfigurationError
from app.main import migrated, open_store, process_name
from app.main.assembly import assemble
from app.main.demonstration.clock import DemoClock
from app.main.preparing import prepare
from app.main.serving import Serving
from app.settings import Settings
from app.sla.clock import Clock
from app.sla.terms import ClockKind
from jobs import schedule

Said = dict[str, Any]

HORIZON = timedelta(seconds=30)
"""What is due within it is waited for: a paced post, a short pause that a platform asked for."""

LOOK_SECONDS = 0.05


class Desk:
    """What the demo can ask of it."""

    def __init__(self, serving: Serving, clock: DemoClock) -> None:
        self._serving, self._clock = serving, clock
        self._name = process_name()
        self._doing: dict[str, Callable[[Said], Awaitable[Said]]] = {
            "move": self._move, "settle": self._settle, "next": self._next, "live": self._live,
        }  # fmt: skip

    async def answer(self, asked: Said) -> Said:
        return await self._doing[str(asked["do"])](asked)

    async def _move(self, asked: Said) -> Said:
        """It is later; what that brings is done, and sent as far as it may be sent now."""
        self._clock.reach(datetime.fromisoformat(asked["to"]))
        await self._timetable()
        return await self._settle(asked)

    async def _timetable(self) -> None:
        for job in schedule.every_job(self._serving.program.reception, self._clock, self._name):
            await job.work()

    async def _settle(self, asked: Said) -> Said:
        """Send what is due by then; `due` says when the next thing is, None if that is not soon."""
        self._clock.reach(datetime.fromisoformat(asked["to"]))
        while await self._round():
            pass
        due = await self._serving.program.reception.within(lambda tx: tx.deliveries.next_due())
        return {"due": due.isoformat() if due and due <= self._clock() + HORIZON else None}

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

    async def _live(self, _: Said) -> Said:
        """From now on the worker goes its own rounds, as in `serve`."""
        await self._serving.start_worker()
        return {}


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


@asynccontextmanager
async def _serving(settings: Settings, clock: DemoClock, port: int) -> AsyncIterator[Serving]:
    migrated(settings)
    store = open_store(settings)
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
