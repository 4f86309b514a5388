"""What the doctor asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.doctor import Finding, Level
from app.errors import ConfigurationError
from storage import migrations
from storage.engine import DatabaseUnavailable, connect, is_sqlite
from storage.tables import heartbeats
from storage.unit_of_work import Store, Transaction

FRESH = timedelta(minutes=2)
"""A worker beats several times in this time; one that is silent for longer is stuck or gone."""

PROBE = "doctor"


def checks(database_url: str, at: datetime | None = None) -> list[Finding]:
    """Findings about the database, the worker and what waits in the outbox. Never raises; changes nothing.

    `at` is now (aware UTC); without it the database's own clock is asked.
    """
    try:
        return list(_checks(database_url, at))
    except ConfigurationError as error:
        remedy = "Check DATABASE_URL and that the database server runs and lets this program in."
        return [Finding("database.reachable", Level.ERROR, str(error), remedy)]


def _checks(database_url: str, at: datetime | None) -> Iterator[Finding]:
    now_at, needed = migrations.current(database_url), migrations.head()
    yield Finding("database.reachable", Level.OK, "The database answers.")
    if now_at != needed:
        says = f"The database is at revision {now_at or 'none'}, this program needs {needed}."
        yield Finding("database.migrated", Level.ERROR, says, "Run `./sahayak db upgrade`.")
        return
    yield Finding("database.migrated", Level.OK, f"The database is at revision {needed}.")
    store = Store(connect(database_url, connections=1))
    try:
        yield _writable(store)
        with store.reading() as tx:
            yield _heartbeat(tx, at or _database_clock(tx.connection))
            yield from _outbox(tx)
            yield from (_reported(*row) for row in tx.operations.findings())
    finally:
        store.close()


class _NotKept(Exception):
    """Rolls the probe back."""


def _writable(store: Store) -> Finding:
    try:
        with store.open() as tx:
            tx.operations.beat(PROBE, datetime.min.replace(tzinfo=UTC), "")
            raise _NotKept
    except _NotKept:
        return Finding("database.writable", Level.OK, "The database can be written to.")
    except (DatabaseUnavailable, sa.exc.DBAPIError) as error:
        says = f"The database cannot be written to: {error}".splitlines()[0]
        return Finding(
            "database.writable", Level.ERROR, says, "Free disk space, and give this program's user the right to write."
        )


def _database_clock(connection: sa.Connection) -> datetime:
    now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" if is_sqlite(connection) else "now()"
    told = connection.execute(sa.text(f"SELECT {now}")).scalar_one()
    return told if isinstance(told, datetime) else datetime.fromisoformat(told)


def _heartbeat(tx: Transaction, at: datetime) -> Finding:
    last = tx.operations.last_beat()
    remedy = "Start `./sahayak serve`, or `./sahayak worker` beside `./sahayak web`."
    if last is None:
        return Finding("worker.heartbeat", Level.WARNING, "No worker has ever run on this database.", remedy)
    silent = int((at - last).total_seconds())
    if at - last > FRESH:
        return Finding("worker.heartbeat", Level.ERROR, f"No worker has been heard of for {silent} s: cards do not move.", remedy)
    running = tx.connection.execute(sa.select(sa.func.count()).where(heartbeats.c.at > at - FRESH)).scalar_one()
    return Finding("worker.heartbeat", Level.OK, f"{running} worker(s) running, last heard of {max(silent, 0)} s ago.")


def _outbox(tx: Transaction) -> Iterator[Finding]:
    counts = tx.deliveries.counts()
    yield Finding("deliveries.waiting", Level.OK, f"Deliveries that wait for their turn: {counts['waiting']}.")
    if counts["dead"]:
        remedy = "Nothing has to be done; the log names each with its reason. The next change of such a ticket is tried again."
        yield Finding("deliveries.dead", Level.WARNING, f"{counts['dead']} deliveries could never arrive.", remedy)
    else:
        yield Finding("deliveries.dead", Level.OK, "Every delivery that left has arrived.")


def _reported(finding: str, detail: str, since: datetime) -> Finding:
    remedy = "Mend what it names; the worker takes it back when it works again."
    return Finding(finding, Level.WARNING, f"{detail} (since {since:%Y-%m-%d %H:%M} UTC)", remedy)
