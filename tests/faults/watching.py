"""A worker that only watches promises and audits them, for tests that kill it: `python -m tests.faults.watching URL FOLDER NAME`.

Its clock is a file that the test writes; it stops only when it is killed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from app.main import open_store
from app.ports import Clock, Tx
from app.settings import Settings
from jobs.audit import audit
from jobs.sla_watch import watch
from storage.runner import Runner
from storage.unit_of_work import Store

T = TypeVar("T")

CLOCK, ROUNDS = "clock.txt", "rounds-{}.txt"


class Room:
    """A reception where nobody comes in."""

    def __init__(self, store: Store) -> None:
        self._store, self._runner = store, Runner(store)

    async def ask(self, _: object) -> Any:
        raise LookupError("nobody comes in here")

    async def within(self, work: Callable[[Tx], T]) -> T:
        return await self._runner.run(self._inside, work)

    def close(self) -> None:
        self._runner.close()

    def _inside(self, work: Callable[[Tx], T]) -> T:
        with self._store.open() as tx:
            return work(tx)


def clock_in(folder: Path) -> Clock:
    return lambda: datetime.fromisoformat((folder / CLOCK).read_text())


async def keep_watching(url: str, folder: Path, name: str) -> None:
    store = open_store(Settings.load({"DATABASE_URL": url, "SAHAYAK_DATA_DIR": str(folder)}, complete=False))
    reception, clock, rounds = Room(store), clock_in(folder), folder / ROUNDS.format(name)
    while True:
        at = clock()
        await watch(reception, clock)
        await audit(reception, clock, name)
        rounds.write_text(at.isoformat())
        await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(keep_watching(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
