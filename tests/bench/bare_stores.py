"""Where the references write: a ticket, a line of its history and a row of the outbox, committed before the answer."""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import threading
from dataclasses import dataclass
from typing import Protocol

import asyncpg

CONNECTIONS = 8
"""As many as the desk has threads."""

TABLES = (
    "CREATE TABLE tickets (id {id}, requester TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL, summary TEXT NOT NULL,"
    " UNIQUE (channel, message))",
    "CREATE TABLE audit (id {id}, ticket BIGINT NOT NULL, event TEXT NOT NULL, by_whom TEXT NOT NULL)",
    "CREATE TABLE outbox (id {id}, ticket BIGINT NOT NULL, place TEXT NOT NULL, payload TEXT NOT NULL)",
)
CTE = """
WITH t AS (INSERT INTO tickets (requester, channel, message, summary) VALUES ($1, $2, $3, $4) RETURNING id),
     a AS (INSERT INTO audit (ticket, event, by_whom) SELECT id, 'opened', $1 FROM t)
INSERT INTO outbox (ticket, place, payload) SELECT id, $2, $5 FROM t
"""


@dataclass(frozen=True)
class Said:
    key: str
    user: str
    channel: str
    message: str
    text: str

    @property
    def payload(self) -> str:
        return json.dumps({"text": self.text, "user": self.user})


class Writer(Protocol):
    async def write(self, said: Said) -> None: ...


class Nowhere:
    async def write(self, said: Said) -> None:
        return None


class Postgresql:
    """One statement, one round trip, one commit."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> Postgresql:
        pool = await asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS)
        for table in TABLES:
            await pool.execute(table.format(id="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
        return cls(pool)

    async def write(self, said: Said) -> None:
        await self._pool.execute(CTE, said.user, said.channel, said.message, said.text, said.payload)


class Sqlite:
    """One writer thread that commits together what has queued up."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[tuple[Said, asyncio.Future[None]]] = queue.SimpleQueue()
        threading.Thread(target=self._write_on, daemon=True).start()

    async def write(self, said: Said) -> None:
        done = self._loop.create_future()
        self._queue.put((said, done))
        await done

    def _write_on(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            connection.execute(table.format(id="INTEGER PRIMARY KEY"))
        while True:
            jobs = [self._queue.get()]
            while not self._queue.empty():
                jobs.append(self._queue.get())
            connection.execute("BEGIN IMMEDIATE")
            for said, _ in jobs:
                _insert(connection, said)
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_tell, [done for _, done in jobs])


def _insert(connection: sqlite3.Connection, said: Said) -> None:
    values = (said.user, said.channel, said.message, said.text)
    ticket = connection.execute(
        "INSERT INTO tickets (requester, channel, message, summary) VALUES (?, ?, ?, ?)", values
    ).lastrowid
    connection.execute("INSERT INTO audit (ticket, event, by_whom) VALUES (?, 'opened', ?)", (ticket, said.user))
    connection.execute("INSERT INTO outbox (ticket, place, payload) VALUES (?, ?, ?)", (ticket, said.channel, said.payload))


def _tell(waiting: list[asyncio.Future[None]]) -> None:
    for done in waiting:
        if not done.done():
            done.set_result(None)


async def open_store(url: str) -> Writer:
    if url == "none":
        return Nowhere()
    return Sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else await Postgresql.open(url)
