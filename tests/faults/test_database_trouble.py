"""The database is away for a moment, locked or full: nothing that was acknowledged is lost, and the desk recovers by itself."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from storage.engine import DatabaseUnavailable
from tests.databases import fresh_sqlite
from tests.faults.conftest import Load
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "Socket {} is broken, can somebody fix it?"


@pytest.fixture
async def opened(clock: Any, tmp_path: Path) -> AsyncIterator[Callable[[str], Any]]:
    houses: list[House] = []

    async def open_house(url: str) -> House:
        house = House(url, clock, tmp_path)
        houses.append(house)
        await house.start()
        return house

    yield open_house
    for house in houses:
        await house.stop()


def envelope(house: House, number: int) -> dict[str, Any]:
    """One of many requests; each person says only so many."""
    users = [user for user in house.slack.people if user.startswith("U0MANY")]
    place = house.slack.world.places[SLACK_HELP]
    user = users[number % len(users)]
    posted = house.slack.world.post(place, user, REQUEST.format(number))
    event = {
        "type": "message",
        "channel": SLACK_HELP,
        "channel_type": "channel",
        "user": user,
        "text": posted.text,
        "ts": posted.ts,
    }
    return house.slack.delivery._envelope(event)


def crowd(house: House, many: int) -> None:
    for number in range(many):
        house.slack.person(f"U0MANY{number:03}", name=f"Person {number}")


async def cards(house: House) -> list[str]:
    return [m.plain().split(" ")[0] for m in house.ravi.sees(SLACK_TRIAGE) if m.by_bot and not m.thread]


async def settled(house: House) -> None:
    """Rounds until everything is delivered, whatever the database does meanwhile."""
    for _ in range(200):
        with suppress(DatabaseUnavailable):
            await house.settle(timedelta(minutes=15))
            return
    raise AssertionError("the database never came back")


async def test_connections_that_are_cut_lose_nothing_that_was_acknowledged(
    opened: Callable[[str], Any], postgresql_url: str, load: Load
) -> None:
    house = await opened(postgresql_url)
    crowd(house, 30)
    acknowledged: set[str] = set()
    cut = 0

    async def send(event: dict[str, Any]) -> None:
        for _ in range(100):
            if (await house.slack.delivery.send("event", event)).ok:
                acknowledged.add(event["event"]["ts"])
                return
        raise AssertionError("never taken")

    for start in range(0, load.events, 10):
        work = asyncio.gather(*(send(envelope(house, number)) for number in range(start, min(start + 10, load.events))))
        rounds = asyncio.create_task(one_round(house))
        while not work.done():
            cut += await asyncio.to_thread(terminate, postgresql_url)
            await asyncio.sleep(0)
        await work
        await rounds
    await settled(house)
    tickets = await house.tickets()
    assert cut > 0
    assert {ticket.source.message for ticket in tickets} == acknowledged
    assert len(tickets) == load.events
    shown = await cards(house)
    assert sorted(shown) == sorted({ticket.key for ticket in tickets})
    counts = await house.within(lambda tx: tx.deliveries.counts())
    assert {state for state, many in counts.items() if many} == {"done"}


async def one_round(house: House) -> None:
    with suppress(DatabaseUnavailable):
        await house.serving.deliverer.round()


def terminate(url: str) -> int:
    """Every second connection of the program to this database is cut."""
    with psycopg.connect(url, autocommit=True) as admin:
        found = admin.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = 'sahayak' AND pid % 2 = 0"
        ).fetchone()
    return int(found[0]) if found else 0


async def test_a_locked_database_is_answered_by_come_again_and_nothing_is_lost(
    opened: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0.05)
    url = fresh_sqlite(tmp_path)
    house = await opened(url)
    lock = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    asked = await house.asha.says(SLACK_HELP, REQUEST.format(1))
    statuses = [e.status for e in house.slack.traffic if e.to == "program"]
    assert statuses == [503] * 4
    answer = await house.asha.command("/ticket", "help", SLACK_HELP)
    assert "went wrong" in answer.plain().lower() or "try again" in answer.plain().lower()
    lock.execute("ROLLBACK")
    lock.close()
    (lost,) = house.slack.delivery.lost
    assert (await house.slack.delivery.send("event", lost)).ok
    await house.settle()
    assert [ticket.source.message for ticket in await house.tickets()] == [asked.ts]
    assert len(house.asha.replies(asked)) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of three megabytes, where this machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True).returncode == 0
    yield folder if made else None
    if made:
        subprocess.run(["umount", "-l", folder], check=True)


async def test_a_full_disk_is_answered_by_come_again_until_there_is_room(
    opened: Callable[[str], Any], tmp_path: Path, small_disk: Path | None, load: Load
) -> None:
    url = fresh_sqlite(small_disk or tmp_path)
    house = await opened(url)
    crowd(house, 60)
    if small_disk is None:
        limit_pages(house, 40)
    house.slack.delivery.retry_delays = ()
    acknowledged, refused = set(), []
    number = 0
    while len(refused) < 5:
        number += 1
        assert number < 1000, "the disk never filled up"
        event = envelope(house, number)
        event["event"]["text"] += " word" * 5000
        answer = await house.slack.delivery.send("event", event)
        assert answer.status in (200, 503)
        (acknowledged.add(event["event"]["ts"]) if answer.ok else refused.append(event))
        if number % 15 == 0:
            house.clock.move(timedelta(minutes=1))
    assert acknowledged
    if small_disk is None:
        limit_pages(house, 1_000_000)
    else:
        await asyncio.to_thread(subprocess.run, ["mount", "-o", "remount,size=256m", small_disk], check=True)
    for event in refused:
        assert (await house.slack.delivery.send("event", event)).ok
        acknowledged.add(event["event"]["ts"])
    await settled(house)
    assert {ticket.source.message for ticket in await house.tickets()} == acknowledged
    with sqlite3.connect(url.removeprefix("sqlite:///")) as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    counts = await house.within(lambda tx: tx.deliveries.counts())
    assert {state for state, many in counts.items() if many} == {"done"}


def limit_pages(house: House, more: int) -> None:
    """The database may grow by so many pages and no further."""
    engine = house.serving.program.reception.store.engine

    def limit(raw: sqlite3.Connection, _: object) -> None:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={pages + more}")

    sa.event.listen(engine, "connect", limit)
    engine.dispose()
