"""The watch with nothing to tell: what it costs to look at a million open tickets' promises, beside ten thousand."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from app.main import open_store
from app.policy import changes
from app.policy.reading import read
from app.settings import Settings
from jobs.sla_watch import watch
from storage.tables import clocks, tickets
from storage.unit_of_work import Store
from tests import builders
from tests.bench import databases
from tests.bench.processes import Failed
from tests.bench.rounds import turns
from tests.conftest import START
from tests.faults.watching import Room

POLICY = """
version: 1
teams: {it: {name: IT}}
sla: {standard: {default: true, targets: {normal: {first_response: 1d, resolution: 3d}}}}
"""
SERIES = "WITH RECURSIVE series(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM series WHERE n < :many)"


@dataclass
class Full:
    """A database with so many open tickets, each with two clocks that run."""

    name: str
    store: Store

    def sweep(self, seconds: float) -> tuple[float, float]:
        """The middle of as many rounds of the watch as fit into the time, and the CPU of one; in milliseconds."""
        return asyncio.run(self._sweep(seconds))

    async def _sweep(self, seconds: float) -> tuple[float, float]:
        room, took = Room(self.store), []
        if await watch(room, lambda: START):
            raise Failed(f"{self.name}: something was due")
        used, until = time.process_time(), time.perf_counter() + seconds
        while time.perf_counter() < until or not took:
            began = time.perf_counter()
            await watch(room, lambda: START)
            took.append(time.perf_counter() - began)
        room.close()
        return median(took) * 1000, (time.process_time() - used) * 1000 / len(took)


def sweeps(kind: str, sizes: tuple[int, int], rounds: int, seconds: float) -> tuple[list[tuple[float, float]], ...]:
    """(milliseconds, CPU) of each round, with the many tickets and with the few, in turn."""
    with ExitStack() as stack:
        few, many = (stack.enter_context(full(kind, size)) for size in sizes)
        found: dict[str, list[tuple[float, float]]] = {few.name: [], many.name: []}
        for _, side in turns((many, few), rounds):
            found[side.name].append(side.sweep(seconds))
        return found[many.name], found[few.name]


@contextmanager
def full(kind: str, many: int) -> Iterator[Full]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sahayak-sweep-")))
        postgresql = kind == "postgresql"
        url = stack.enter_context(databases.postgresql(migrated=True)) if postgresql else databases.sqlite(folder)
        store = open_store(Settings.load({"DATABASE_URL": url, "SAHAYAK_DATA_DIR": str(folder)}, complete=False))
        stack.callback(store.close)
        fill(store, many)
        databases.tidy(url)
        yield Full(f"{kind}-{many}", store)


def fill(store: Store, many: int) -> None:
    """One ticket as the desk opens it, and copies of it and of its clocks by the database itself."""
    with store.open() as tx:
        changes.apply(tx, builders.organisation(tx).id, read(POLICY), POLICY, START)
    with store.open() as tx:
        builders.ticket(tx, at=START)
    with store.engine.begin() as connection:
        for table, key in ((tickets, "number"), (clocks, "ticket")):
            connection.execute(sa.text(_copies(table, key)), {"many": many})


def _copies(table: sa.Table, key: str) -> str:
    own = {key: "series.n", "source_message": "'m' || series.n"}
    names = [column.name for column in table.columns]
    values = ", ".join(own.get(name, f'it."{name}"') for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    # A constant FROM order keeps SQLite from looking for the one row a million times.
    series = f'{SERIES} SELECT {values} FROM series CROSS JOIN "{table.name}" AS it WHERE it."{key}" = 1'
    return f'INSERT INTO "{table.name}" ({into}) {series}'
